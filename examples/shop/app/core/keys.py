"""The largest key of the database: a larger ID of a client is invalid (SEC-009)."""

LARGEST_KEY = 2**63 - 1
