from datetime import datetime, timedelta

import jwt

from src.settings import settings


def create_token(user_id: int) -> str:
    payload = {"sub": str(user_id), "exp": datetime.utcnow() + timedelta(days=1)}
    return jwt.encode(payload, settings.jwt_secret, algorithm="HS256")


def read_token(token: str) -> dict:
    return jwt.decode(token, settings.jwt_secret, algorithms=["HS256"])
