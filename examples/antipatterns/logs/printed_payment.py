# /// bad
# ruff = ["T201"]
# harm = "tests/antipatterns/logs/test_printed_payment.py::test_printed_token_is_not_redacted"
# right = "examples/patterns/logs/event_fields.py"
# ///
"""A payment that is printed."""


def charge(card_token: str, cents: int) -> None:
    """Tell standard output about the payment."""
    print(f"charging {cents} cents, token={card_token}")
