"""The routes of logging in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, status

from app.auth.dependencies import (
    AuthServiceDep,
    SessionId,
    UserAgent,
    forbid_caching,
)
from app.auth.schemas import LoginForm, RefreshRequest, TokenPair
from app.core.problems import problem_responses
from app.core.rate_limits import LoginRateLimitDep
from app.sessions.dependencies import SessionServiceDep
from app.sessions.schemas import SessionRead
from app.users.dependencies import CredentialServiceDep, CurrentUser

router = APIRouter(
    prefix="/auth",
    tags=["auth"],
    dependencies=[Depends(forbid_caching)],
    responses=problem_responses(status.HTTP_401_UNAUTHORIZED),
)


@router.post("/token")
async def create_token(
    form: Annotated[LoginForm, Form()],
    login_limit: LoginRateLimitDep,
    credentials: CredentialServiceDep,
    auth: AuthServiceDep,
    user_agent: UserAgent,
) -> TokenPair:
    """Log in with email (as `username`) and password."""
    await login_limit.check(form.username)
    verified = await credentials.authenticate(
        form.username, form.password.get_secret_value()
    )
    return await auth.log_in(verified, user_agent)


@router.post("/refresh")
async def refresh_token(data: RefreshRequest, auth: AuthServiceDep) -> TokenPair:
    """Exchange a refresh token for a new pair; use the new one next time."""
    return await auth.refresh(data.refresh_token.get_secret_value())


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT)
async def log_out(data: RefreshRequest, sessions: SessionServiceDep) -> None:
    """Revoke the session of a refresh token, and its access tokens with it."""
    await sessions.revoke_by_token(data.refresh_token.get_secret_value())


@router.post("/logout-everywhere", status_code=status.HTTP_204_NO_CONTENT)
async def log_out_everywhere(user: CurrentUser, sessions: SessionServiceDep) -> None:
    """Revoke every session of your account, this one included."""
    await sessions.revoke_all(user.id)


@router.get("/sessions")
async def list_sessions(
    user: CurrentUser, sessions: SessionServiceDep
) -> list[SessionRead]:
    """List where you are logged in, the last used session first."""
    return await sessions.list_live(user.id)


@router.delete(
    "/sessions/{session_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(status.HTTP_404_NOT_FOUND),
)
async def delete_session(
    session_id: SessionId, user: CurrentUser, sessions: SessionServiceDep
) -> None:
    """Revoke one of your sessions; its tokens are refused from now on."""
    await sessions.revoke(session_id, user.id)
