"""Orders: placed once per idempotency key, cancelled once, with their stock."""
