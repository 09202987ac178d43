"""The settings that editors read, and the files of the shop."""

from collections.abc import Callable
from configparser import ConfigParser

from handbook.common.files import ROOT

SETTINGS = "examples/shop/.editorconfig"
SHOP = ROOT / "examples/shop"


def test_code_of_the_shop_keeps_the_settings(shown: Callable[[str], str]) -> None:
    parser = ConfigParser()
    parser.read_string(f"[top]\n{shown(SETTINGS)}")
    every = parser["*"]
    files = [SHOP / ".pre-commit-config.yaml", *(SHOP / "app").rglob("*.py")]
    texts = [file.read_bytes() for file in files]

    assert every["charset"] == "utf-8"
    assert every["end_of_line"] == "lf"
    assert every.getboolean("insert_final_newline")
    assert every.getboolean("trim_trailing_whitespace")
    assert all(text.endswith(b"\n") for text in texts if text)
    assert not any(b" \n" in text or b"\r" in text for text in texts)
