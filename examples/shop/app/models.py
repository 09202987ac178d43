"""All models, for the app, the worker and Alembic: foreign keys find their tables."""

from sqlalchemy.orm import configure_mappers

from app.core.idempotency import IdempotencyKey
from app.items.models import Item
from app.notifications.models import Notification
from app.orders.models import Order, OrderLine
from app.outbox.models import OutboxMessage
from app.sessions.models import AuthSession, RefreshToken
from app.users.models import User

MODELS = [
    AuthSession,
    IdempotencyKey,
    Item,
    Notification,
    Order,
    OrderLine,
    OutboxMessage,
    RefreshToken,
    User,
]


def load_models() -> None:
    """Let a mistake in the models fail the start, not the first query."""
    configure_mappers()
