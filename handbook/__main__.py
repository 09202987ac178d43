"""Commands for authors: ``python -m handbook check``."""

import argparse
import sys
from collections.abc import Sequence

from handbook import book
from handbook.markup import counted


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m handbook", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    words = "read all chapters and print every fault; needs no proof"
    commands.add_parser("check", help=words).set_defaults(run=_check)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


def _check(_: argparse.Namespace) -> int:
    handbook = book.load()
    for fault in handbook.faults:
        print(fault, file=sys.stderr)
    if handbook.faults:
        print(counted(len(handbook.faults), "fault"), file=sys.stderr)
        return 1
    shown = sum(len(page.shown) for page in handbook.pages)
    print(f"{counted(len(handbook.rules), 'rule')}, {shown} blocks shown, no fault")
    return 0


if __name__ == "__main__":
    sys.exit(main())
