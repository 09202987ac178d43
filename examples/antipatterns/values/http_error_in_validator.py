# /// bad
# ast-grep = ["VAL-006"]
# harm = "tests/antipatterns/values/test_http_error_in_validator.py::test_http_error_hides_the_other_errors"
# right = "examples/patterns/values/value_error_in_validator.py"
# ///
"""A validator that raises an HTTP error."""

from fastapi import APIRouter, HTTPException, status
from pydantic import BaseModel, ConfigDict, Field, field_validator

router = APIRouter()


class CouponCreate(BaseModel):
    """A new coupon."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=20)
    percent: int = Field(strict=True, ge=1, le=100)

    @field_validator("code")
    @classmethod
    def require_prefix(cls, code: str) -> str:
        """Refuse a code of another shop."""
        if not code.startswith("TEA-"):
            raise HTTPException(status.HTTP_400_BAD_REQUEST, "not a code of this shop")
        return code


@router.post("/coupons", status_code=status.HTTP_201_CREATED)
async def create_coupon(data: CouponCreate) -> str:
    """Return the code."""
    return data.code
