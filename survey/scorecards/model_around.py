"""What stands around the marks on a card: steps, findings, media and the self-evaluation, as plain frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One milestone."""

    name: str
    due_on: str
    done_on: str | None


@dataclass(frozen=True)
class Steps:
    """Milestones: done, done in time, still open beyond their day, and all of them."""

    done: int
    in_time: int
    late: int
    every: int
    listed: tuple[Step, ...]


@dataclass(frozen=True)
class FixRate:
    """Findings raised, sent to a department, fixed and confirmed by who raised them, dated for later, closed unfixed.

    `replies_in_time` of `replies_due` had a deadline and kept it; `open` is whatever waits for somebody.
    """

    raised: int
    dispatched: int
    fixed: int
    scheduled: int
    closed: int
    open: int
    replies_in_time: int
    replies_due: int


@dataclass(frozen=True)
class Report:
    """One media report."""

    title: str
    outlet: str
    published_on: str
    link: str


@dataclass(frozen=True)
class Media:
    """Media reports by tone, suggestions and how many were acted on; the newest of them."""

    reports: int
    praise: int
    critical: int
    suggestions: int
    acted_on: int
    newest: tuple[Report, ...]


@dataclass(frozen=True)
class OwnMarks:
    """The department's newest self-evaluation beside the deputies' fair score; it has no weight.

    `gap` = self − fair, `usual` the district's median of such gaps; `far_above` when the marks are above the deputies'
    interval and more than 10 points above what is usual.
    """

    month: str
    score: float
    gap: float | None
    usual: float | None
    far_above: bool


@dataclass(frozen=True)
class Around:
    """Everything that stands around the marks."""

    steps: Steps
    findings: FixRate
    media: Media
    own: OwnMarks | None
