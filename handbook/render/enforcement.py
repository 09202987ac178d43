"""What finds a violation in the reader's code, and what proves a rule here."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from handbook.book.book import Book
from handbook.book.rules import Enforcement, Evidence, Rule
from handbook.common.errors import HandbookError
from handbook.common.files import read_toml
from handbook.common.markup import element, text
from handbook.proof.store import Proof
from handbook.render.panels import code_link, passed, test_link

_SILENCERS: Mapping[str, str] = {
    "ruff": "# noqa: {} - reason",
    "mypy": "# type: ignore[{}]  # reason",
    "basedpyright": "# pyright: ignore[{}]  # reason",
    "ast-grep": "# ast-grep-ignore: {} - reason",
}
"""The comment that switches off one finding of a tool, with its reason."""


def enforcement(one: Enforcement, rule: Rule, book: Book, proof: Proof | None) -> str:
    """Return one thing that finds a violation; without a proof it is taken on trust.

    Raises HandbookError where the test did not pass, the tool does not refuse any of
    the wrong code that the rule shows, or the import contract does not exist.
    """
    try:
        return _words(one, proof, book.wrong_files(rule), book.root)
    except HandbookError as fault:
        raise fault.at(rule.path, rule.block.first) from fault


def evidence(one: Evidence, rule: Rule, proof: Proof | None) -> str:
    """Return one thing that proves a rule in this repository.

    Raises HandbookError where the test did not pass.
    """
    if one.kind == "build":
        return text(f"this build: {one.value}")
    try:
        return _test(one.value, proof)
    except HandbookError as fault:
        raise fault.at(rule.path, rule.block.first) from fault


def _words(
    one: Enforcement, proof: Proof | None, wrong: Collection[str], root: Path
) -> str:
    match one.kind:
        case "test":
            return f"a test to copy: {_test(one.value, proof)}"
        case "ruff" | "mypy" | "basedpyright" | "ast-grep" as tool:
            if proof:
                _check_refusal(tool, one.value, proof, wrong)
            comment = element("code", _SILENCERS[tool].format(one.value))
            setting = text(f" with `{one.setting}`") if one.setting else ""
            found = f"{tool} {code_link(tool, one.value)}{setting}"
            return f"{found}, switched off by {comment}"
        case "imports":
            _check_contract(one.value, root)
            off = "switched off for one import by `ignore_imports`"
            return text(f"the import contract “{one.value}”, {off}")
        case "pytest":
            return text(f"pytest's setting `{one.value}`")
        case "database":
            return text(f"the database's setting `{one.value}`")
        case _:
            return text(f"review: {one.value}")


def _test(name: str, proof: Proof | None) -> str:
    if proof is None:
        return element("code", name)
    return test_link(proof, next(iter(passed(proof, name))))


def _check_refusal(tool: str, code: str, proof: Proof, wrong: Collection[str]) -> None:
    witnesses = [proof.witnesses[path] for path in wrong if path in proof.witnesses]
    codes = {d.code for witness in witnesses for d in witness.said_by(tool)}
    if code not in codes:
        raise HandbookError(
            f"{tool} says {code} of no wrong code that the rule shows",
            fix="show code that it refuses, or name what it says",
        )


def _check_contract(name: str, root: Path) -> None:
    known = _contracts(root, "examples/shop/pyproject.toml")
    if name not in known:
        raise HandbookError(
            f"no import contract {name!r}", fix=f"name one of {', '.join(known)}"
        )


@cache
def _contracts(root: Path, path: str) -> tuple[str, ...]:
    settings = read_toml(root, path) if (root / path).exists() else {}
    linter = settings.get("tool", {}).get("importlinter", {})
    return tuple(contract["name"] for contract in linter.get("contracts", []))
