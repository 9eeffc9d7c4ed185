"""The lists of projects: plan, duty, voice and review. Each is a title and columns; all else they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from survey.collect import channels
from survey.collect.channels import Heard
from survey.collect.tables import Channel, VisitKind
from survey.problems import N_
from survey.register import duty, lights, projects, promises, self_evaluations
from survey.register.lights import Signal
from survey.register.projects import Standing
from survey.register.tables import Project
from survey.web import who
from survey.web.filters import day
from survey.web.transaction import db, today
from survey.web.words import word

Value = str | int | float


@dataclass(frozen=True)
class Row:
    """A project with what the lists say about it."""

    project: Project
    standing: Standing
    signal: Signal
    heard: Heard = field(default_factory=Heard)
    steps: tuple[int, int] = (0, 0)
    """Milestones done, and all of them."""
    own_score: float | None = None
    lowered: int = 0
    """How often the promise itself was changed."""


@dataclass(frozen=True)
class Column:
    """One column; `value` gives plain text or a number, for the page, the workbook and the printed list alike."""

    name: str
    label: str
    value: Callable[[Row], Value]
    width: int = 14
    is_number: bool = False
    is_aside: bool = True
    sort: str = ""


@dataclass(frozen=True)
class Kind:
    """One of the lists."""

    character: str
    title: str
    columns: tuple[Column, ...]

    def chosen(self, names: Sequence[str]) -> list[Column]:
        """The columns that somebody chose, in their order; all when none of the names is known. The name stays."""
        found = [column for column in self.columns if column.name in names or column.name == "name"]
        return found if len(found) > 1 else list(self.columns)


def _channel(channel: Channel) -> Callable[[Row], int]:
    return lambda row: row.heard.channels[channel]


NUMBER = Column("number", N_("Number"), lambda row: row.project.number, 18, sort="number")
NAME = Column("name", N_("Project"), lambda row: row.project.name, 32, is_aside=False, sort="name")
CATEGORY = Column("category", N_("Category"), lambda row: row.project.category.name, sort="category")
DEPARTMENT = Column("department", N_("Department"), lambda row: row.project.department.name, 20, sort="department")
DUE = Column("due", N_("Due"), lambda row: _day(row.project.due_on), is_aside=False, sort="due")
STATE = Column("state", N_("State"), lambda row: word(row.project.state), is_aside=False, sort="state")

KINDS = {
    "plan": Kind(
        "谋",
        N_("Plan"),
        (
            NUMBER,
            NAME,
            CATEGORY,
            DEPARTMENT,
            Column("batch", N_("Batch"), lambda row: row.project.batch, sort="batch"),
            Column("target", N_("Target"), lambda row: row.project.target, 40),
            DUE,
            STATE,
            Column("lowered", N_("Promise changed"), lambda row: row.lowered, 10, is_number=True),
        ),
    ),
    "duty": Kind(
        "办",
        N_("Duty"),
        (
            NUMBER,
            NAME,
            DEPARTMENT,
            Column("owner", N_("Owner"), lambda row: row.project.owner, 20, sort="owner"),
            Column("sponsor", N_("Sponsor"), lambda row: row.project.sponsor, 18, sort="sponsor"),
            DUE,
            Column("light", N_("Traffic light"), lambda row: word(row.signal.light), is_aside=False),
            Column("steps", N_("Milestones done"), lambda row: f"{row.steps[0]} / {row.steps[1]}", is_number=True),
            Column("next", N_("Next milestone"), lambda row: _day(row.signal.first_open)),
            Column("noted", N_("Last note"), lambda row: _moment_day(row.signal.last_note)),
            Column("own", N_("Self-evaluation"), lambda row: _score(row.own_score), is_number=True),
        ),
    ),
    "voice": Kind(
        "享",
        N_("Voice"),
        (
            NUMBER,
            NAME,
            DEPARTMENT,
            STATE,
            Column(
                "residents",
                N_("Residents"),
                lambda row: row.heard.channels.total(),
                10,
                is_number=True,
                is_aside=False,
            ),
            Column("site", N_("Code at the site"), _channel(Channel.SITE), 10, is_number=True),
            Column("event", N_("Event"), _channel(Channel.EVENT), 10, is_number=True),
            Column("kiosk", N_("Kiosk"), _channel(Channel.KIOSK), 10, is_number=True),
            Column("paper", N_("Paper"), _channel(Channel.PAPER), 10, is_number=True),
            Column("interviewer", N_("Interviewer"), _channel(Channel.INTERVIEWER), 10, is_number=True),
            Column("last", N_("Last answer"), lambda row: _moment_day(row.heard.last_resident_at)),
        ),
    ),
    "review": Kind(
        "评",
        N_("Review"),
        (
            NUMBER,
            NAME,
            DEPARTMENT,
            STATE,
            Column(
                "deputies",
                N_("Deputies"),
                lambda row: row.heard.visits.total(),
                10,
                is_number=True,
                is_aside=False,
            ),
            Column(
                "announced",
                N_("Announced"),
                lambda row: row.heard.visits[VisitKind.ANNOUNCED],
                10,
                is_number=True,
            ),
            Column(
                "unannounced",
                N_("Unannounced"),
                lambda row: row.heard.visits[VisitKind.UNANNOUNCED],
                10,
                is_number=True,
            ),
            Column("visited", N_("Last visit"), lambda row: _moment_day(row.heard.last_deputy_at)),
        ),
    ),
}
KINDS_WITH_ANSWERS = ("voice", "review")


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _moment_day(value: object) -> str:
    return day(value) if value is not None else ""  # type: ignore[arg-type]


def _score(value: float | None) -> Value:
    return round(value, 1) if value is not None else ""


def rows(kind: str, found: Sequence[Project]) -> list[Row]:
    """What a list says about some projects: as many queries for one as for fifty."""
    ids = [project.id for project in found]
    signals = lights.of_projects(db(), found, today())
    heard = channels.of_projects(db(), ids, who.hidden_sheets()) if kind in KINDS_WITH_ANSWERS else {}
    steps = duty.steps(db(), ids) if kind == "duty" else {}
    own = self_evaluations.latest(db(), ids) if kind == "duty" else {}
    lowered = promises.counts(db(), ids) if kind == "plan" else {}
    return [
        Row(
            project,
            projects.standing(project, today()),
            signals[project.id],
            heard.get(project.id, Heard()),
            steps.get(project.id, (0, 0)),
            own[project.id].score if project.id in own else None,
            lowered.get(project.id, 0),
        )
        for project in found
    ]
