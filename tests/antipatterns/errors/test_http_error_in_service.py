"""Whether a command can use a service that raises `HTTPException`."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from fastapi import FastAPI, HTTPException
from httpx import Request, Response

from antipatterns.errors import http_error_in_service as wrong
from app.core.errors import AppError
from app.core.problems import add_problem_handlers
from patterns.errors import domain_errors_outside_http as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
Service = wrong.CouponService | right.CouponService


async def errors_over_http(service: Service, ask: Ask) -> list[dict[str, str]]:
    """Issue a known coupon and one too many over HTTP; return both problems."""
    app = FastAPI()
    add_problem_handlers(app)
    app.post("/{coupon}")(service.issue)
    answers = [
        await ask(app, Request("POST", f"http://test/{coupon}")) for coupon in "aab"
    ]
    return [answer.json() for answer in answers[1:]]


async def issue_all(service: wrong.CouponService, coupons: str) -> None:
    """Skip domain errors, as a command does."""
    for coupon in coupons:
        with suppress(AppError):
            await service.issue(coupon)


async def test_command_fails_and_two_errors_have_one_code(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    service = wrong.CouponService(stock=5)

    with pytest.raises(HTTPException) as end:
        await issue_all(service, "aabc")
    errors = await errors_over_http(wrong.CouponService(stock=1), ask)

    codes = [error["code"] for error in errors]
    assert service.issued == {"a"}
    assert codes == ["http_409", "http_409"]
    measured(
        f"A command that skips domain errors issued {len(service.issued)} of 3 coupons"
        f" and ended with `{type(end.value).__name__}`."
    )
    measured(f"Over HTTP two different errors had the code `{codes[0]}`.")


async def test_domain_errors_serve_commands_and_clients(ask: Ask) -> None:
    service = right.CouponService(stock=5)

    failed = await right.issue_all(service, "aabc")
    errors = await errors_over_http(right.CouponService(stock=1), ask)

    assert service.issued == {"a", "b", "c"}
    assert failed == {"a": "coupon_known"}
    assert [(error["code"], error["detail"]) for error in errors] == [
        ("coupon_known", "This coupon was issued before."),
        ("no_coupon_left", "No coupons are left."),
    ]
