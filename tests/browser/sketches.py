"""A page of a few words, for the tests of the checks."""

HEAD = """<!doctype html><html lang="en"><head><title>A page</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
</head><body><main><h1>A page</h1>"""
