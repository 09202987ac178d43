"""In: the book and its proof. Out: the same for coding agents, as Markdown and JSON."""
