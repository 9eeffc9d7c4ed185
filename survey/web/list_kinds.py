"""The lists of projects: plan, duty, voice and review. Each is a title and columns; all else they share."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from flask_babel import gettext

from survey.collect import channels
from survey.collect.channels import Heard
from survey.collect.tables import Channel, VisitKind
from survey.printing.table import Sheet
from survey.problems import N_
from survey.register import duty, lights, orders, projects, promises, self_evaluations
from survey.register.lights import Signal
from survey.register.orders import Order
from survey.register.projects import Filter, Standing
from survey.register.tables import Project
from survey.rounds import said
from survey.rounds.hearing_tables import HearingKind
from survey.rounds.said import Said
from survey.web import who
from survey.web.filters import day
from survey.web.transaction import db, today
from survey.web.words import word

Value = str | int | float
Thing = TypeVar("Thing")
"""What a list has lines of."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is counted about one project, or about all that a list shows."""

    heard: Heard = field(default_factory=Heard)
    said: Said = field(default_factory=Counter)
    """Opinions at hearings, and demands of enterprises."""
    steps: tuple[int, int] = (0, 0)
    """Milestones done, and all of them."""
    lowered: int = 0
    """How often the promise itself was changed."""


@dataclass(frozen=True, kw_only=True)
class Row(Figures):
    """A project with what the lists say about it."""

    project: Project
    standing: Standing
    signal: Signal
    own_score: float | None = None


@dataclass(frozen=True)
class Column(Generic[Thing]):
    """One column; `value` gives plain text or a number, for the page, the workbook and the printed list alike."""

    name: str
    label: str
    value: Callable[[Thing], Value]
    width: int = 14
    is_number: bool = False
    is_aside: bool = True
    sort: str = ""
    total: Callable[[Any], Value] | None = None
    """What the last line of the list says."""


def figure(
    name: str, label: str, value: Callable[[Figures], Value], *, width: int = 10, is_aside: bool = True
) -> Column[Row]:
    """A column of counts that the last line adds up."""
    return Column(name, label, value, width, is_number=True, is_aside=is_aside, sort=name, total=value)


def chosen(columns: Sequence[Column[Thing]], names: Sequence[str], keeps: str) -> list[Column[Thing]]:
    """The columns that somebody chose, in their order, and the one that stays; all when none of the names is known."""
    found = [column for column in columns if column.name in names or column.name == keeps]
    return found if len(found) > 1 else list(columns)


@dataclass(frozen=True)
class Kind:
    """One of the lists of projects."""

    character: str
    title: str
    columns: tuple[Column[Row], ...]


def _channel(channel: Channel) -> Callable[[Figures], Value]:
    return lambda row: row.heard.channels[channel]


def _visits(kind: VisitKind) -> Callable[[Figures], Value]:
    return lambda row: row.heard.visits[kind]


