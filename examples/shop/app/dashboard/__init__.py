"""One page of one account, composed from several domains."""
