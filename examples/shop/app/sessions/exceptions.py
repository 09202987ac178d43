"""The errors of sessions."""

from app.core.errors import NotFoundError


class SessionNotFoundError(NotFoundError):
    """The user has no live session with this ID; another user may have one."""

    code = "session_not_found"
    title = "Session not found"

    def __init__(self, session_id: int) -> None:
        super().__init__(f"You have no session {session_id}.")
