"""Find violations of the handbook's rules in any Python code.

In comes a folder, out come findings: rule, place, statement and link. The rules for
ast-grep and the settings for ruff and pytest lie in ``examples/checks``; an installed
package carries a copy.
"""
