from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "postgresql+asyncpg://app@localhost/app"
    secret_key: str = "change-me"


settings = Settings()
