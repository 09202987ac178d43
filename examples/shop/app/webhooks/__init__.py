"""Signed HTTP callbacks that announce orders to another system."""
