"""The shop: `create_app` in `main` puts the domains and the core together."""
