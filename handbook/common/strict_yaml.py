"""YAML in which a key that is written twice is an error, as its specification says."""

from typing import Any, override

import yaml
from yaml.constructor import ConstructorError


class _Loader(yaml.SafeLoader):
    """PyYAML's, which by itself keeps the last of two values and says nothing."""

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise ConstructorError(
                    problem=f"the key {key} is written twice",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def load(text: str) -> object:
    """Return the value of a document; yaml.YAMLError where it is malformed."""
    loader = _Loader(text)
    try:
        value: object = loader.get_single_data()
    except ValueError as fault:  # such as a date with a month 13
        raise ConstructorError(problem=str(fault)) from None
    except RecursionError:
        raise ConstructorError(problem="it is nested too deeply") from None
    finally:
        loader.dispose()
    return value
