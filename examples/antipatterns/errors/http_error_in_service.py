# /// bad
# ast-grep = ["ERR-001", "STR-002"]
# harm = "tests/antipatterns/errors/test_http_error_in_service.py::test_command_fails_and_two_errors_have_one_code"
# right = "examples/patterns/errors/domain_errors_outside_http.py"
# ///
"""A service that raises `HTTPException`."""

from fastapi import HTTPException


class CouponService:
    """Coupons that can be issued once each."""

    def __init__(self, *, stock: int) -> None:
        self.stock = stock
        self.issued: set[str] = set()

    async def issue(self, coupon: str) -> None:
        """Issue a coupon; 409 for a known one, and when none are left."""
        if coupon in self.issued:
            raise HTTPException(409, "This coupon was issued before.")
        if len(self.issued) == self.stock:
            raise HTTPException(409, "No coupons are left.")
        self.issued.add(coupon)
