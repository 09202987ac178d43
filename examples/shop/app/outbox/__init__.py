"""The transactional outbox: events committed with a change, delivered after it."""
