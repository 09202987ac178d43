"""Feature flags: what can be turned on for some, or off for all, by a setting."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request

from app.core.errors import NotFoundError


class Flag(StrEnum):
    """Every flag that there is; the settings refuse any other name."""

    SIGN_UP = "sign-up"


DEFAULTS: Mapping[Flag, int] = {Flag.SIGN_UP: 100}


class FeatureOffError(NotFoundError):
    """The route belongs to a feature that is turned off."""

    code = "feature_off"
    title = "Feature off"

    def __init__(self, flag: Flag) -> None:
        super().__init__(f"The feature {flag} is turned off.")


class Flags:
    """For each flag the percentage of subjects that it is on for."""

    def __init__(self, percentages: Mapping[Flag, int]) -> None:
        self.percentages = {**DEFAULTS, **percentages}

    def is_on(self, flag: Flag, subject: str = "") -> bool:
        """Tell whether it is on for the subject, which never changes its mind.

        The share of one flag is independent of the share of another.
        """
        digest = sha256(f"{flag}:{subject}".encode()).digest()
        return int.from_bytes(digest[:4]) % 100 < self.percentages[flag]


async def get_flags(request: Request) -> Flags:
    """Return the flags that this app was created with."""
    flags: Flags = request.app.state.flags
    return flags


FlagsDep = Annotated[Flags, Depends(get_flags)]


def require_flag(flag: Flag) -> Callable[[Flags], Awaitable[None]]:
    """Return a dependency that hides a route while its flag is off."""

    async def check(flags: FlagsDep) -> None:
        if not flags.is_on(flag):
            raise FeatureOffError(flag)

    return check
