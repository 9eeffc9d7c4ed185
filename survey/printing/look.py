"""The office's own look on everything that is printed: one colour and one logo, both of which survive a grey printer.

A logo is never kept as it came: it is decoded, made smaller and written as a new PNG, so that nothing hidden in the
file gets in. Codes are always black on white, whatever the colour.
"""

import re
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from survey import problems
from survey.register.tables import District

INK = "#000000"
LEAST_CONTRAST = 4.5
"""Against paper, as WCAG 2.2 measures it; luminance is what is left of a colour in greyscale."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a logo as it is sent."""
MOST_PIXELS = 25_000_000
LONG_EDGE, SHORT_EDGE = 800, 16
"""Pixels that are kept, and at least needed: 25 mm at 800 dpi."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LEAST_INK = 0.01
"""The part of a logo's area that must stand out from paper."""
DARK = 185
"""Grey values up to here stand out from white by 2 : 1."""
COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True)
class Look:
    """A colour as #rrggbb and a logo as PNG with its width in heights; without one the product's seal is printed."""

    colour: str = INK
    logo: bytes = b""
    wide: float = 1.0

    def data(self) -> dict[str, object]:
        """For a template; typst takes a picture that is no file of its own as a list of bytes."""
        return {"colour": self.colour, "logo": list(self.logo), "wide": self.wide}


PLAIN = Look()


def of(district: District) -> Look:
    """The look of the district's prints."""
    if not district.logo:
        return Look(colour=district.colour or INK)
    with Image.open(BytesIO(district.logo), formats=("PNG",)) as image:
        return Look(district.colour or INK, district.logo, image.width / image.height)


def read_colour(typed: str) -> str:
    """A colour as it is kept, empty for black; raises NotAColour, or PaleColour with a shade that can be printed."""
    colour = typed.strip().lower()
    if not COLOUR.fullmatch(colour):
        raise problems.NotAColour()
    if contrast(colour) < LEAST_CONTRAST:
        raise problems.PaleColour(
            contrast=f"{contrast(colour):.1f}", least=f"{LEAST_CONTRAST:g}", darker=darker(colour)
        )
    return "" if colour == INK else colour


def read_logo(sent: bytes) -> bytes:
    """Draw a logo anew as a small PNG; raises NotALogo, TooLargeLogo or PaleLogo."""
    if len(sent) > LARGEST:
        raise problems.TooLargeLogo(size=f"{len(sent) / 1024**2:.0f} MB")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(sent), formats=FORMATS) as image:
                _check_size(image)
                drawn = image.convert("RGBA")
        except Image.DecompressionBombError:
            raise problems.TooLargeLogo(size="> 170 MP") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
            raise problems.NotALogo() from None
    drawn.thumbnail((LONG_EDGE, LONG_EDGE))
    _check_ink(drawn)
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def contrast(colour: str) -> float:
    """How a colour stands out from white paper, 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """The nearest shade of a colour that can be printed."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    shades = ("#" + "".join(f"{part * left // 100:02x}" for part in parts) for left in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= LEAST_CONTRAST)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _check_size(image: Image.Image) -> None:
    """Look at the head of the file alone, before anything is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise problems.TooLargeLogo(size=f"{image.width} × {image.height}")
    if min(image.size) < SHORT_EDGE:
        raise problems.NotALogo()


def _check_ink(logo: Image.Image) -> None:
    """Refuse a logo that nobody sees on paper, such as a white one made for a dark page."""
    paper = Image.new("RGBA", logo.size, "white")
    grey = Image.alpha_composite(paper, logo).convert("L")
    if sum(grey.histogram()[: DARK + 1]) < LEAST_INK * logo.width * logo.height:
        raise problems.PaleLogo()
