"""In: the built site, the results of mutation. Out: faults, or pages to upload."""
