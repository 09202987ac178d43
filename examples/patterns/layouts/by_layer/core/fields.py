"""The types of fields that several schemas use."""

from typing import Annotated

from pydantic import Field, StringConstraints

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
