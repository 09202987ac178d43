"""The routes of logins."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, status

from app.auth.dependencies import (
    AuthServiceDep,
    CurrentUser,
    SessionId,
    UserAgent,
    forbid_storing,
)
from app.auth.schemas import LoginForm, RefreshRequest, SessionRead, TokenPair
from app.core.problems import problem_responses
from app.core.rate_limits import LoginAttemptsDep
from app.users.dependencies import CredentialServiceDep, UserServiceDep, VerifiedToken

router = APIRouter(
    prefix="/auth",
    tags=["auth"],
    dependencies=[Depends(forbid_storing)],
    responses=problem_responses(status.HTTP_401_UNAUTHORIZED),
)


@router.post("/token")
async def create_token(
    form: Annotated[LoginForm, Form()],
    attempts: LoginAttemptsDep,
    credentials: CredentialServiceDep,
    auth: AuthServiceDep,
    user_agent: UserAgent,
) -> TokenPair:
    """Log in with email (as `username`) and password."""
    await attempts.check(form.username)
    token = await credentials.authenticate(
        form.username, form.password.get_secret_value()
    )
    return await auth.start(token, user_agent)


@router.post("/refresh")
async def refresh_token(data: RefreshRequest, auth: AuthServiceDep) -> TokenPair:
    """Exchange a refresh token for new tokens; each may be used once."""
    return await auth.refresh(data.refresh_token.get_secret_value())


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
async def log_out(data: RefreshRequest, auth: AuthServiceDep) -> None:
    """End the session of a refresh token."""
    await auth.log_out(data.refresh_token.get_secret_value())


@router.post("/logout-everywhere", status_code=status.HTTP_204_NO_CONTENT)
async def log_out_everywhere(user: CurrentUser, users: UserServiceDep) -> None:
    """Void every access and refresh token of the account."""
    await users.revoke_tokens(user.id)


@router.get("/sessions")
async def list_sessions(
    token: VerifiedToken, auth: AuthServiceDep
) -> list[SessionRead]:
    """List where the account is logged in, the last used first."""
    return await auth.list_sessions(token)


@router.delete(
    "/sessions/{session_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(status.HTTP_404_NOT_FOUND),
)
async def end_session(
    session_id: SessionId, user: CurrentUser, auth: AuthServiceDep
) -> None:
    """End one of one's own sessions: its refresh token no longer counts."""
    await auth.end_session(session_id, user.id)
