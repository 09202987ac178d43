from fastapi import HTTPException
from passlib.context import CryptContext
from sqlalchemy.ext.asyncio import AsyncSession

from app.models.user import User
from app.repositories.user import UserRepository

pwd_context = CryptContext(schemes=["bcrypt"])


class UserService:
    @staticmethod
    async def register(db: AsyncSession, email: str, password: str):
        try:
            hashed = pwd_context.hash(password)
            return await UserRepository.create(db, User(email=email, password=hashed))
        except Exception as error:
            raise HTTPException(status_code=400, detail=str(error))
