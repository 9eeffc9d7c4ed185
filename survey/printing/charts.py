"""A chart of a page as a picture for a slide: the page's own SVG with the page's own colours, drawn by typst."""

import re
from dataclasses import asdict, dataclass
from functools import cache

from survey.printing import typesetting
from survey.settings import assets

DPI = 192.0
"""1,920 points across a slide of 10 inches."""
WIDEST, HIGHEST = 226.0, 150.0
"""Millimetres that a drawing may fill."""
FONT = '"Noto Sans CJK SC"'
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SET, USED = re.compile(r"--([\w-]+):([^;}]+)"), re.compile(r"var\(--([\w-]+)\)")


@dataclass(frozen=True)
class Picture:
    """What stands on a slide: words above and below, and the `<svg>` between them."""

    title: str
    under: str
    svg: str
    foot: str


def png(picture: Picture, language: str) -> bytes:
    """Draw one chart."""
    told = asdict(picture) | {"svg": alone(picture.svg), "width": _width(picture.svg), "language": language}
    return typesetting.png("chart.typ", told, DPI)


def alone(svg: str) -> str:
    """An SVG of a page with everything that it takes to be drawn outside it."""
    head, rest = svg.split(">", 1)
    opened = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" class="chart"', 1)
    return f"{opened}><style>{_style()}</style>{rest}"


@cache
def _style() -> str:
    """The rules of charts in light colours; nobody's dark mode is on a slide."""
    css = assets("static") / "css"
    colours = dict(SET.findall((css / "tokens.css").read_text("utf-8").split("}", 1)[0])) | {
        "sans": FONT,
        "paper": "#fff",
    }
    rules = [line for line in (css / "chart.css").read_text("utf-8").splitlines() if line.startswith(".chart ")]
    return USED.sub(lambda found: colours.get(found[1], "inherit"), "\n".join(rules))


def _width(svg: str) -> float:
    """As wide as the slide, or so much less that the drawing is not higher than it."""
    found = BOX.search(svg)
    assert found is not None, "every chart says its size"
    wide, high = float(found[1]), float(found[2])
    return min(WIDEST, HIGHEST * wide / high)
