"""The machinery that binds the words, the code and the proof of the handbook.

The way of the data is the layout: ``sources`` and ``book`` read, ``prove`` runs,
``proof`` holds what ran, ``render`` writes the pages, ``check`` reads the built site.
"""
