"""What a page looks like on paper."""

import re

import pytest
from playwright.sync_api import Page, PdfMargins

pytestmark = pytest.mark.browser

SIDES = 4  # of two sheets
MARGINS = PdfMargins(top="12mm", right="12mm", bottom="12mm", left="12mm")


def test_quick_reference_prints_on_both_sides_of_two_sheets(
    page: Page, site: str
) -> None:
    page.goto(f"{site}quick-reference/")

    printed = page.pdf(format="A4", print_background=False, margin=MARGINS)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= SIDES
