"""In: tests, examples and tools. Out: ``build/proof.json``, or what is not proven."""
