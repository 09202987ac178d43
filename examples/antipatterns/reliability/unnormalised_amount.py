# /// bad
# harm = "tests/antipatterns/reliability/test_unnormalised_amount.py::test_read_differs_from_the_response_to_the_write"
# right = "examples/shop/app/core/money.py"
# ///
"""A route that answers with what the client sent."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Identity, Numeric
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of this example."""


class Article(Base):
    """An article for sale."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class ArticleCreate(BaseModel):
    """A new article."""

    price: Decimal = Field(ge=0, max_digits=10, decimal_places=2)


class ArticleRead(BaseModel):
    """An article as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    price: Decimal


async def create(session: AsyncSession, data: ArticleCreate) -> ArticleRead:
    """Store an article."""
    article = Article(price=data.price)
    session.add(article)
    await session.flush()
    return ArticleRead.model_validate(article)
