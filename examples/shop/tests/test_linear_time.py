"""The time to read client text grows with its length, not with the square of it."""

import ast
import asyncio
import re
import time
import timeit
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest
from servers import SHOP

from app.auth.dependencies import get_user_agent
from app.core.etags import EntityTags
from app.core.headers import combine_lines
from app.core.pagination import decode_cursor
from app.core.problems import plain_problem
from app.core.redaction import EventRedactor, redact_text
from app.core.request_ids import is_request_id
from app.users.schemas import normalize_email

type Read = Callable[[str], object]
type Prepare = Callable[[str], Callable[[], object]]  # what is timed is the result

BOUND = 2.5**2  # for four times the length: linear is 4, quadratic is 16
ENOUGH_SECONDS = 0.0002  # longer texts leave the processor's cache, and take longer
LONGEST = 500_000  # characters
RUNS = 15
ATTEMPTS = 4  # a busy machine may spoil some; quadratic time fails in each

COMMON = ["a", " ", "\t", "-", ".", ",", ", ", ":", "=", '"', "'", "\\", "é", "\n"]
SAMPLES = {
    "app.core.etags.TAG": ['W/"', '"a', 'W/"" '],
    "app.core.etags.TAG_LIST": ['"",', '"a" , ', "W/", ' "'],
    "app.core.money.PRICE": ["0", "1", "1."],
    "app.core.passwords.WORD": ["a ", "_"],
    "app.core.redaction.SECRET_NAME": ["pass", "api", "api_", "cooki"],
    "app.core.redaction.HEADER_LINE": ["cookie", "cookie: ", 'cookie="', "cookie\\"],
    "app.core.redaction.NAMED_VALUE": ["token", "token=", "token='\\", "api-key= "],
    "app.core.redaction.CREDENTIALS": ["bearer", "bearer ", "basic, "],
    "app.core.redaction.URL_PASSWORD": ["://", "://a", "://a:", "://a:b", ":a"],
    "app.core.setting_types.HOST_PATTERN": ["a.", "*.", "a-", "[:"],
    "app.core.setting_types.NUMBER": ["1", "1 "],
    "app.core.setting_types.ORIGIN_PATTERN": ["https://", "https://a", "a.", ":1"],
    "app.core.redaction.JWT": ["eyJ", "eyJ-", "eyJ.", "eyJa.", "-eyJ"],
}


def read_email(text: str) -> None:
    with suppress(ValueError):
        normalize_email(text)


def read_cursor(text: str) -> None:
    with suppress(ValueError):
        decode_cursor(text)


def prepare_lines(text: str) -> Callable[[], object]:
    line_of = {character: (b"if-match", character.encode()) for character in text}
    lines = [line_of[character] for character in text]  # few objects: close in memory
    return lambda: combine_lines(lines)


def read_event(text: str) -> None:
    EventRedactor().redact("body", {text: [text, {"deep": text}]})


def read_user_agent(text: str) -> None:
    asyncio.run(get_user_agent(text))


def read_path(text: str) -> None:
    plain_problem(404, {"type": "http", "path": text})


def reading(read: Read) -> Prepare:
    """Return what prepares to read a text as it is."""
    return lambda text: partial(read, text)


READERS: dict[str, tuple[Prepare, list[str]]] = {
    "entity tags": (reading(EntityTags.parse), ['"a", ', 'W/"a"']),
    "header lines": (prepare_lines, []),
    "cursor": (reading(read_cursor), ["MTIz", "1_"]),
    "request ID": (reading(is_request_id), ["{", "urn:"]),
    "email": (reading(read_email), ["a@", "@a.", "a.a@", '"@', "xn--", "<a@a>", '"<']),
    "text to redact": (
        reading(redact_text),
        list(chain.from_iterable(SAMPLES.values())),
    ),
    "event to redact": (reading(read_event), []),
    "user agent": (reading(read_user_agent), []),
    "path of a problem": (reading(read_path), []),
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the syntax tree of each of the app's modules."""
    for path in sorted((SHOP / "app").rglob("*.py")):
        name = ".".join(path.relative_to(SHOP).with_suffix("").parts)
        yield name, ast.parse(read_source(path))


def named_patterns() -> set[str]:
    """Return the constants that hold a compiled pattern."""
    return {
        f"{module}.{target.id}"
        for module, tree in trees()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "re.compile"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def seconds_for(prepare: Prepare, text: str) -> float:
    """Return the least CPU time of some runs, without garbage collection."""
    read = prepare(text)
    return min(timeit.repeat(read, timer=time.thread_time, repeat=RUNS, number=1))


def growth(prepare: Prepare, unit: str) -> float:
    """Return how many times as long the fourfold text takes; 1 if it takes no time."""
    length = 500
    while seconds_for(prepare, unit * length) < ENOUGH_SECONDS:
        length *= 2
        if length * len(unit) > LONGEST:
            return 1.0
    fourfold = seconds_for(prepare, unit * length * 4)
    return fourfold / seconds_for(prepare, unit * length)


def is_linear(prepare: Prepare, unit: str) -> bool:
    return any(growth(prepare, unit) < BOUND for _ in range(ATTEMPTS))


def test_every_pattern_has_samples() -> None:
    missing = named_patterns() - SAMPLES.keys()
    removed = SAMPLES.keys() - named_patterns()

    assert (missing, removed) == (set(), set()), "name its hostile text in SAMPLES"


def test_patterns_are_compiled_once_as_constants() -> None:
    calls = [
        f"{module}:{node.lineno}"
        for module, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("re.")
        and ast.unparse(node.func) != "re.escape"
    ]

    assert len(calls) == len(named_patterns()), calls


def test_pydantic_patterns_run_in_the_linear_engine() -> None:
    sources = (SHOP / "app").rglob("*.py")

    assert not [path for path in sources if "python-re" in read_source(path)]


def read_source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_pattern_reads_hostile_text_in_linear_time(name: str) -> None:
    module, _, constant = name.rpartition(".")
    pattern: re.Pattern[str] = getattr(import_module(module), constant)
    source = read_source(SHOP / (module.replace(".", "/") + ".py"))
    is_anchored = f"{constant}.fullmatch(" in source
    use = reading(pattern.fullmatch if is_anchored else pattern.findall)

    units = [*COMMON, *SAMPLES[name]]
    assert [unit for unit in units if not is_linear(use, unit)] == []


@pytest.mark.parametrize("name", READERS)
def test_reader_takes_linear_time(name: str) -> None:
    prepare, units = READERS[name]

    assert [u for u in [*COMMON, *units] if not is_linear(prepare, u)] == []


def test_quadratic_pattern_is_noticed() -> None:
    assert not is_linear(reading(re.compile(r"[\w-]*token").findall), "a")
