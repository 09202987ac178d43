"""In: the pages below ``docs/``. Out: a `Book` of pages, rules and shown code."""
