"""Accounts: sign-up, profile, passwords and administration."""
