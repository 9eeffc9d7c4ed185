"""Pages set by typst: a template of ours and data as JSON, so that what people typed is never markup.

One font is used, from a dependency, and only its used characters go into the file; the system's fonts are left alone
so that a page looks the same on every machine.
"""

import json
import re
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from noto_cjk_sans_otc import FONT_PATH

from survey.printing.look import PLAIN, Look
from survey.settings import assets

TEMPLATES = Path(__file__).parent
FONT = Path(FONT_PATH)
SEAL_RED = "#b3261e"
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff]+")


@cache
def fonts() -> typst.Fonts:
    """The one font, opened once for the whole process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)])


def pdf(template: str, data: dict[str, object], look: Look = PLAIN) -> bytes:
    """Set a template of this folder with its data and return the PDF, tagged for those who cannot see it."""
    return _set(template, data | {"look": look.data()}, "pdf")


def png(template: str, data: dict[str, object], dpi: float, look: Look = PLAIN) -> bytes:
    """Draw a template that makes one page."""
    return _set(template, data | {"look": look.data()}, "png", dpi)


def _set(template: str, data: dict[str, object], kind: Literal["pdf", "png"], dpi: float | None = None) -> bytes:
    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format=kind,
        ppi=dpi,
        sys_inputs={"data": json.dumps({"seal": seal(), **data}, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


@cache
def seal() -> str:
    """The product's seal as an SVG that stands alone."""
    drawn = (assets("templates") / "_seal.html").read_text(encoding="utf-8")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace("currentColor", SEAL_RED)


def one_line(text: str) -> str:
    """Text as a line of print: line breaks become spaces, what cannot be seen goes away."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def missing(texts: Iterable[str]) -> str:
    """The characters of these texts that the font cannot print, each once, in order."""
    used = {ord(character) for text in texts for character in one_line(text)} - {ord(" ")}
    return "".join(map(chr, sorted(used - characters())))


@cache
def characters() -> frozenset[int]:
    """Every character that the font has, read from its `cmap` table, format 12 (OpenType 1.9)."""
    file = FONT.read_bytes()
    start = _cmap(file)
    (count,) = struct.unpack_from(">H", file, start + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", file, start + 8 + 8 * place)
        if struct.unpack_from(">H", file, start + offset) == (12,):
            return frozenset(_groups(file, start + offset))
    raise ValueError(f"{FONT} has no character map of format 12")


def _cmap(file: bytes) -> int:
    """Where the `cmap` table of the font begins; a collection's first font stands for all, they share the table."""
    (font,) = struct.unpack_from(">I", file, 12) if file.startswith(b"ttcf") else (0,)
    (count,) = struct.unpack_from(">H", file, font + 4)
    for place in range(count):
        name, _sum, offset, _length = struct.unpack_from(">4sIII", file, font + 12 + 16 * place)
        if name == b"cmap":
            return int(offset)
    raise ValueError(f"{FONT} has no character map")


def _groups(file: bytes, table: int) -> Iterable[int]:
    (count,) = struct.unpack_from(">I", file, table + 12)
    for first, last, _glyph in struct.iter_unpack(">III", file[table + 16 : table + 16 + 12 * count]):
        yield from range(first, last + 1)
