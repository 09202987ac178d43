"""Bars with ranges, drawn as SVG that follows the colours and the width of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from handbook.common.markup import element, text

_HEADING, _LINE, _THICK, _GAP = 34, 20, 12, 8
"""Heights in pixels: of a heading, a line of words, a bar, and what is below it."""

_NARROW = 40
"""As many letters fit beside each other on a narrow screen."""


@dataclass(frozen=True)
class Bar:
    """One value; ``label`` is how it is written, with its unit.

    ``lowest`` and ``highest`` are the ends of its range, ``goal`` is what it is
    measured against, and bars with the same ``group`` share a heading.
    """

    name: str
    value: float
    label: str
    lowest: float | None = None
    highest: float | None = None
    goal: float | None = None
    group: str = ""

    @property
    def lines(self) -> int:
        """How many lines its name and its label take."""
        return 1 if len(self.name) + len(self.label) <= _NARROW else 2

    @property
    def height(self) -> int:
        """The height of its words and its bar, with the space below."""
        return _LINE * self.lines + _THICK + _GAP

    @property
    def extent(self) -> Sequence[float]:
        """Everything that the scale has to reach; bars begin at zero."""
        found = (0.0, self.value, self.lowest, self.highest, self.goal)
        return [value for value in found if value is not None]


@dataclass(frozen=True)
class _Scale:
    start: float
    end: float

    def at(self, value: float) -> str:
        """Return the place of a value, from the left edge to the right."""
        return f"{(value - self.start) / (self.end - self.start) * 100:.2f}%"

    def width(self, one: float, other: float) -> str:
        """Return the width between two values."""
        return f"{abs(one - other) / (self.end - self.start) * 100:.2f}%"


def figure(
    title: str, caption: str, bars: Sequence[Bar], *, one_scale: bool = True
) -> str:
    """Return a figure of at least one bar; groups share a scale or have their own.

    A screen reader gets the title and every value as the name of one image. The widths
    are percentages, so the words keep their size on a narrow screen.
    """
    groups: dict[str, list[Bar]] = {}
    for bar in bars:
        groups.setdefault(bar.group, []).append(bar)
    parts: list[str] = []
    height = 0
    for name, members in groups.items():
        if name:
            parts.append(_words(name, "0", height + 24, "bars-group"))
            height += _HEADING
        scale = _scale(bars if one_scale else members)
        for bar in members:
            parts.append(_bar(bar, scale, height))
            height += bar.height
    drawing = element(
        "svg",
        "".join(parts),
        role="img",
        aria_label=f"{title.replace('`', '')} {_spoken(bars)}",
        width="100%",
        height=str(height),
    )
    words = element("figcaption", element("strong", text(title)) + f" {text(caption)}")
    return element("figure", words + drawing, class_="bars")


def _spoken(bars: Iterable[Bar]) -> str:
    said = (f"{bar.group} {bar.name}".strip() + f": {bar.label}" for bar in bars)
    return "; ".join(said)


def _scale(bars: Iterable[Bar]) -> _Scale:
    reached = [value for bar in bars for value in bar.extent]
    return _Scale(min(reached), max(reached))


def _bar(bar: Bar, scale: _Scale, top: int) -> str:
    foot = top + _LINE * bar.lines
    parts = [
        _words(bar.name, "0", top + 15, "bars-name"),
        _words(bar.label, "100%", foot - 5, "bars-value"),
        _rect("bars-ground", "0", "100%", foot),
        _rect(
            "bars-bar",
            scale.at(min(0.0, bar.value)),
            scale.width(0.0, bar.value),
            foot,
        ),
    ]
    if scale.start < 0:
        zero = scale.at(0)
        parts.append(_line("bars-zero", zero, zero, foot, foot + _THICK))
    if bar.lowest is not None and bar.highest is not None:
        low, high = scale.at(bar.lowest), scale.at(bar.highest)
        parts += [_range(class_, low, high, foot) for class_ in ("halo", "range")]
    if bar.goal is not None:
        x = scale.at(bar.goal)
        parts.append(_line("bars-goal", x, x, foot - 3, foot + _THICK + 3))
    return "".join(parts)


def _range(class_: str, low: str, high: str, top: int) -> str:
    """Return a line between two caps; its halo keeps it apart from the bar."""
    middle = top + _THICK // 2
    ends = ((low, high, 0), (low, low, 4), (high, high, 4))
    return "".join(
        _line(f"bars-{class_}", x1, x2, middle - up, middle + up) for x1, x2, up in ends
    )


def _words(words: str, x: str, y: int, class_: str) -> str:
    return element("text", escape(words, quote=False), x=x, y=str(y), class_=class_)


def _rect(class_: str, x: str, width: str, top: int) -> str:
    y, height = str(top), str(_THICK)
    return element("rect", x=x, width=width, y=y, height=height, class_=class_)


def _line(class_: str, x1: str, x2: str, y1: int, y2: int) -> str:
    return element("line", x1=x1, x2=x2, y1=str(y1), y2=str(y2), class_=class_)
