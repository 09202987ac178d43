"""Logins: tokens, their renewal, and the sessions behind them."""
