"""Check a service against the handbook: fastapi-handbook-check PATH."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from handbook_checks import baseline
from handbook_checks.findings import Finding, ToolError, find
from handbook_checks.formats import FORMATS
from handbook_checks.rules import Rule, load

CLEAN, VIOLATIONS, UNUSABLE = 0, 1, 2
"""The exit codes."""


class Options(argparse.Namespace):
    """What the command line says."""

    paths: list[Path]
    format: str
    select: list[str]
    ignore: list[str]
    baseline: Path | None
    write_baseline: Path | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 1 where a rule is violated."""
    options = _parser().parse_args(arguments, Options())
    try:
        return _check(options)
    except ToolError as fault:
        print(fault, file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fastapi-handbook-check",
        description="Find violations of the handbook's rules in Python code.",
        epilog="Exit code: 0 without a violation, 1 with one, 2 for bad input.",
    )
    add = parser.add_argument
    add("paths", nargs="*", type=Path, default=[Path()], help="files and folders")
    add("--format", choices=FORMATS, default="text")
    ids = "rule ids, separated by commas"
    add("--select", type=_ids, default=[], metavar="IDS", help=f"only these {ids}")
    add("--ignore", type=_ids, default=[], metavar="IDS", help=f"not these {ids}")
    words = "report only what this file doesn't hold"
    add("--baseline", type=Path, metavar="FILE", help=words)
    words = "accept what is found now, and write it to this file"
    add("--write-baseline", type=Path, metavar="FILE", help=words)
    return parser


def _ids(words: str) -> list[str]:
    return [word.strip().upper() for word in words.split(",") if word.strip()]


def _check(options: Options) -> int:
    for path in options.paths:
        if not path.exists():
            raise ToolError(f"there is no file or folder {path} — correct the path")
    rules = load()
    chosen = _chosen(rules, options)
    findings = find(options.paths, chosen)
    if options.write_baseline:
        _accept(options.write_baseline, findings, options.paths, chosen, rules)
        return CLEAN
    if options.baseline:
        accepted = baseline.read(options.baseline)
        here = baseline.checked(accepted, options.paths, chosen)
        if gone := baseline.gone(findings, here):
            some = "violation is" if gone == 1 else "violations are"
            words = f"{gone} accepted {some} gone: shorten the baseline with"
            print(f"{words} --write-baseline {options.baseline}", file=sys.stderr)
        findings = baseline.new(findings, accepted)
    if report := FORMATS[options.format](findings, rules):
        print(report)
    return VIOLATIONS if findings else CLEAN


def _accept(
    file: Path,
    findings: list[Finding],
    paths: list[Path],
    rules: dict[str, Rule],
    known: dict[str, Rule],
) -> None:
    """Write the findings to a baseline; keep its entries that were not checked."""
    old = baseline.read(file) if file.exists() and file.read_bytes() else Counter()
    kept = baseline.others(old, paths, rules, known)
    baseline.write(file, findings, kept)
    others = f", {kept.total()} of other files or rules kept" if kept else ""
    print(f"{len(findings)} accepted in {file}{others}", file=sys.stderr)


def _chosen(rules: dict[str, Rule], options: Options) -> dict[str, Rule]:
    for name in [*options.select, *options.ignore]:
        if name not in rules:
            near = get_close_matches(name, rules, n=1)
            fix = (
                f"did you mean {near[0]}?" if near else f"known are {', '.join(rules)}"
            )
            raise ToolError(f"no tool finds violations of {name} — {fix}")
    return {
        name: rule
        for name, rule in rules.items()
        if name not in options.ignore and (not options.select or name in options.select)
    }


if __name__ == "__main__":
    sys.exit(main())
