"""A service whose errors a command handles as well as a route."""

from collections.abc import Iterable

from app.core.errors import ConflictError


class CouponKnownError(ConflictError):
    """The coupon was issued before."""

    code = "coupon_known"
    title = "Coupon known"


class NoCouponLeftError(ConflictError):
    """As many coupons were issued as there are."""

    code = "no_coupon_left"
    title = "No coupon left"


class CouponService:
    """Coupons that can be issued once each."""

    def __init__(self, *, stock: int) -> None:
        self.stock = stock
        self.issued: set[str] = set()

    async def issue(self, coupon: str) -> None:
        """Issue a coupon; raises CouponKnownError, NoCouponLeftError."""
        if coupon in self.issued:
            raise CouponKnownError("This coupon was issued before.")
        if len(self.issued) == self.stock:
            raise NoCouponLeftError("No coupons are left.")
        self.issued.add(coupon)


async def issue_all(service: CouponService, coupons: Iterable[str]) -> dict[str, str]:
    """Issue the valid coupons, as a command does; return the code of each error."""
    failed: dict[str, str] = {}
    for coupon in coupons:
        try:
            await service.issue(coupon)
        except ConflictError as error:
            failed[coupon] = error.code
    return failed
