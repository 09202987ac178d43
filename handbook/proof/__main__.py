"""Make the proof, and hold the site to it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook import book
from handbook.errors import HandbookError
from handbook.proof.coverage import gaps, shares
from handbook.proof.inventory import Inventory, take
from handbook.proof.outputs import Wanted
from handbook.proof.prove import prove
from handbook.proof.scope import scope
from handbook.proof.store import load_fresh
from handbook.proof.witness import diagnose, headers
from handbook.snippets import ROOT


class _Options(argparse.Namespace):
    """What the command line says; ``run`` is the command itself."""

    run: Callable[["_Options"], int]
    root: Path
    site: Path
    full: bool
    verify: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 1 where something is not proven."""
    try:
        options = _parser().parse_args(arguments, _Options())
        code = options.run(options)
    except* HandbookError as group:
        for fault in _flat(group):
            print(fault, file=sys.stderr)
        code = 1
    return code


def _flat(fault: BaseException) -> list[BaseException]:
    if isinstance(fault, BaseExceptionGroup):
        return [inner for part in fault.exceptions for inner in _flat(part)]
    return [fault]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m handbook.proof", description=__doc__
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("prove", help="run what the last proof doesn't cover")
    command.add_argument("--full", action="store_true", help="run everything")
    words = "run every shown command twice and refuse an output that differs"
    command.add_argument("--verify", action="store_true", help=words)
    command.set_defaults(run=_prove)

    command = commands.add_parser("check", help="say whether the proof is stale")
    command.set_defaults(run=_check)

    words = "ask the tools about every antipattern; runs no test"
    command = commands.add_parser("witness", help=words)
    command.set_defaults(run=_witness)

    words = "hold what ran of each project to what its settings demand"
    command = commands.add_parser("coverage", help=words)
    command.set_defaults(run=_coverage)

    words = "count the code blocks of a built site against the proof"
    command = commands.add_parser("inventory", help=words)
    command.add_argument("site", type=Path)
    command.set_defaults(run=_inventory)
    return parser


def commands_of(root: Path) -> list[Wanted]:
    """Return the commands that the chapters show, each with its place."""
    return [
        Wanted(c.command, c.folder, c.exit, page.path, shown.line)
        for page, shown, c in book.load(root).commands
    ]


def _prove(options: _Options) -> int:
    root = options.root.resolve()
    prove(root, commands_of(root), full=options.full, verify=options.verify)
    return 0


def _check(options: _Options) -> int:
    root = options.root.resolve()
    proof = load_fresh(root, [wanted.key for wanted in commands_of(root)])
    print(f"The proof of {proof.made} holds.")
    return 0


def _witness(options: _Options) -> int:
    root = options.root.resolve()
    witnesses = diagnose(root, headers(root, scope(root)))
    for path, witness in witnesses.items():
        codes = ", ".join(d.code for d in witness.diagnostics) or "no diagnostic"
        print(f"{path}: {codes}{f'; harm: {witness.harm}' if witness.harm else ''}")
    return 0


def _coverage(options: _Options) -> int:
    root = options.root.resolve()
    proof = load_fresh(root)
    measured = shares(root, proof)
    for share in measured:
        print(share)
    if all(share.suffices for share in measured):
        return 0
    for gap in gaps(root, proof):
        print(gap, file=sys.stderr)
    return 1


def _inventory(options: _Options) -> int:
    root = options.root.resolve()
    inventory = take(options.site, load_fresh(root), root)
    for fault in inventory.faults:
        print(fault, file=sys.stderr)
    print(_report(inventory))
    return 1 if inventory.faults else 0


def _report(inventory: Inventory) -> str:
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(inventory.kinds.items()))
    lines = [f"{inventory.blocks} code blocks on {inventory.pages} pages: {kinds}"]
    lines += [f"waived: {waiver}" for waiver in inventory.waivers]
    lines.append(f"{len(inventory.faults)} without proof")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
