"""Commands for those who build the handbook."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from handbook import book, mutants, serve, site
from handbook.errors import HandbookError
from handbook.markup import counted
from handbook.snippets import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except HandbookError as fault:
        print(fault, file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handbook", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    words = "read all chapters and print every fault; needs no proof"
    commands.add_parser("check", help=words).set_defaults(run=_check)

    command = commands.add_parser("links", help="find dead links in a built site")
    command.add_argument("site", type=Path)
    command.set_defaults(run=_links)

    command = commands.add_parser("zensical", help="build the site with Zensical")
    command.add_argument("target", type=Path)
    command.set_defaults(run=_zensical)

    command = commands.add_parser("compare", help="say how two built sites differ")
    command.add_argument("one", type=Path)
    command.add_argument("other", type=Path)
    command.set_defaults(run=_compare)

    command = commands.add_parser("pages", help="copy a built site for its upload")
    command.add_argument("site", type=Path)
    command.add_argument("target", type=Path)
    command.set_defaults(run=_pages)

    words = "hold what mutmut found to the list of survivors"
    command = commands.add_parser("mutants", help=words)
    command.add_argument("project", type=Path)
    command.set_defaults(run=_mutants)

    command = commands.add_parser("serve", help="prove, build and serve while editing")
    command.add_argument("--port", type=int, default=8000)
    command.set_defaults(run=lambda options: serve.serve(options.port))
    return parser


def _report(faults: Sequence[object], success: str) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(counted(len(faults), "fault"), file=sys.stderr)
        return 1
    print(success)
    return 0


def _check(_: argparse.Namespace) -> int:
    handbook = book.load()
    shown = sum(len(page.shown) for page in handbook.pages)
    counts = f"{counted(len(handbook.rules), 'rule')}, {shown} blocks shown"
    return _report(handbook.faults, f"{counts}, no fault")


def _links(options: argparse.Namespace) -> int:
    return _report(site.dead_links(options.site), "every link within the site leads on")


def _zensical(options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with site.zensical_settings(ROOT, options.target) as settings:
        command += ["--config-file", str(settings)]
        return subprocess.run(command, env=environment, check=False).returncode


def _compare(options: argparse.Namespace) -> int:
    faults = site.differences(options.one, options.other)
    return _report(faults, f"{options.one} and {options.other} agree")


def _mutants(options: argparse.Namespace) -> int:
    return _report(*mutants.check(options.project))


def _pages(options: argparse.Namespace) -> int:
    site.make_pages(options.site, options.target)
    print(f"ready to upload: {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
