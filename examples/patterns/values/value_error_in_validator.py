"""A validator that raises a ValueError."""

from fastapi import APIRouter, status
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
            raise ValueError("not a code of this shop")
        return code


@router.post("/coupons", status_code=status.HTTP_201_CREATED)
async def create_coupon(data: CouponCreate) -> str:
    """Return the code."""
    return data.code
