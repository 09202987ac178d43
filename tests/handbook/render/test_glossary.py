"""Terms of the glossary are explained where a page names them first."""

from pathlib import Path
from xml.etree import ElementTree as ET

from handbook.render.glossary import GLOSSARY, explain, terms
from tests.handbook.conftest import Write

MEANINGS = {"lease": "A lock that expires.", "outbox": "A table of events."}


def explained(html: str) -> str:
    page = ET.fromstring(html)
    explain(page, MEANINGS)
    return ET.tostring(page, encoding="unicode")


def test_first_place_of_a_term_is_explained() -> None:
    html = explained("<div><p>An outbox has leases. A lease ends.</p></div>")

    assert html == (
        '<div><p>An <abbr title="A table of events.">outbox</abbr> has '
        '<abbr title="A lock that expires.">leases</abbr>. A lease ends.</p></div>'
    )


def test_term_after_an_element_is_explained() -> None:
    html = explained("<p>See <em>this</em> Outbox, and <em>a lease</em>.</p>")

    assert '</em> <abbr title="A table of events.">Outbox</abbr>, and <em>a' in html
    assert '<em>a <abbr title="A lock that expires.">lease</abbr></em>.' in html


def test_code_links_and_headings_are_left_alone() -> None:
    html = "<div><h2>The outbox</h2><p><code>lease</code> <a>the lease</a></p></div>"

    assert explained(html) == html


def test_part_of_a_word_is_no_term() -> None:
    assert explained("<p>Please release it.</p>") == "<p>Please release it.</p>"


def test_glossary_is_read_term_by_term(tmp_path: Path, write: Write) -> None:
    meaning = "A [client](a.md) reads\n`id`.\nSee [A](a.md).\n\nMore.\n"
    write(GLOSSARY, f"# Glossary\n\n## BOLA, IDOR\n\n{meaning}")

    assert terms(tmp_path) == dict.fromkeys(("BOLA", "IDOR"), "A client reads id.")


def test_book_without_glossary_explains_nothing(tmp_path: Path) -> None:
    assert terms(tmp_path) == {}
    assert explained("<p>x</p>") == "<p>x</p>"
