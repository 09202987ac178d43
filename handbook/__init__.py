"""The machinery that binds the words, the code and the proof of the handbook."""
