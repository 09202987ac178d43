# /// bad
# harm = "tests/antipatterns/reliability/test_split_entity_tags.py::test_stale_update_with_asterisk_in_tag_succeeds"
# right = "examples/shop/app/core/etags.py"
# ///
"""`If-Match` parsed as text with commas."""


def matches(if_match: str, etag: str) -> bool:
    """Tell whether `If-Match` lists the entity tag, or is `*`."""
    tags = [tag.strip() for tag in if_match.split(",")]
    return "*" in tags or etag in tags
