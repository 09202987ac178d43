"""A router whose every route counts its requests."""

from fastapi import APIRouter, Depends

from app.core.rate_limits import limit_requests

VOUCHERS = {"spring": 500}

router = APIRouter(prefix="/vouchers", dependencies=[Depends(limit_requests)])


@router.get("/{code}")
async def read_voucher(code: str) -> int:
    """Return the value of a voucher, 0 if there is none."""
    return VOUCHERS.get(code, 0)


@router.post("/{code}/redeem")
async def redeem_voucher(code: str) -> int:
    """Use a voucher; return its value, 0 if there is none."""
    return VOUCHERS.get(code, 0)
