"""A repository whose methods are named by a verb and its object."""


class StreetRepository:
    """The streets of a town."""

    def list_streets(self) -> list[str]:
        """Return all streets."""
        return ["Main Street", "Mill Lane"]

    def search_streets(self, text: str) -> list[str]:
        """Return the streets whose names contain the text."""
        return [street for street in self.list_streets() if text in street]
