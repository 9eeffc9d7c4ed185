"""One poster for each site: the question, the code, the promise, and what to do when the code cannot be scanned."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from survey.printing import qr, typesetting
from survey.register.tables import District, SiteCode

LAYOUTS = ("a4",)
BATCH = 50
"""Posters between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many posters are drawn, and of how many."""


@dataclass(frozen=True)
class Poster:
    """What one poster says; every text is one line without control characters."""

    code: str
    url: str
    number: str
    project: str
    site: str
    target: str
    department: str
    due: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What the register gave, of which the font may lack a character."""
        return self.number, self.project, self.site, self.target, self.department


def of_code(code: SiteCode, public_url: str) -> Poster:
    """Word the poster of a code whose site, project and department are loaded."""
    site, project = code.site, code.site.project
    line = typesetting.one_line
    return Poster(
        code=code.code,
        url=address(code, public_url),
        number=line(project.number),
        project=line(project.name),
        site=line(f"{site.name} {site.address}"),
        target=line(project.target),
        department=line(project.department.name),
        due=day(project.due_on),
    )


def address(code: SiteCode, public_url: str) -> str:
    """The address that a site's code holds."""
    return f"{public_url.rstrip('/')}/S/{code.code}"


def day(on: date | None) -> str:
    """A date as 中文 writes it; empty when there is none."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def pdf(
    posters: Sequence[Poster], district: District, public_url: str, *, progress: Progress = lambda done, of: None
) -> bytes:
    """Set the posters as one PDF, a page each."""
    pages = []
    for place, poster in enumerate(posters, 1):
        pages.append(asdict(poster) | {"qr": qr.svg(poster.url), "modules": len(qr.matrix(poster.url))})
        if place % BATCH == 0 or place == len(posters):
            progress(place, len(posters))
    name = typesetting.one_line(district.name)
    return typesetting.pdf(
        "poster.typ",
        {
            "title": f"{name}实事项目海报",
            "district": name,
            "complaint_line": typesetting.one_line(district.complaint_line),
            "address": typed_address(public_url),
            "posters": pages,
        },
    )


def typed_address(public_url: str) -> str:
    """Where a code can be typed, as short as a person may write it."""
    parts = urlsplit(public_url)
    return f"{parts.netloc}{parts.path.rstrip('/')}/code"
