"""What an order at the print shop asks for: the layout, the second language, the distance, the label paper."""

from dataclasses import dataclass

from survey import problems
from survey.printing.wording import WORDINGS

MOST_OFFSET = 10.0
"""Millimetres that labels may be moved, to where a printer really prints; more is another paper."""


@dataclass(frozen=True)
class Layout:
    """A way to print a code; `code_width` is in millimetres with the white border."""

    template: str
    code_width: float
    codes_on_page: int = 1
    scale: float = 1.0


@dataclass(frozen=True)
class Labels:
    """A common A4 label paper, in millimetres."""

    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    gap: float


LABELS = {
    "L7160": Labels(across=3, down=7, width=63.5, height=38.1, left=7.25, top=15.15, gap=2.5),
    "L7159": Labels(across=3, down=8, width=63.5, height=33.9, left=7.25, top=12.9, gap=2.5),
    "L7163": Labels(across=2, down=7, width=99.1, height=38.1, left=4.65, top=15.15, gap=2.5),
    "L7165": Labels(across=2, down=4, width=99.1, height=67.7, left=4.65, top=13.1, gap=2.5),
}
LAYOUTS = {
    "a4": Layout("poster.typ", 110),
    "a3": Layout("poster.typ", 110 * 2**0.5, scale=2**0.5),
    "sign": Layout("sign.typ", 250),
    "tent": Layout("tent.typ", 70),
    "cards": Layout("cards.typ", 36, codes_on_page=10),
    "stickers": Layout("stickers.typ", 34),
}
ROOMY = ("a4", "a3", "sign")
"""What has room for the question in more than two languages."""
CUT_ALREADY = "stickers"
"""Label papers come cut, so that there is nothing to mark."""


@dataclass(frozen=True)
class Order:
    """What to print codes on; a plain one is A4 posters in 中文 and English."""

    layout: str = "a4"
    language: str = "en"
    """The second language, zh for none."""
    more: tuple[str, ...] = ()
    """Further languages that ask the question only; where there is room, which are posters and signs."""
    metres: float | None = None
    """The distance from which the codes must read; None leaves it to the layout."""
    labels: str = "L7160"
    right: float = 0.0
    down: float = 0.0
    """Millimetres that stickers are moved."""
    marks: bool = False
    """Crop marks and 3 mm bleed, for a printing house; cards then come one to a page, as its cutter wants them."""

    def __post_init__(self) -> None:
        """Refuse what cannot be printed: raises UnknownPaper, OffThePaper, CutAlready or NoRoomForLanguages."""
        languages = [(language, list(WORDINGS)) for language in (self.language, *self.more)]
        for asked, offered in ((self.layout, list(LAYOUTS)), *languages, (self.labels, list(LABELS))):
            if asked not in offered:
                raise problems.UnknownPaper(asked=asked[:40], offered=", ".join(offered))
        if max(abs(self.right), abs(self.down)) > MOST_OFFSET:
            raise problems.OffThePaper(most=f"{MOST_OFFSET:g}")
        if self.marks and self.layout == CUT_ALREADY:
            raise problems.CutAlready()
        if self.further and self.layout not in ROOMY:
            raise problems.NoRoomForLanguages()

    @property
    def further(self) -> list[str]:
        """The further languages, each once, in the order of the wordings."""
        return [language for language in WORDINGS if language in self.more and language not in ("zh", self.language)]

    @property
    def paper(self) -> Layout:
        return LAYOUTS[self.layout]

    @property
    def label(self) -> Labels:
        return LABELS[self.labels]

    @property
    def code_width(self) -> float:
        """Millimetres of a code with its white border: on a label what its height leaves."""
        return self.label.height - 4 if self.layout == "stickers" else self.paper.code_width

    @property
    def codes_on_page(self) -> int:
        if self.marks:
            return 1
        return self.label.across * self.label.down if self.layout == "stickers" else self.paper.codes_on_page

    def pages(self, codes: int) -> int:
        """How many pages this many codes take."""
        return -(-codes // self.codes_on_page)
