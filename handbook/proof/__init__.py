"""In: ``build/proof.json``. Out: which tests ran a line, and whether that holds."""
