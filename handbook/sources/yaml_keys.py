"""Keys and items of YAML, cut where PyYAML's marks say that they begin and end."""

import re
from collections.abc import Iterator
from typing import Any, override

import yaml

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import SHARED, Part, dotted, glued, is_alone, line_at

_DASHES = re.compile(r"(?:\s*-\s+)+\Z")


class _Composer(yaml.SafeLoader):
    """PyYAML's, but an alias stands for itself: its anchor lies in other lines."""

    @override
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            untyped: Any = self  # the stubs have no types for events
            event = untyped.get_event()
            return yaml.ScalarNode("alias", "", event.start_mark, event.end_mark)
        return super().compose_node(parent, index)


def parts(text: str) -> list[Part]:
    """Return the keys of all documents by their dotted path; items by their index."""
    try:
        nodes = list(yaml.compose_all(text, Loader=_Composer))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        words = getattr(fault, "problem", None) or str(fault).partition("\n")[0]
        line = line_at(text, mark.index) if mark else None
        raise HandbookError(
            f"is no YAML: {words}", line=line, fix="correct it"
        ) from None
    return [part for node in nodes if node for part in _parts(text, node, (), 0)]


def _parts(
    text: str, node: yaml.Node, above: tuple[str, ...], floor: int
) -> Iterator[Part]:
    """Yield what a node holds; ``floor`` is the line of the key that holds the node."""
    lines = split_lines(text)
    for key, start, value in _entries(node):
        first = line_at(text, start)
        last = max(first, line_at(text, _end(text, value)))
        cut = Range(glued(lines, first, floor), last)
        is_item = isinstance(node, yaml.SequenceNode)
        fault = _fault(text, start, value, is_item=is_item)
        yield Part(dotted((*above, key)), cut, None, fault)
        yield from _parts(text, value, (*above, key), first)
        floor = last


def _entries(node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
    """Yield name, place and value of what a node holds."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.index, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield str(index), value.start_mark.index, value


def _end(text: str, node: yaml.Node) -> int:
    """Return the place behind the last character of a value."""
    if _is_block(node) and node.value:
        last = node.value[-1]
        return max(
            _end(text, n) for n in (last if isinstance(last, tuple) else (last,))
        )
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        written = (
            text[:end] if end == len(text) else text[: text.rfind("\n", 0, end) + 1]
        )
        keeps_blanks = node.value.endswith("\n\n") or node.value == "\n"
        return len(written.removesuffix("\n") if keeps_blanks else written.rstrip())
    return end


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def _fault(text: str, start: int, value: yaml.Node, *, is_item: bool) -> str:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    is_first = _DASHES.fullmatch(before) or not (is_item or before.strip())
    end = _end(text, value)
    is_last = is_alone(text, text.rfind("\n", 0, end) + 1, end)
    return "" if is_first and is_last else SHARED
