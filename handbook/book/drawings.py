"""Let d2 draw a diagram, and keep of it what a page can show by itself."""

import re
import sysconfig
from pathlib import Path
from xml.etree import ElementTree as ET

from handbook.common.errors import HandbookError
from handbook.common.process import run

WIDEST = 420
"""The widest drawing in which a phone shows readable text, in its own units."""

_OPTIONS = (
    *("--layout=elk", "--elk-nodeNodeBetweenLayers=30", "--pad=4"),
    "--elk-padding=[top=36,left=10,bottom=10,right=10]",
    *("--no-xml-tag", "--omit-version", "--bundle=false"),
)
_FAULT = re.compile(r"\.d2:(?P<line>\d+):\d+: (?P<what>.+)")
_SHAPES = {
    "circle",
    "ellipse",
    "g",
    "line",
    "marker",
    "mask",
    "path",
    "polygon",
    "rect",
}
_WORDS = {"svg", "text", "tspan"}
_LOOK = "style"  # fonts and colours, which are left out
_OWN_COLOUR = re.compile(r"\b(?:fill|stroke)-\w+")


def draw(path: str, root: Path) -> ET.Element:
    """Return the drawing of a d2 file, without background, fonts and colours.

    Raises HandbookError for a source that d2 refuses, and for a drawing that leads
    outside or is too wide for a phone.
    """
    d2 = str(Path(sysconfig.get_path("scripts")) / "d2")
    done = run([d2, *_OPTIONS, f"--salt={Path(path).stem}", path, "-"], root)
    if done.exit:
        fault = _FAULT.search(done.err)
        what = fault["what"] if fault else done.err.strip()
        line = int(fault["line"]) if fault else None
        raise HandbookError(what, path=path, line=line, fix="correct the d2 source")
    plain = re.sub(r' xmlns="[^"]*"', "", done.out)
    svg = ET.fromstring(plain)[0]  # noqa: S314  # d2 wrote it
    _refuse(svg, path)
    for child in [*svg.findall("rect"), *svg.findall(_LOOK)]:
        svg.remove(child)
    for group in svg.findall("g"):
        for element in group.iter():
            _strip(element)
    return svg


def _refuse(svg: ET.Element, path: str) -> None:
    for element in svg.iter():
        if element.tag not in _SHAPES | _WORDS | {_LOOK}:
            what = f"draws <{element.tag}>, which leads outside of the drawing"
            fix = "use shapes, arrows and plain text: no icon, link or tooltip"
            raise HandbookError(what, path=path, fix=fix)
    if int(svg.attrib["width"]) > WIDEST:
        what = f"is {svg.attrib['width']} units wide, {WIDEST} are allowed"
        fix = "put shapes below each other, or shorten labels"
        raise HandbookError(what, path=path, fix=fix)


def _strip(element: ET.Element) -> None:
    """Remove what would override the style sheet of the page."""
    looks = {"fill", "stroke"} | ({"style"} if element.tag == "text" else set())
    element.set("class", _OWN_COLOUR.sub("", element.get("class", "")).strip())
    element.attrib = {
        name: value
        for name, value in element.attrib.items()
        if value and (name not in looks or value == "none")
    }
