"""The one error that the machinery raises for faults in what it reads."""


class HandbookError(Exception):
    """A fault in a chapter, an example or a proof, with its place and its fix.

    ``path`` is relative to the repository, with forward slashes; ``line`` counts
    from 1. Both are None where the fault has no place.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        fix: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.fix = fix

    def at(self, path: str, line: int | None = None) -> "HandbookError":
        """Return the same fault, seen from a place that refers to it."""
        return HandbookError(self._placed(), path=path, line=line, fix=self.fix)

    def _placed(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part)
        return f"{place}: {self.message}" if place else self.message

    def __str__(self) -> str:
        words = self._placed()
        return f"{words} \N{EM DASH} {self.fix}" if self.fix else words
