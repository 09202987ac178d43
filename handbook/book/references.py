"""References of a rule: standards by their number, other sources as a link."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handbook.common.files import ROOT, read_toml

_ASVS_FILE = "handbook/asvs.toml"
_ASVS_URL = "https://github.com/OWASP/ASVS/blob/v5.0.0_release/5.0/en"
_NIST_URL = "https://pages.nist.gov/800-63-4/sp800-63b.html"
_LINK = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<url>https://\S+)\)")


@dataclass(frozen=True)
class Reference:
    """A source outside the handbook: what a reader sees, and its address."""

    label: str
    url: str


def _cwe(found: re.Match[str]) -> str:
    return f"https://cwe.mitre.org/data/definitions/{found[1]}.html"


def _rfc(found: re.Match[str]) -> str:
    fragment = f"#section-{found[2]}" if found[2] else ""
    return f"https://www.rfc-editor.org/rfc/rfc{found[1]}{fragment}"


def _pep(found: re.Match[str]) -> str:
    return f"https://peps.python.org/pep-{int(found[1]):04}/"


def _nist(_: re.Match[str]) -> str:
    return _NIST_URL


def _asvs(found: re.Match[str]) -> str:
    asvs = read_toml(ROOT, _ASVS_FILE)
    section, number = found[1], int(found[2])
    if not 1 <= number <= asvs["sections"].get(section, 0):
        raise ValueError(f"ASVS 5.0 has no requirement {section}.{number}")
    return f"{_ASVS_URL}/{asvs['chapters'][section.partition('.')[0]]}"


_FORMS: Mapping[str, Callable[[re.Match[str]], str]] = {
    r"CWE-(\d+)": _cwe,
    r"RFC (\d+)(?: section ([\d.]+))?": _rfc,
    r"PEP (\d+)": _pep,
    r"NIST SP 800-63B-4 section [\d.]+": _nist,
    r"ASVS (\d+\.\d+)\.(\d+)": _asvs,
}


def reference(written: str) -> Reference:
    """Return the reference that an author wrote.

    Raises ValueError for an unknown form and for a requirement that ASVS doesn't have.
    """
    if found := _LINK.fullmatch(written):
        return Reference(found["label"], found["url"])
    for form, address in _FORMS.items():
        if found := re.fullmatch(form, written):
            return Reference(written, address(found))
    known = "CWE-1, RFC 1 section 1, PEP 8, ASVS 1.1.1, NIST SP 800-63B-4 section 1"
    raise ValueError(
        f"{written!r} is no reference: write {known} or [words](https://…)"
    )
