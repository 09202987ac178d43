# /// bad
# ruff = ["A003"]
# mypy = ["valid-type"]
# basedpyright = ["reportGeneralTypeIssues", "reportUnknownParameterType"]
# right = "examples/patterns/naming/verb_and_object.py"
# ///
"""A repository whose method takes the name of a builtin."""


class StreetRepository:
    """The streets of a town."""

    def list(self) -> tuple[str, ...]:
        """Return all streets."""
        return ("Main Street", "Mill Lane")

    def search(self, text: str) -> list[str]:
        """Return the streets whose names contain the text."""
        return [street for street in self.list() if text in street]
