"""One page for one customer, gathered from several domains at once."""
