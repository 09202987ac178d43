from fastapi import FastAPI, HTTPException
from slowapi import Limiter
from slowapi.util import get_remote_address

app = FastAPI()
limiter = Limiter(key_func=get_remote_address)
users: dict[str, str] = {}


@app.post("/login/")
async def login(username: str, password: str):
    if username not in users:
        raise HTTPException(404, "unknown user")
    if users[username] != password:
        raise HTTPException(401, "wrong password")
    return {"token": username}
