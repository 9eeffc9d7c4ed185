"""What a sheet with a site's code says: the address it holds, the project, the promise."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from survey.printing import typesetting
from survey.register.tables import SiteCode


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


def typed_address(public_url: str) -> str:
    """Where a code can be typed, as short as a person may write it."""
    parts = urlsplit(public_url)
    return f"{parts.netloc}{parts.path.rstrip('/')}/code"
