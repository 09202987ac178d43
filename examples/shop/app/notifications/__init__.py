"""Notifications of one account: written by the worker, read and marked by routes."""
