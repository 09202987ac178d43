# /// bad
# mypy = ["arg-type"]
# basedpyright = ["reportArgumentType"]
# harm = "tests/antipatterns/typing_code/test_list_parameter.py::test_caller_finds_a_float_among_its_integers"
# right = "examples/patterns/typing_code/sequence_parameter.py"
# ///
"""A function that asks for a list, and changes the list of its caller."""


def total_with_shipping(amounts: list[float]) -> float:
    """Return the sum of the amounts and of the shipping."""
    amounts.append(4.9)
    return sum(amounts)


def invoice(cents: list[int]) -> tuple[float, list[int]]:
    """Return the total, and the amounts that it consists of."""
    return total_with_shipping(cents), cents
