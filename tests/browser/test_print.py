"""What a page looks like on paper."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SHEETS = 2


def test_quick_reference_prints_on_two_sheets(page: Page, site: str) -> None:
    page.goto(f"{site}quick-reference/")

    printed = page.pdf(format="A4", print_background=False)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= SHEETS
