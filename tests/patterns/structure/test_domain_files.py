from pathlib import Path

import pytest

APP = Path(__file__).parents[3] / "examples" / "shop" / "app"
NAMES = {
    "router.py",
    "schemas.py",
    "models.py",
    "repository.py",
    "service.py",
    "dependencies.py",
    "exceptions.py",
    "subscriptions.py",
}
DOMAINS = sorted(path for path in APP.iterdir() if (path / "router.py").is_file())


@pytest.mark.parametrize("domain", DOMAINS, ids=[path.name for path in DOMAINS])
def test_domain_holds_only_the_fixed_files(domain: Path) -> None:
    files = {path.name for path in domain.iterdir() if path.suffix == ".py"}

    assert files - {"__init__.py"} <= NAMES


@pytest.mark.parametrize("domain", DOMAINS, ids=[path.name for path in DOMAINS])
def test_no_file_is_empty(domain: Path) -> None:
    assert all(path.stat().st_size for path in domain.glob("*.py"))
