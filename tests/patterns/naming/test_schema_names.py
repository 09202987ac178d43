from app.config import Settings
from app.main import create_app


def test_no_schema_is_named_for_its_module() -> None:
    document = create_app(Settings()).openapi()

    names = document["components"]["schemas"]

    assert "UserRead" in names
    assert [name for name in names if "__" in name] == []
