"""Requests that an OpenAPI document allows: what hostile ones are made of."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type Json = str | float | bool | list[Json] | dict[str, Json] | None
type Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation of a document; `known` holds values by the names of fields."""

    document: Schema
    path: str
    method: str
    known: Mapping[str, Json]

    @property
    def label(self) -> str:
        """Name it for people."""
        return f"{self.method.upper()} {self.path}"

    @property
    def definition(self) -> Schema:
        """Return what the document says of it."""
        found: Schema = self.document["paths"][self.path][self.method]
        return found

    @property
    def body_schemas(self) -> Mapping[str, Schema]:
        """Return the schema of its body, by media type; empty without one."""
        content = self.definition.get("requestBody", {}).get("content", {})
        return {media_type: found["schema"] for media_type, found in content.items()}

    def names(self, place: str) -> list[str]:
        """Return its parameters in the `path`, the `query` or a `header`."""
        parameters = self.definition.get("parameters", [])
        return [found["name"] for found in parameters if found["in"] == place]

    def url(self, changed: Mapping[str, str] | None = None) -> str:
        """Return its path, filled with these parts, else with known ones."""
        parts = {**self.known, **(changed or {})}
        return self.path.format_map(parts)

    def headers(self) -> dict[str, bytes]:
        """Return values for the headers that it takes."""
        return {
            name: str(self.known.get(name, secrets.token_hex())).encode()
            for name in self.names("header")
        }

    def body(self, media_type: str) -> Json:
        """Return a body that its document allows; no two calls give the same."""
        return self.sample("", self.body_schemas[media_type])

    def sample(self, name: str, schema: Schema) -> Json:
        """Return the known value of a field, else one that its schema allows."""
        if name in self.known:
            return self.known[name]
        match schema:
            case {"$ref": str(reference)}:
                component = reference.removeprefix("#/components/schemas/")
                schemas = self.document["components"]["schemas"]
                return self.sample(name, schemas[component])
            case {"anyOf": [first, *_]}:
                return self.sample(name, first)
            case {"properties": fields}:
                return {key: self.sample(key, field) for key, field in fields.items()}
            case {"items": items}:
                return [self.sample("", items)]
            case _:
                return sample_scalar(schema)


def sample_scalar(schema: Schema) -> Json:
    """Return text, a number or a truth value."""
    match schema:
        case {"const": str(value)} | {"enum": [str(value), *_]}:
            return value
        case {"format": "email"}:
            return f"{secrets.token_hex(8)}@example.com"
        case {"type": "string"}:
            return secrets.token_hex(8)
        case {"type": "integer" | "number"}:
            return int(schema.get("minimum", 1))
        case {"type": "boolean"}:
            return True
        case _:
            raise NotImplementedError(f"no sample of {schema}; add its case here")


def operations(document: Schema, known: Mapping[str, Json]) -> list[Operation]:
    """Return every operation that a document has."""
    return [
        Operation(document, path, method, known)
        for path, methods in document["paths"].items()
        for method in methods
    ]
