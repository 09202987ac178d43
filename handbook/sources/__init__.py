"""Where a name lies in a file: Python by symbol, other files by key or section."""
