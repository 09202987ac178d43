# /// bad
# basedpyright = ["reportPossiblyUnboundVariable"]
# harm = "tests/antipatterns/tooling/test_unbound_variable.py::test_unknown_zone_leaves_the_variable_unbound"
# right = "examples/patterns/tooling/checked_twice.py"
# ///
"""A price that basedpyright refuses, and mypy accepts."""


def shipping_cents(zone: str) -> int:
    """Return what shipping to a zone costs."""
    if zone == "domestic":
        cents = 490
    elif zone == "europe":
        cents = 990
    return cents
