"""The routes of accounts: sign-up, your own account, and those for admins."""

from fastapi import APIRouter, Depends, Response, status

from app.core.flags import Flag, require_flag
from app.core.pagination import Page
from app.core.preconditions import (
    UNCHANGED,
    PreconditionDep,
    RevalidationDep,
    add_etag,
)
from app.core.problems import problem_responses
from app.core.rate_limits import LoginRateLimitDep, limit_sign_up
from app.users.dependencies import (
    CredentialServiceDep,
    CurrentAdmin,
    CurrentUser,
    PageQuery,
    PasswordHasherDep,
    UserId,
    UserServiceDep,
    VerifiedToken,
    get_current_admin,
)
from app.users.schemas import (
    AccountUpdate,
    PasswordChange,
    UserCreate,
    UserRead,
    UserReadV2,
    UserUpdate,
)

UNAUTHENTICATED = problem_responses(status.HTTP_401_UNAUTHORIZED)
FOR_ADMINS = problem_responses(status.HTTP_401_UNAUTHORIZED, status.HTTP_403_FORBIDDEN)
ONE_FOR_ADMINS = FOR_ADMINS | problem_responses(status.HTTP_404_NOT_FOUND)
CONDITIONAL = problem_responses(
    status.HTTP_409_CONFLICT,
    status.HTTP_412_PRECONDITION_FAILED,
    status.HTTP_428_PRECONDITION_REQUIRED,
)

router = APIRouter(prefix="/users", tags=["users"])
router_v2 = APIRouter(prefix="/users", tags=["users"])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(require_flag(Flag.SIGN_UP)), Depends(limit_sign_up)],
    responses=problem_responses(status.HTTP_404_NOT_FOUND, status.HTTP_409_CONFLICT),
)
async def create_user(
    data: UserCreate,
    users: UserServiceDep,
    passwords: PasswordHasherDep,
    response: Response,
) -> UserRead:
    """Sign up; a duplicate email is a 409."""
    user = await users.register(data, passwords)
    add_etag(response, user.etag)
    return user


@router.get("/me", response_model=UserRead, responses=UNAUTHENTICATED | UNCHANGED)
async def read_me(
    user: CurrentUser, revalidation: RevalidationDep
) -> UserRead | Response:
    """Read your account; 304 if the client has cached the current version."""
    return revalidation.answer(user, user.etag)


@router.patch("/me", responses=UNAUTHENTICATED | CONDITIONAL)
async def update_me(
    data: UserUpdate,
    user: CurrentUser,
    precondition: PreconditionDep,
    users: UserServiceDep,
) -> UserRead:
    """Update the fields that are sent; `null` clears the full name."""
    updated = await users.update(user.id, data, precondition.if_match)
    precondition.renew(updated.etag)
    return updated


@router.put(
    "/me/password", status_code=status.HTTP_204_NO_CONTENT, responses=FOR_ADMINS
)
async def change_password(
    data: PasswordChange,
    token: VerifiedToken,
    login_limit: LoginRateLimitDep,
    credentials: CredentialServiceDep,
) -> None:
    """Change your password, and revoke all tokens of the account."""
    await login_limit.check(str(token.user_id))
    await credentials.change_password(
        token,
        data.current_password.get_secret_value(),
        data.new_password.get_secret_value(),
    )


@router.get("", dependencies=[Depends(get_current_admin)], responses=FOR_ADMINS)
async def list_users(params: PageQuery, users: UserServiceDep) -> Page[UserRead]:
    """List accounts in the order of their IDs."""
    return await users.list_page(params)


@router.get(
    "/{user_id}",
    response_model=UserRead,
    dependencies=[Depends(get_current_admin)],
    responses=ONE_FOR_ADMINS | UNCHANGED,
)
async def read_user(
    user_id: UserId, users: UserServiceDep, revalidation: RevalidationDep
) -> UserRead | Response:
    """Read one account; 304 if the client has cached the current version."""
    user = await users.read(user_id)
    return revalidation.answer(user, user.etag)


@router.patch("/{user_id}", responses=ONE_FOR_ADMINS | CONDITIONAL)
async def update_user(
    user_id: UserId,
    data: AccountUpdate,
    admin: CurrentAdmin,
    precondition: PreconditionDep,
    users: UserServiceDep,
) -> UserRead:
    """Change the role of another account, deactivate or reactivate it."""
    updated = await users.update_account(user_id, data, admin, precondition.if_match)
    precondition.renew(updated.etag)
    return updated


@router_v2.get("/me", response_model=UserReadV2, responses=UNAUTHENTICATED | UNCHANGED)
async def read_me_v2(
    user: CurrentUser, revalidation: RevalidationDep
) -> UserReadV2 | Response:
    """Read your account; 304 if the client has cached the current version."""
    return revalidation.answer(UserReadV2.of(user), user.etag)


@router_v2.get("", dependencies=[Depends(get_current_admin)], responses=FOR_ADMINS)
async def list_users_v2(params: PageQuery, users: UserServiceDep) -> Page[UserReadV2]:
    """List accounts in the order of their IDs."""
    page = await users.list_page(params)
    return Page[UserReadV2].of(
        [UserReadV2.of(user) for user in page.items], params, page.total
    )


@router_v2.get(
    "/{user_id}",
    response_model=UserReadV2,
    dependencies=[Depends(get_current_admin)],
    responses=ONE_FOR_ADMINS | UNCHANGED,
)
async def read_user_v2(
    user_id: UserId, users: UserServiceDep, revalidation: RevalidationDep
) -> UserReadV2 | Response:
    """Read one account; 304 if the client has cached the current version."""
    user = await users.read(user_id)
    return revalidation.answer(UserReadV2.of(user), user.etag)
