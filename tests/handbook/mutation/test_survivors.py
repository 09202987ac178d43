from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.mutation.survivors import (
    LIST,
    Mutant,
    judge,
    killed_percent,
    parse_diff,
    parse_results,
    read_list,
)

NOW = Mutant(
    "app.core.tokens.AccessTokens.issue",
    "- now = datetime.now(UTC)\n+ now = datetime.now(None)",
)
LISTED = """
[[survivors]]
function = "app.core.tokens.AccessTokens.issue"
reason = "{}"
changes = ['''
-    now = datetime.now(UTC)
+    now = datetime.now(None)
''']
"""
SHOWN = """# app.core.tokens.xǁAccessTokensǁissue__mutmut_2: survived
--- app/core/tokens.py
+++ app/core/tokens.py
@@ -1,6 +1,6 @@
 def issue(self, subject: AccessToken) -> str:
     \"\"\"Return a signed token.\"\"\"
-    now = datetime.now(UTC)
+    now = datetime.now(None)
     key_id = next(iter(self.keys))
"""
NINE_OF_TEN = {str(number): "killed" for number in range(9)} | {"9": "survived"}


def faults(
    statuses: dict[str, str], survivors: set[Mutant], listed: set[Mutant]
) -> str:
    return "\n".join(map(str, judge(statuses, survivors, listed)))


def test_results_are_read() -> None:
    printed = "    app.a.x_b__mutmut_1: killed\n    app.a.x_b__mutmut_2: no tests\n"

    assert parse_results(printed) == {
        "app.a.x_b__mutmut_1": "killed",
        "app.a.x_b__mutmut_2": "no tests",
    }


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("app.core.tokens.xǁAccessTokensǁissue__mutmut_2", NOW.function),
        ("app.core.etags.x_parse__mutmut_7", "app.core.etags.parse"),
        ("app.users.service.xǁAǁ_find__mutmut_1", "app.users.service.A._find"),
    ],
)
def test_mutant_is_known_by_what_it_changes(name: str, function: str) -> None:
    assert parse_diff(name, SHOWN) == Mutant(function, NOW.change)


def test_listed_survivor_is_recognised(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text(LISTED.format("Both are UTC."), encoding="utf-8")

    listed = read_list(tmp_path / LIST)

    assert listed == {NOW}
    assert not faults(NINE_OF_TEN, {NOW}, set(listed))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(LISTED.format(" "), "issue has no reason", id="no-reason"),
        pytest.param(LISTED.replace("reason", "why"), "reason", id="misspelt"),
        pytest.param("[[survivors", "survivors.toml", id="no-toml"),
    ],
)
def test_faulty_list_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / LIST).write_text(text, encoding="utf-8")

    with pytest.raises(HandbookError) as caught:
        read_list(tmp_path / LIST)

    assert words in str(caught.value)


def test_survivor_without_a_reason_is_named_with_what_to_do() -> None:
    assert faults(NINE_OF_TEN, {NOW}, set()) == (
        f"survives without a reason: {NOW}\n \N{EM DASH} "
        "test what this changes, or list it in survivors.toml with the reason why not"
    )


def test_reason_for_what_is_killed_by_now_is_to_go() -> None:
    assert faults(NINE_OF_TEN, set(), {NOW}) == (
        f"is listed but does not survive: {NOW}\n \N{EM DASH} "
        "take it out of survivors.toml"
    )


def test_fewer_than_nine_of_ten_are_too_few() -> None:
    statuses = NINE_OF_TEN | {"10": "no tests"}

    assert faults(statuses, {NOW}, {NOW}) == (
        "81.8 percent of the mutants were killed, 90 have to be "
        "\N{EM DASH} write tests for what survives"
    )


def test_mutant_that_hangs_is_killed() -> None:
    assert killed_percent({"1": "timeout", "2": "survived"}) == 50


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (NINE_OF_TEN | {"10": "not checked"}, "the run ended with: not checked"),
        (NINE_OF_TEN | {"10": "segfault"}, "the run ended with: segfault"),
        ({}, "the run ended with: no mutants"),
    ],
)
def test_unfinished_run_proves_nothing(statuses: dict[str, str], words: str) -> None:
    assert words in faults(statuses, {NOW}, {NOW})
