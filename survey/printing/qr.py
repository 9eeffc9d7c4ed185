"""QR codes that a cheap phone reads from an arm's length: as few modules as the level of error correction allows.

An address of a site is written as two segments, `https://host` byte by byte and `/S/CODE` in the alphanumeric mode,
which needs 5.5 bits a character instead of 8. Around every code lies the quiet zone of four modules that the standard
(ISO/IEC 18004) asks for.
"""

import re
from functools import lru_cache
from io import BytesIO
from typing import Literal

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET = 4
"""Modules of white on each side."""
PIXELS = 20
"""Pixels a module in a PNG: a code of 29 modules prints at 63 mm and 300 dpi."""
SITE_PATH = re.compile(r"(?P<host>.+)(?P<path>/[SE]/[0-9A-Z/]+)")

Level = Literal["H", "Q", "M", "L"]
LEVELS: dict[Level, int] = {"H": ERROR_CORRECT_H, "Q": ERROR_CORRECT_Q, "M": ERROR_CORRECT_M, "L": ERROR_CORRECT_L}
"""Levels of error correction, the strongest first: 30, 25, 15 or 7 % of a code may be spoilt."""

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=1024)
def matrix(url: str, level: Level = "Q") -> Matrix:
    """The modules of an address's code, true for dark, with the quiet zone around them."""
    code = QRCode(error_correction=LEVELS[level], border=QUIET)
    for segment in segments(url):
        code.add_data(segment, optimize=0)
    code.make(fit=True)
    return tuple(tuple(row) for row in code.get_matrix())


def segments(url: str) -> list[QRData]:
    """Cut an address into what each mode of a QR code holds best."""
    found = SITE_PATH.fullmatch(url)
    if found is None:
        return [QRData(url.encode(), mode=MODE_8BIT_BYTE)]
    return [
        QRData(found["host"].encode(), mode=MODE_8BIT_BYTE),
        QRData(found["path"].encode(), mode=MODE_ALPHA_NUM),
    ]


def svg(url: str, level: Level = "Q") -> str:
    """Draw an address's code as SVG: one path, so that no hairlines show between its modules."""
    modules = matrix(url, level)
    size = len(modules)
    runs = "".join(_runs(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{runs}"/></svg>'
    )


def _runs(modules: Matrix) -> list[str]:
    """A path of rectangles, one for each row's run of dark modules."""
    runs = []
    for y, row in enumerate(modules):
        line = "".join("#" if dark else " " for dark in row)
        runs += [f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in re.finditer("#+", line)]
    return runs


def png(url: str) -> bytes:
    """Draw an address's code as a black and white PNG with PIXELS to a module."""
    modules = matrix(url)
    size = len(modules)
    image = Image.new("1", (size, size))
    image.putdata([0 if dark else 1 for row in modules for dark in row])
    file = BytesIO()
    image.resize((size * PIXELS, size * PIXELS), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()
