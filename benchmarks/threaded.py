"""The lean account route, synchronous: one thread per request."""

import os
from collections.abc import Generator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from app.users.schemas import UserRead
from benchmarks.lean_models import User, select_user
from benchmarks.tokens import InvalidTokenError, read

engine = create_engine(
    make_url(os.environ["APP_DATABASE_URL"]).set(drivername="postgresql+psycopg"),
    pool_size=int(os.environ["APP_DATABASE_POOL_SIZE"]),
    max_overflow=int(os.environ["APP_DATABASE_MAX_OVERFLOW"]),
)
sessions = sessionmaker(engine, expire_on_commit=False)
app = FastAPI(openapi_url=None)


def get_session() -> Generator[Session]:
    """Commit at the end, before the response is sent."""
    with sessions() as session:
        yield session
        session.commit()


SessionDep = Annotated[Session, Depends(get_session, scope="function")]
Token = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token"))]


@app.get("/api/v1/users/me", response_model=UserRead)
def read_me(token: Token, session: SessionDep) -> User:
    """Return the current user."""
    try:
        claims = read(token)
    except InvalidTokenError as error:
        raise HTTPException(401) from error
    user = session.scalar(select_user(claims))
    if user is None:
        raise HTTPException(401)
    return user