NUMBER: Column[Row] = Column("number", N_("Number"), lambda row: row.project.number, 18, sort="number")
NAME: Column[Row] = Column("name", N_("Project"), lambda row: row.project.name, 32, is_aside=False, sort="name")
CATEGORY: Column[Row] = Column("category", N_("Category"), lambda row: row.project.category.name, sort="category")
DEPARTMENT: Column[Row] = Column(
    "department", N_("Department"), lambda row: row.project.department.name, 20, sort="department"
)
DUE: Column[Row] = Column("due", N_("Due"), lambda row: _day(row.project.due_on), is_aside=False, sort="due")
STATE: Column[Row] = Column("state", N_("State"), lambda row: word(row.project.state), is_aside=False, sort="state")

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
            Column("target", N_("Target"), lambda row: row.project.target, 40, sort="target"),
            DUE,
            STATE,
            figure("lowered", N_("Promise changed"), lambda row: row.lowered),
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
            Column("light", N_("Traffic light"), lambda row: word(row.signal.light), is_aside=False, sort="light"),
            figure("steps", N_("Milestones done"), lambda row: f"{row.steps[0]} / {row.steps[1]}", width=14),
            Column("next", N_("Next milestone"), lambda row: _day(row.signal.first_open), sort="next"),
            Column("noted", N_("Last note"), lambda row: _moment_day(row.signal.last_note), sort="noted"),
            Column("own", N_("Self-evaluation"), lambda row: _score(row.own_score), is_number=True, sort="own"),
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
            figure("residents", N_("Residents"), lambda row: row.heard.channels.total(), is_aside=False),
            figure("site", N_("Code at the site"), _channel(Channel.SITE)),
            figure("event", N_("Event"), _channel(Channel.EVENT)),
            figure("kiosk", N_("Kiosk"), _channel(Channel.KIOSK)),
            figure("paper", N_("Paper"), _channel(Channel.PAPER)),
            figure("interviewer", N_("Interviewer"), _channel(Channel.INTERVIEWER)),
            figure("hearing", N_("At hearings"), lambda row: row.said[HearingKind.HEARING]),
            figure("enterprise", N_("From enterprises"), lambda row: row.said[HearingKind.ENTERPRISE]),
            Column("last", N_("Last answer"), lambda row: _moment_day(row.heard.last_resident_at), sort="last"),
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
            figure("deputies", N_("Deputies"), lambda row: row.heard.visits.total(), is_aside=False),
            figure("announced", N_("Announced"), _visits(VisitKind.ANNOUNCED)),
            figure("unannounced", N_("Unannounced"), _visits(VisitKind.UNANNOUNCED)),
            Column("visited", N_("Last visit"), lambda row: _moment_day(row.heard.last_deputy_at), sort="visited"),
        ),
    ),
}
KINDS_WITH_ANSWERS = ("voice", "review")
SORTED = {column.sort for kind in KINDS.values() for column in kind.columns if column.sort}


def order(name: str) -> Order:
    """The order of an address, such as `-due`: a minus turns it round."""
    plain = name.removeprefix("-")
    of_register = orders.ORDERS.get(plain)
    others = {**channels.orders(who.hidden_sheets()), **said.orders()} if of_register is None else {}
    found = of_register(today()) if of_register else others[plain]
    return found.turned() if name.startswith("-") else found


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
    opinions = said.of_projects(db(), ids) if kind == "voice" else {}
    steps = duty.steps(db(), ids) if kind == "duty" else {}
    own = self_evaluations.latest(db(), ids) if kind == "duty" else {}
    lowered = promises.counts(db(), ids) if kind == "plan" else {}
    return [
        Row(
            project=project,
            standing=projects.standing(project, today()),
            signal=signals[project.id],
            heard=heard.get(project.id, Heard()),
            said=opinions.get(project.id, Counter()),
            steps=steps.get(project.id, (0, 0)),
            own_score=own[project.id].score if project.id in own else None,
            lowered=lowered.get(project.id, 0),
        )
        for project in found
    ]


def totals(kind: str, filter_: Filter) -> Figures:
    """The same counts of all projects that a filter finds."""
    of = projects.ids_of(filter_, today())
    if kind in KINDS_WITH_ANSWERS:
        opinions = said.of_all(db(), of) if kind == "voice" else Counter()
        return Figures(heard=channels.of_all(db(), of, who.hidden_sheets()), said=opinions)
    return Figures(steps=duty.all_steps(db(), of)) if kind == "duty" else Figures(lowered=promises.count(db(), of))


def last_line(columns: Sequence[Column[Thing]], figures: object) -> list[Value]:
    """The line below a list: its totals under their columns; empty where no column has one."""
    values = [column.total(figures) if column.total else "" for column in columns]
    return values if any(column.total for column in columns) else []


def sheet(
    title: str,
    kept: Sequence[tuple[str, str]],
    columns: Sequence[Column[Thing]],
    rows: Iterable[Sequence[Value]],
    totals: Sequence[Value],
) -> Sheet:
    """A list as a workbook and the printer take it; `kept` is the filter's sentence."""
    only = "；".join(words for words, _ in kept)
    return Sheet(
        title=title,
        unit=gettext("Leading-group office"),
        day=today(),
        note=gettext("Only: %(filter)s", filter=only) if only else "",
        headings=[gettext(column.label) for column in columns],
        widths=[column.width for column in columns],
        numbers=[column.is_number for column in columns],
        rows=rows,
        totals=totals,
    )
