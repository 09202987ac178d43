"""Accounts: sign-up, reading and changing them."""
