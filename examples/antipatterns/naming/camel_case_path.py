# /// bad
# ast-grep = ["NAME-004"]
# harm = "tests/antipatterns/naming/test_camel_case_path.py::test_path_in_lower_case_is_not_found"
# right = "examples/patterns/naming/kebab_case_path.py"
# ///
"""A path whose letters have two cases."""

from fastapi import APIRouter

router = APIRouter()


@router.get("/orderItems")
async def list_order_items() -> list[str]:
    """Return the items of all orders."""
    return ["mug"]
