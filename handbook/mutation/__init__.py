"""In: a run of mutmut. Out: which changes of shown lines the tests notice."""
