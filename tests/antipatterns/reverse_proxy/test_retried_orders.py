"""An order whose server dies after it has received it."""

from collections.abc import Callable
from pathlib import Path

from tests.patterns.reverse_proxy.nginx_process import FOLDER, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import break_connection, recorder

WRONG = "examples/antipatterns/reverse_proxy/retried_orders.conf"


def count_orders(folder: Path, files: dict[str, str]) -> int:
    """Send one order; return how often servers received it."""
    with (
        recorder(break_connection) as one,
        recorder(break_connection) as other,
        shop_nginx(folder, files, [one.port, other.port]) as proxy,
        proxy.client() as client,
    ):
        client.post("/api/v1/orders", json={"lines": []})
    return len(one.seen) + len(other.seen)


def test_one_order_reaches_two_servers(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, proxy=shown(WRONG))

    received = count_orders(tmp_path, files)

    assert received == 2
    measured(
        f"The client sent one order, and {received} servers received it: the first one"
        " had died before it answered."
    )


def test_order_reaches_one_server(tmp_path: Path, shown: Callable[[str], str]) -> None:
    files = shop_files(shown, proxy=shown(f"{FOLDER}/proxy.conf"))

    assert count_orders(tmp_path, files) == 1
