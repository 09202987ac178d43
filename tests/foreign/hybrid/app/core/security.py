from pwdlib import PasswordHash

hasher = PasswordHash.recommended()


async def verify(password: str, hashed: str) -> bool:
    return hasher.verify(password, hashed)
