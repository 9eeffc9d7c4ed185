"""From how far a printed code reads, and the strongest error correction that still reads from there.

A decoder wants three pixels for a module. The preview of a cheap phone shows 1,280 pixels across some 64 degrees, so
that it reads a code from 340 times the width of its modules: 1,280 / (2 tan 32°) / 3.
"""

from survey import problems
from survey.printing import qr

REACH = 340
"""Widths of a module between the code and the phone."""
NEAREST = 0.25
"""Metres; nearer, phones do not focus."""
USUAL: qr.Level = "Q"
"""What is printed when no distance is asked for: a quarter of the code may be torn or dirty."""


def reach(url: str, width: float, level: qr.Level = USUAL) -> float:
    """The metres from which an address's code reads that is `width` mm wide with its white border."""
    return REACH * width / len(qr.matrix(url, level)) / 1000


def level_for(url: str, width: float, metres: float | None) -> qr.Level:
    """The strongest error correction with which a code of this width in mm reads from a distance; None asks for any.

    Raises TooFar, which says how wide the code would have to be.
    """
    wanted = NEAREST if metres is None else metres
    for level in (USUAL,) if metres is None else qr.LEVELS:
        if reach(url, width, level) >= wanted:
            return level
    weakest = level
    raise problems.TooFar(
        metres=f"{wanted:g}",
        reach=f"{reach(url, width, weakest):.1f}",
        needed=round(width * wanted / reach(url, width, weakest)),
        width=round(width),
    )
