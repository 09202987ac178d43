# /// bad
# ruff = ["TRY400", "G004"]
# right = "examples/shop/app/core/middleware.py"
# ///
"""A failure that is logged without its traceback, and raised again."""

import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


async def charge(card: Callable[[int], Awaitable[None]], cents: int) -> None:
    """Charge a card."""
    try:
        await card(cents)
    except TimeoutError as error:
        logger.error(f"charge failed: {error}")
        raise
