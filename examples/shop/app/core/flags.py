"""Turn features off with a setting, without a deployment (STR-013)."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from app.core.errors import NotFoundError

type Flags = Mapping[Flag, bool]


class Flag(StrEnum):
    """Every flag; the settings refuse any other name."""

    SIGN_UP = "sign-up"


DEFAULTS: Flags = {Flag.SIGN_UP: True}


class FeatureOffError(NotFoundError):
    """The route belongs to a feature that is turned off."""

    code = "feature_off"
    title = "Feature off"

    def __init__(self, flag: Flag) -> None:
        super().__init__(f"The feature {flag} is turned off.")


async def get_flags(request: Request) -> Flags:
    """Return the flags that this app was created with."""
    flags: Flags = request.app.state.flags
    return flags


FlagsDep = Annotated[Flags, Depends(get_flags)]


def require_flag(flag: Flag) -> Callable[[Flags], Awaitable[None]]:
    """Return a dependency that raises FeatureOffError while the flag is off."""

    async def check(flags: FlagsDep) -> None:
        if not flags[flag]:
            raise FeatureOffError(flag)

    return check
