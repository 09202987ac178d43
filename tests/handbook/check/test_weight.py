"""Pages above their budget are named, with what to do."""

from pathlib import Path

import pytest

from handbook.check import weight
from handbook.common.errors import HandbookError


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<p>Home</p>", encoding="utf-8")
    return tmp_path


def test_site_within_its_budgets_has_no_fault(site: Path) -> None:
    assert not list(weight.too_heavy(site))
    assert "the heaviest is index.html with 0 KB" in weight.heaviest(site)


def test_page_of_too_many_bytes_is_named(site: Path) -> None:
    noise = " ".join(str(number * 7919) for number in range(30_000))
    (site / "chapter").mkdir()
    (site / "chapter/index.html").write_text(noise, encoding="utf-8")

    (fault,) = weight.too_heavy(site)

    assert str(fault).startswith("chapter/index.html: ")
    assert "KB compressed, 60 are allowed" in str(fault)
    assert "split the page by subject" in str(fault)


def test_page_of_too_many_elements_is_named(site: Path) -> None:
    page = "<br>" * weight.ELEMENTS + "<p>"
    (site / "404.html").write_text(page, encoding="utf-8")

    (fault,) = weight.too_heavy(site)

    assert str(fault).startswith("404.html: 5,001 elements, 5,000 are allowed")


def test_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match="no site at"):
        list(weight.too_heavy(tmp_path))
