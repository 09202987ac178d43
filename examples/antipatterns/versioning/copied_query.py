# /// bad
# harm = "tests/antipatterns/versioning/test_copied_query.py::test_copied_query_lists_an_archived_article"
# right = "examples/patterns/versioning/shared_service.py"
# ///
"""A second version that has its own query, without the filter of the first."""

from fastapi import APIRouter

from patterns.versioning.shared_service import ARTICLES, ArticleReadV2

router_v2 = APIRouter(prefix="/articles", tags=["articles"])


@router_v2.get("")
async def list_articles_v2() -> list[ArticleReadV2]:
    """List the articles for sale."""
    return [ArticleReadV2.of(article) for article in ARTICLES]
