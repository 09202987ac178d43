"""What can go wrong with sessions."""

from app.core.errors import NotFoundError


class SessionNotFoundError(NotFoundError):
    """The account has no such session; that another one has it is not told."""

    code = "session_not_found"
    title = "Session not found"

    def __init__(self, session_id: int) -> None:
        super().__init__(f"You have no session {session_id}.")
