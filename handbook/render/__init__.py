"""In: the book and its proof. Out: the HTML of each page, as a Markdown extension."""
