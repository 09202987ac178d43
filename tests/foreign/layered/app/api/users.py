from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_db
from app.repositories.user import UserRepository
from app.services.user import UserService

router = APIRouter()


@router.get("/")
async def list_users(
    skip: int = 0, limit: int = 100, db: AsyncSession = Depends(get_db)
):
    return await UserRepository.get_all(db, skip, limit)


@router.post("/")
async def register(email: str, password: str, db: AsyncSession = Depends(get_db)):
    return await UserService.register(db, email, password)
