from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient, Response

from antipatterns.structure import business_rule_in_handler
from patterns.structure import business_rule_in_service
from patterns.structure.business_rule_in_service import (
    EmailTakenError,
    UserService,
    on_email_taken,
)

type Measured = Callable[[str], None]

EMAILS = ["ada@example.com", "Ada@example.com"]


async def post(router: APIRouter, users: object) -> list[Response]:
    """Sign up with each email over HTTP; return the responses."""
    app = FastAPI()
    app.add_exception_handler(EmailTakenError, on_email_taken)
    app.include_router(router)
    app.state.users = users
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        return [
            await client.post("/users", params={"email": email}) for email in EMAILS
        ]


async def test_import_stores_duplicate_email(measured: Measured) -> None:
    through_http = business_rule_in_handler.UserRepository()
    responses = await post(business_rule_in_handler.router, through_http)
    imported = business_rule_in_handler.UserRepository()
    await business_rule_in_handler.import_users(EMAILS, imported)

    statuses = [response.status_code for response in responses]
    assert statuses == [201, 409]
    assert through_http.emails == ["ada@example.com"]
    assert imported.emails == EMAILS
    measured(
        f"For two spellings of one email the route answered {statuses[0]} and"
        f" {statuses[1]}; "
        f"the import created {len(imported.emails)} accounts.",
    )


async def test_service_applies_rule_to_both_entry_points() -> None:
    through_http = business_rule_in_service.UserRepository()
    created, refused = await post(business_rule_in_service.router, through_http)
    imported = business_rule_in_service.UserRepository()
    known = await business_rule_in_service.import_users(EMAILS, UserService(imported))

    assert (created.status_code, created.json()) == (201, "ada@example.com")
    assert (refused.status_code, refused.json()) == (409, {"code": "email_taken"})
    assert through_http.emails == imported.emails == {"ada@example.com"}
    assert known == ["Ada@example.com"]
