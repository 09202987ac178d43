"""The proof: which test ran which line, which tool objects to which file.

``python -m handbook.proof prove`` writes it to ``build/proof.json``; the site shows
it; ``python -m handbook.proof inventory SITE`` holds every block of the site to it.
"""
