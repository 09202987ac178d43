"""The app: `create_app` in `main` puts the domains and the core together."""

APP_NAME = "shop"
"""Names the service: title, database file, issuer, problem types, cache keys, logs."""
