"""What stands around the marks on a card: steps done, findings and what became of them, media, and the self-evaluation.

Findings that would tell of an unannounced visit before its release are
left out for everybody. Media are listed and never scored: praise earns no points.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey.register import mergers
from survey.register.tables import Milestone, Project, SelfEvaluation
from survey.rounds import findings
from survey.rounds.tables import Act, Finding, FindingState, Move
from survey.scorecards.model import Fair
from survey.scorecards.model_around import Around, FixRate, Media, OwnMarks, Report, Step, Steps
from survey.scorecards.satisfaction import Floats
from survey.visits import sealing
from survey.watch.tables import MediaReport, Tone

MOST_LISTED = 5
FAR_ABOVE = 10.0
"""Points above the district's usual self-inflation from which a self-evaluation is remarked on."""


def of_project(session: Session, project: Project, today: date) -> Around:
    """What stands around a project's marks; the self-evaluation is added with `own_marks`."""
    ids = mergers.members(session, project.id)
    return Around(steps_of(session, ids, today), findings_of(session, ids), media_of(session, ids), None)


def steps_of(session: Session, ids: Sequence[int], today: date) -> Steps:
    """The milestones of a project and those merged into it."""
    found = session.scalars(
        select(Milestone).where(Milestone.project_id.in_(ids)).order_by(Milestone.due_on, Milestone.id)
    ).all()
    done = [step for step in found if step.done_on]
    return Steps(
        done=len(done),
        in_time=sum(step.done_on is not None and step.done_on <= step.due_on for step in done),
        late=sum(step.done_on is None and step.due_on < today for step in found),
        every=len(found),
        listed=tuple(
            Step(step.name, step.due_on.isoformat(), step.done_on.isoformat() if step.done_on else None)
            for step in found
        ),
    )


def findings_of(session: Session, ids: Sequence[int]) -> FixRate:
    """The findings of some projects and what became of them; only class A confirmed by who raised it is fixed."""
    secret = findings.raised_from(sealing.unreleased())
    mine: list[ColumnElement[bool]] = [Finding.project_id.in_(ids), Finding.id.not_in(secret)]
    states = session.execute(
        select(Finding.state, func.count(), func.count(Finding.dispatched_on)).where(*mine).group_by(Finding.state)
    ).all()
    by_state = Counter({state: count for state, count, _ in states})
    settled = (FindingState.FIXED, FindingState.SCHEDULED, FindingState.CLOSED)
    in_time, due = _replies(session, mine)
    return FixRate(
        raised=by_state.total(),
        dispatched=sum(dispatched for *_, dispatched in states),
        fixed=by_state[FindingState.FIXED],
        scheduled=by_state[FindingState.SCHEDULED],
        closed=by_state[FindingState.CLOSED],
        open=by_state.total() - sum(by_state[state] for state in settled),
        replies_in_time=in_time,
        replies_due=due,
    )


def _replies(session: Session, mine: list[ColumnElement[bool]]) -> tuple[int, int]:
    """How many replies kept their deadline, of those that had one."""
    kept = session.scalars(
        select(Move.in_time).join(Finding, Finding.id == Move.finding_id).where(*mine, Move.act == Act.REPLY)
    ).all()
    return sum(in_time is True for in_time in kept), sum(in_time is not None for in_time in kept)


def media_of(session: Session, ids: Sequence[int]) -> Media:
    """What media wrote about a project, or about several."""
    found = session.scalars(
        select(MediaReport)
        .where(MediaReport.project_id.in_(ids))
        .order_by(MediaReport.published_on.desc(), MediaReport.id.desc())
    ).all()
    tones = Counter(report.tone for report in found)
    suggesting = [report for report in found if report.suggestion]
    return Media(
        reports=len(found),
        praise=tones[Tone.PRAISE],
        critical=tones[Tone.CRITICAL],
        suggestions=len(suggesting),
        acted_on=sum(bool(report.action) for report in suggesting),
        newest=tuple(
            Report(report.title, report.outlet, report.published_on.isoformat(), report.link)
            for report in found[:MOST_LISTED]
        ),
    )


def self_marks(session: Session) -> dict[int, tuple[str, float]]:
    """The newest self-evaluation with a score of every project: month and score."""
    rows = session.execute(
        select(SelfEvaluation.project_id, SelfEvaluation.month, SelfEvaluation.score)
        .where(SelfEvaluation.score.is_not(None))
        .order_by(SelfEvaluation.month)
    )
    return {project_id: (month, float(score or 0)) for project_id, month, score in rows}


def usual_gap(own: Mapping[int, tuple[str, float]], rows: Mapping[int, int], fair: Floats) -> float | None:
    """The district's median of self − fair over the projects that have both; None where none has."""
    gaps = sorted(own[project][1] - float(fair[row]) for project, row in rows.items() if project in own)
    if not gaps:
        return None
    middle = len(gaps) // 2
    return gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) / 2


def own_marks(found: tuple[str, float] | None, fair: Fair | None, usual: float | None) -> OwnMarks | None:
    """A self-evaluation beside the deputies' fair score."""
    if found is None:
        return None
    month, score = found
    if fair is None:
        return OwnMarks(month, score, None, usual, far_above=False)
    gap = score - fair.mean
    far = fair.high is not None and usual is not None and score > fair.high and gap > usual + FAR_ABOVE
    return OwnMarks(month, score, gap, usual, far_above=far)
