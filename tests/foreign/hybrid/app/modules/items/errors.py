class ItemMissing(Exception):
    pass


def find(items: dict[int, str], item_id: int) -> str:
    try:
        return items[item_id]
    except KeyError as error:
        raise ItemMissing(str(item_id))
