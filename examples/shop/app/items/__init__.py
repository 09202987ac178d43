"""The catalogue: items with their prices and stock."""
