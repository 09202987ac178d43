"""Compares the models of one release with the schema of another."""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn


def find_conflicts(connection: Connection, models: MetaData) -> Iterator[str]:
    """Yield each column that these models miss, or can't leave out."""
    schema = inspect(connection).get_multi_columns()
    for table in models.sorted_tables:
        found = schema.get((None, table.name), [])
        columns = {column["name"]: column for column in found}
        for name in table.columns.keys() - columns.keys():
            yield f"{table.name}.{name} is missing"
        for name in columns.keys() - table.columns.keys():
            if is_required(columns[name]):
                yield f"{table.name}.{name} is required"


def is_required(column: ReflectedColumn) -> bool:
    """Return whether an INSERT must name the column."""
    return not column["nullable"] and column["default"] is None
