"""The catalogue: what can be ordered, for how much, and how much is left."""
