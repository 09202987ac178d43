"""The changes that the pages show, each as files that a test carries out on a copy."""

from collections.abc import Callable, Mapping

from tests.patterns.extending.copied_app import CopiedApp

type Shown = Callable[[str], str]
type Change = Callable[[CopiedApp, Shown], None]

FOLDER = "examples/patterns/extending"


def add_endpoint(copied: CopiedApp, shown: Shown) -> None:
    """Add a route of notifications."""
    copied.apply(shown(f"{FOLDER}/read_notification.diff"))


def add_domain(copied: CopiedApp, shown: Shown) -> None:
    """Add reviews."""
    copied.apply(shown(f"{FOLDER}/new_domain_package.diff"))
    copied.apply(shown(f"{FOLDER}/new_domain_places.diff"))


def add_column(copied: CopiedApp, shown: Shown) -> None:
    """Add the weight of items, with its migration."""
    copied.apply(shown(f"{FOLDER}/new_migration.diff"))


def rename_app(copied: CopiedApp, shown: Shown) -> None:
    """Rename the shop to library."""
    copied.apply(shown(f"{FOLDER}/rename_app.diff"))


def remove_orders(copied: CopiedApp, shown: Shown) -> None:
    """Remove orders, and the dashboard and the load test, which read orders."""
    copied.run_script(shown(f"{FOLDER}/remove_orders.sh"))
    copied.apply(shown(f"{FOLDER}/remove_orders.diff"))


RECIPES: Mapping[str, Change] = {
    "A new endpoint": add_endpoint,
    "A new domain": add_domain,
    "A new migration": add_column,
}
OWN_APP: Mapping[str, Change] = {
    "Rename the app": rename_app,
    "Remove orders": remove_orders,
    "Add reviews": add_domain,
}
