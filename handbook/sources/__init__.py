"""In: a source file and a name. Out: the lines where the name is defined."""
