import pytest

from handbook.book.references import reference

ASVS = "https://github.com/OWASP/ASVS/blob/v5.0.0_release/5.0/en"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("CWE-362", "https://cwe.mitre.org/data/definitions/362.html"),
        ("RFC 9457", "https://www.rfc-editor.org/rfc/rfc9457"),
        (
            "RFC 9110 section 13.1.1",
            "https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1",
        ),
        ("PEP 8", "https://peps.python.org/pep-0008/"),
        (
            "NIST SP 800-63B-4 section 3.1.1.2",
            "https://pages.nist.gov/800-63-4/sp800-63b.html",
        ),
        (
            "ASVS 10.4.5",
            f"{ASVS}/0x19-V10-OAuth-and-OIDC.md",
        ),
    ],
)
def test_reference_leads_to_its_source(written: str, url: str) -> None:
    found = reference(written)

    assert (found.label, found.url) == (written, url)


def test_link_keeps_its_words() -> None:
    found = reference("[SQLAlchemy: Pooling](https://docs.sqlalchemy.org/en/20/)")

    assert found.label == "SQLAlchemy: Pooling"
    assert found.url == "https://docs.sqlalchemy.org/en/20/"


@pytest.mark.parametrize("written", ["ASVS 2.3.6", "ASVS 2.3.0", "ASVS 2.9.1"])
def test_requirement_that_asvs_lacks_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="has no requirement"):
        reference(written)


@pytest.mark.parametrize(
    "written",
    ["CWE 362", "RFC9110", "OWASP", "[words](http://plain.example)", "CWE-362 "],
)
def test_unknown_form_is_refused_with_the_known_ones(written: str) -> None:
    with pytest.raises(ValueError, match="is no reference: write CWE-1"):
        reference(written)
