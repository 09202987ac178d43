# /// bad
# mypy = ["assignment"]
# basedpyright = ["reportAssignmentType"]
# harm = "tests/antipatterns/typing_code/test_none_in_text_field.py::test_client_can_not_send_back_what_it_read"
# right = "examples/patterns/typing_code/explicit_none.py"
# ///
"""A field that is declared as text and has None as its default."""

from pydantic import BaseModel


class Profile(BaseModel):
    """What a user may change."""

    nickname: str = None
