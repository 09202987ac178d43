"""What every other package uses.

In: a path, a command, an environment variable. Out: text, output, a setting, or a
`HandbookError` with place and fix.
"""
