from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.orders.router import router as orders_router


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(orders_router)
