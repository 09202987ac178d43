"""The errors of items."""

from app.core.errors import ConflictError, NotFoundError


class ItemNotFoundError(NotFoundError):
    """No item has this ID."""

    code = "item_not_found"
    title = "Item not found"

    def __init__(self, item_id: int) -> None:
        super().__init__(f"There is no item {item_id}.")


class ItemUnavailableError(ConflictError):
    """The item is archived or does not exist."""

    code = "item_unavailable"
    title = "Item unavailable"

    def __init__(self, item_id: int) -> None:
        super().__init__(f"Item {item_id} is not for sale.")


class OutOfStockError(ConflictError):
    """The stock is smaller than the ordered quantity."""

    code = "out_of_stock"
    title = "Out of stock"

    def __init__(self, item_id: int) -> None:
        super().__init__(f"Item {item_id} has too little stock.")
