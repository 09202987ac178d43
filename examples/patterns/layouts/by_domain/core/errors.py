"""The errors that services raise."""


class NotFoundError(Exception):
    """A row that does not exist."""
