"""The routes of accounts: read the request, call the service, return."""

from fastapi import APIRouter, status

from app.core.pagination import Page, PageQuery
from app.core.problems import problem_responses
from app.users.dependencies import UserId, UserServiceDep
from app.users.schemas import UserCreate, UserRead, UserUpdate

router = APIRouter(prefix="/users", tags=["users"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problem_responses(status.HTTP_409_CONFLICT),
)
async def create_user(data: UserCreate, users: UserServiceDep) -> UserRead:
    """Sign up. A known email is refused."""
    return await users.register(data)


@router.get("")
async def list_users(params: PageQuery, users: UserServiceDep) -> Page[UserRead]:
    """List accounts in order of their ids."""
    return await users.list_page(params)


@router.get("/{user_id}", responses=problem_responses(status.HTTP_404_NOT_FOUND))
async def read_user(user_id: UserId, users: UserServiceDep) -> UserRead:
    """Read one account."""
    return await users.read(user_id)


@router.patch(
    "/{user_id}",
    responses=problem_responses(status.HTTP_404_NOT_FOUND, status.HTTP_409_CONFLICT),
)
async def update_user(
    user_id: UserId, data: UserUpdate, users: UserServiceDep
) -> UserRead:
    """Change the fields that are sent; `null` clears the full name."""
    return await users.change(user_id, data)
