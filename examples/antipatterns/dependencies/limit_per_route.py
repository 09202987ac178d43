# /// bad
# harm = "tests/antipatterns/dependencies/test_limited_router.py::test_route_without_the_limit_is_unlimited"
# right = "examples/patterns/dependencies/limited_router.py"
# ///
"""A router whose routes each repeat the limit, except one."""

from fastapi import APIRouter, Depends

from app.core.rate_limits import limit_requests

VOUCHERS = {"spring": 500}

router = APIRouter(prefix="/vouchers")


@router.get("/{code}", dependencies=[Depends(limit_requests)])
async def read_voucher(code: str) -> int:
    """Return the value of a voucher, 0 if there is none."""
    return VOUCHERS.get(code, 0)


@router.post("/{code}/redeem")
async def redeem_voucher(code: str) -> int:
    """Use a voucher; return its value, 0 if there is none."""
    return VOUCHERS.get(code, 0)
