"""The routes of logging in and out: credentials in, tokens out."""
