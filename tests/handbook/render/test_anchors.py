"""Anchors at the definitions of a file that is shown whole."""

from handbook.render.anchors import at_lines

BLOCK = """<div><span class="filename">a.py</span><pre><code><b>A</b> = 1

<b>def</b> half(x):
    return x
</code></pre></div>"""


def test_anchor_precedes_the_code_of_its_line() -> None:
    first, _, third, *rest = at_lines(BLOCK, {1, 3}).split("\n")

    anchor = '<span><span id="line-{}"></span></span>'
    assert first.endswith(f"<pre><code>{anchor.format(1)}<b>A</b> = 1")
    assert third == f"{anchor.format(3)}<b>def</b> half(x):"
    assert rest == BLOCK.split("\n")[3:]
