"""Commands for those who build the handbook."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook import hooks, new_rule, serve
from handbook.book import book, code_pages
from handbook.check import claims, inventory, site, take_away, weight, words
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.common.markup import counted
from handbook.mutation import mutants, patterns
from handbook.proof.fresh import load_fresh, load_full
from handbook.proof.scope import scope
from handbook.prove import cross_clean, rule_files
from handbook.prove.coverage import gaps, shares
from handbook.prove.harm import malformed
from handbook.prove.outputs import Wanted
from handbook.prove.prove import prove
from handbook.prove.witness import diagnose, headers


class Options(argparse.Namespace):
    """What the command line says; ``run`` is the command itself."""

    run: Callable[["Options"], int]
    root: Path
    site: Path
    other: Path
    target: Path
    port: int
    area: str
    statement: str
    name: str | None
    full: bool
    verify: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 1 where something is at fault."""
    try:
        options = _parser().parse_args(arguments, Options())
        options.root = options.root.resolve()
        code = options.run(options)
    except* HandbookError as group:
        for fault in _flat(group):
            print(fault, file=sys.stderr)
        code = 1
    except* OSError as group:  # a full disk, a folder that is closed or not there
        for fault in _flat(group):
            print(f"{fault} \N{EM DASH} free the disk or the path", file=sys.stderr)
        code = 1
    return code


def _flat(fault: BaseException) -> list[BaseException]:
    if isinstance(fault, BaseExceptionGroup):
        return [inner for part in fault.exceptions for inner in _flat(part)]
    return [fault]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handbook", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[Options], int], about: str, *paths: str) -> None:
        command = commands.add_parser(name, help=about, description=about)
        for path in paths:
            command.add_argument(path, type=Path)
        command.set_defaults(run=run)
        if run is _prove:
            command.add_argument("--full", action="store_true", help="run everything")
            twice = "run every shown command twice and refuse an output that differs"
            command.add_argument("--verify", action="store_true", help=twice)
        elif run is _fresh:
            words = "refuse a proof of which a part was kept from an earlier run"
            command.add_argument("--full", action="store_true", help=words)
        elif run is _new_rule:
            chapter = "a chapter, such as testing, or the letters of its ids"
            command.add_argument("area", help=chapter)
            words = "one imperative sentence of at most 14 words"
            command.add_argument("statement", help=words)
            named = "what the files are named after, in place of the statement"
            command.add_argument("--name", help=named)
        elif run is _serve:
            command.add_argument("--port", type=int, default=8000)

    about = "read all chapters and wrong code and print every fault; needs no proof"
    add("check", _check, about)
    add("code-pages", _code_pages, "write a page for each file of the app")
    add(
        "checks",
        _checks,
        "write the index and the addresses of the rules that a tool enforces",
    )
    add("words", _words, "check prose, comments and names against words.toml")
    add("witness", _witness, "run the tools on every antipattern; runs no test")
    add("prove", _prove, "run what the last proof doesn't cover")
    add("fresh", _fresh, "report whether the proof still holds")
    add("coverage", _coverage, "compare each project's coverage with its settings")
    add("pattern-project", _pattern_project, "write a project of patterns for mutmut")
    add("mutants", _mutants, "record mutmut's results; compare with survivors.toml")
    add("inventory", _inventory, "find code without proof in a built site", "site")
    about = "find dead links and raw Markdown in a built site"
    add("links", _links, about, "site")
    add("weight", _weight, "find pages of a built site above their budget", "site")
    add("zensical", _zensical, "build the site with Zensical", "target")
    add("compare", _compare, "list how two built sites differ", "site", "other")
    add("pages", _pages, "copy a built site for its upload", "site", "target")
    add("new-rule", _new_rule, "start a rule: block, right and wrong code, both tests")
    add("serve", _serve, "prove, build and serve while editing")
    return parser


def _report(faults: Sequence[object], success: str) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(counted(len(faults), "fault"), file=sys.stderr)
        return 1
    print(success)
    return 0


def _check(options: Options) -> int:
    handbook = book.load(options.root)
    shown = sum(len(page.shown) for page in handbook.pages)
    counts = f"{counted(len(handbook.rules), 'rule')}, {shown} blocks shown"
    faults = handbook.faults + _antipattern_faults(options.root, handbook)
    faults += code_pages.faults(options.root)
    faults += claims.faults(options.root, handbook.answered)
    return _report(faults, f"{counts}, no fault")


def _antipattern_faults(root: Path, handbook: book.Book) -> list[HandbookError]:
    """Return the faults of headers, harm tests and ast-grep rules."""
    paths = scope(root)
    try:
        declared = headers(root, paths)
    except ExceptionGroup as group:
        return [fault for fault in _flat(group) if isinstance(fault, HandbookError)]
    return [
        *malformed(root, declared),
        *rule_files.faults(root, handbook.rules),
        *cross_clean.faults(root, declared, handbook.wrong_code),
        *take_away.faults(root, handbook.rules),
    ]


def _code_pages(options: Options) -> int:
    for path in code_pages.write(options.root):
        print(f"wrote {path}")
    return 0


def _checks(options: Options) -> int:
    rules = book.load(options.root).rules
    file = options.root / take_away.INDEX
    file.write_text(take_away.index(options.root, rules), encoding="utf-8")
    for path in (take_away.INDEX, *take_away.readdress(options.root, rules)):
        print(f"wrote {path}")
    return 0


def _words(options: Options) -> int:
    return _report(words.check(options.root), "every word and sentence is in style")


def _witness(options: Options) -> int:
    witnesses = diagnose(options.root, headers(options.root, scope(options.root)))
    for path, witness in witnesses.items():
        codes = ", ".join(d.code for d in witness.diagnostics) or "no diagnostic"
        print(f"{path}: {codes}{f'; harm: {witness.harm}' if witness.harm else ''}")
    return 0


def commands_of(root: Path) -> list[Wanted]:
    """Return the commands that the chapters show, each with its place."""
    return [
        Wanted(c.command, c.folder, c.exit, page.path, shown.line)
        for page, shown, c in book.load(root).commands
    ]


def _prove(options: Options) -> int:
    wanted = commands_of(options.root)
    prove(options.root, wanted, full=options.full, verify=options.verify)
    return 0


def _fresh(options: Options) -> int:
    wanted = commands_of(options.root)
    load = load_full if options.full else load_fresh
    proof = load(options.root, [command.key for command in wanted])
    print(f"The proof of {proof.made} holds.")
    return 0


def _coverage(options: Options) -> int:
    proof = load_fresh(options.root)
    measured = shares(options.root, proof)
    for share in measured:
        print(share)
    if all(share.suffices for share in measured):
        return 0
    for gap in gaps(options.root, proof):
        print(gap, file=sys.stderr)
    return 1


def _mutants(options: Options) -> int:
    return _report(*mutants.take(options.root, load_fresh(options.root)))


def _pattern_project(options: Options) -> int:
    print(patterns.write(options.root).relative_to(options.root))
    return 0


def _inventory(options: Options) -> int:
    waived = book.load(options.root).waived
    proof = load_fresh(options.root)
    taken = inventory.take(options.site, proof, options.root, waived)
    for fault in taken.faults:
        print(fault, file=sys.stderr)
    print(taken.summary)
    return 1 if taken.faults else 0


def _links(options: Options) -> int:
    faults = site.dead_links(options.site) + site.raw_markdown(options.site)
    return _report(faults, "every link within the site leads on; no Markdown is left")


def _weight(options: Options) -> int:
    heavy = list(weight.too_heavy(options.site))
    return _report(heavy, "" if heavy else weight.heaviest(options.site))


def _zensical(options: Options) -> int:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    environment = os.environ | {"PYTHONPATH": str(options.root)}
    with site.zensical_settings(options.root, options.target) as settings:
        command += ["--config-file", str(settings)]
        code = subprocess.run(command, env=environment, check=False).returncode
    hooks.add_files(book.load(options.root), options.root / options.target)
    return code


def _compare(options: Options) -> int:
    faults = site.differences(options.site, options.other)
    return _report(faults, f"{options.site} and {options.other} agree")


def _pages(options: Options) -> int:
    site.make_pages(options.site, options.target)
    print(f"ready to upload: {options.target}")
    return 0


def _new_rule(options: Options) -> int:
    area, statement = options.area, options.statement
    for path in new_rule.create(options.root, area, statement, options.name):
        print(f"wrote {path}")
    print("Now write what is marked TODO: python -m handbook words lists it.")
    return 0


def _serve(options: Options) -> int:
    return serve.serve(options.port, options.root)


if __name__ == "__main__":
    sys.exit(main())
