"""Flags: sets of residents' sheets that a rule picked out. A person decides; sheets are set aside, never deleted."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.collect import tallies
from survey.collect.submissions import came_late
from survey.collect.tables import Period, Submission
from survey.people import audit
from survey.questionnaires import catalogue
from survey.register import mergers
from survey.scorecards import counts
from survey.scorecards.counts import GRADES, OVERALL
from survey.scorecards.looking import Found
from survey.scorecards.satisfaction import Floats
from survey.scorecards.suspicion import LEAST_ALIKE, SUSPECT, Rule
from survey.scorecards.tables import Flag, FlagSheet, FlagState

LEAST_NEW = {Rule.TOO_FAST: 1, Rule.STRAIGHT: 5}
"""New sheets from which a set of its own is worth it; LEAST_ALIKE for the other rules."""
SHOWN = 50


def keep(session: Session, found: Sequence[Found], now: datetime) -> int:
    """Keep what was found: sheets that no flag of the rule holds yet join its open one, or make a new one.

    A decided set never grows, so a decision holds for the sheets that its maker saw. Gives the number of new flags.
    """
    made = 0
    for one in found:
        held = _held(session, one.project_id, one.rule)
        new = [sheet for sheet in one.sheets if sheet not in held]
        is_open = {held[sheet].id: held[sheet] for sheet in one.sheets if sheet in held and _is_open(held[sheet])}
        flag = next(iter(is_open.values()), None)
        if flag is None and len(new) >= LEAST_NEW.get(one.rule, LEAST_ALIKE):
            flag = _raise(session, one, now)
            made += 1
        if flag is not None:
            flag.detail = dict(one.detail)
            session.add_all(FlagSheet(flag_id=flag.id, project_id=one.project_id, submission_id=sheet) for sheet in new)
            session.flush()
    return made


def _is_open(flag: Flag) -> bool:
    return flag.state is FlagState.OPEN


def _held(session: Session, project_id: int, rule: Rule) -> dict[UUID, Flag]:
    rows = session.execute(
        select(FlagSheet.submission_id, Flag)
        .join(Flag, Flag.id == FlagSheet.flag_id)
        .where(FlagSheet.project_id == project_id, Flag.rule == rule)
    )
    return {submission_id: flag for submission_id, flag in rows}


def _raise(session: Session, found: Found, now: datetime) -> Flag:
    flag = Flag(
        project_id=found.project_id,
        channel=found.channel,
        rule=found.rule,
        detail=dict(found.detail),
        found_at=now,
        state=FlagState.OPEN,
    )
    session.add(flag)
    session.flush()
    return flag


def of_id(session: Session, flag_id: int) -> Flag:
    """Find a flag with its project; raises NotFound."""
    flag = session.scalar(select(Flag).where(Flag.id == flag_id).options(joinedload(Flag.project)))
    if flag is None:
        raise problems.NotFound()
    return flag


def everything(session: Session) -> list[Flag]:
    """All flags with their projects: undecided before decided, suspect before noted, the newest first."""
    found = session.scalars(select(Flag).options(joinedload(Flag.project)).order_by(Flag.found_at.desc(), Flag.id))
    return sorted(found, key=lambda flag: (flag.state is not FlagState.OPEN, flag.rule not in SUSPECT))


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a flag, and why."""

    state: FlagState
    by: str
    reason: str


def decide(session: Session, flag: Flag, decision: Decision, now: datetime, zone: ZoneInfo) -> None:
    """Set a flag's sheets aside, let them count, or undo either; the tallies follow sheet by sheet.

    A sheet that another flag has set aside stays aside.
    """
    flag.state, flag.reason = decision.state, decision.reason
    flag.decided_at, flag.decided_by = now, decision.by
    session.flush()
    if decision.state is FlagState.SET_ASIDE:
        _move(session, [*_sheets(flag), Submission.set_aside_at.is_(None)], now, zone)
    else:
        others = select(FlagSheet.submission_id).join(Flag, Flag.id == FlagSheet.flag_id)
        elsewhere = others.where(Flag.project_id == flag.project_id, Flag.state == FlagState.SET_ASIDE)
        held = [Submission.set_aside_at.is_not(None), Submission.id.not_in(elsewhere)]
        _move(session, [*_sheets(flag), *held], None, zone)
    act, detail = f"flag_{decision.state.value}", {"reason": decision.reason, "project": flag.project.number}
    audit.record(session, decision.by, act, subject(flag), now, **detail)


def let_late_ones_count(session: Session, project_id: int, zone: ZoneInfo) -> None:
    """Count what reached us while a project was cancelled, now that it goes on."""
    _move(session, [Submission.project_id == project_id, came_late()], None, zone)


def subject(flag: Flag) -> str:
    """What the audit log calls a flag."""
    return f"flag {flag.id}"


def _sheets(flag: Flag) -> list[ColumnElement[bool]]:
    members = select(FlagSheet.submission_id).where(FlagSheet.flag_id == flag.id)
    return [Submission.project_id == flag.project_id, Submission.id.in_(members)]


def _move(session: Session, rules: Sequence[ColumnElement[bool]], aside_at: datetime | None, zone: ZoneInfo) -> None:
    """Take sheets out of the counts or put them back; each is moved by whoever changes its row, so never twice."""
    columns = (Submission.project_id, Submission.channel, Submission.version_id, Submission.answers)
    moved = session.execute(
        update(Submission)
        .where(*rules)
        .values(set_aside_at=aside_at)
        .returning(*columns, Submission.received_at, Submission.superseded_at)
        .execution_options(synchronize_session=False)
    ).all()
    cells: Counter[tallies.Cell] = Counter()
    for row in moved:
        if row.superseded_at is None:
            _, questionnaire = catalogue.of_id(session, row.version_id)
            for cell in tallies.cells(row, questionnaire, row.received_at.astimezone(zone).date()):
                cells[cell] += 1 if aside_at is None else -1
    tallies.add(session, cells)


def sheets_of(session: Session, flag: Flag) -> Sequence[Row[Any]]:
    """The first sheets of a flag in the order of their arrival: received_at, language, seconds, answers, version_id."""
    columns = (Submission.received_at, Submission.language, Submission.seconds, Submission.answers)
    return session.execute(
        select(*columns, Submission.version_id, Submission.superseded_at)
        .where(*_sheets(flag))
        .order_by(Submission.received_at, Submission.id)
        .limit(SHOWN)
    ).all()


def sizes(session: Session) -> dict[int, int]:
    """How many sheets every flag holds."""
    rows = session.execute(select(FlagSheet.flag_id, func.count()).group_by(FlagSheet.flag_id))
    return {flag_id: count for flag_id, count in rows}


def grades(session: Session, period: Period | None) -> dict[int, Floats]:
    """Counts of the overall grades 1…5 in the latest sheets of every flag, whether they count or are set aside."""
    grade = Submission.answers[OVERALL].as_string()
    rules = [Submission.superseded_at.is_(None), grade.in_(GRADES), *_within(period)]
    rows = session.execute(
        select(FlagSheet.flag_id, grade, func.count())
        .join(*_submission())
        .where(*rules)
        .group_by(FlagSheet.flag_id, grade)
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for flag_id, option, count in rows:
        found[flag_id][option] = count
    return {flag_id: counts.grades(options) for flag_id, options in found.items()}


def doubtful(session: Session, project_id: int, period: Period | None) -> tuple[Floats, Floats]:
    """Counts of the overall grades in a project's sheets that are suspect and undecided, and in those set aside."""
    grade, aside = Submission.answers[OVERALL].as_string(), Submission.set_aside_at.is_not(None)
    ids = mergers.members(session, project_id)
    undecided = and_(Flag.state == FlagState.OPEN, Flag.rule.in_(SUSPECT))
    members = (
        select(FlagSheet.submission_id)
        .join(Flag, Flag.id == FlagSheet.flag_id)
        .where(Flag.project_id.in_(ids), or_(undecided, Flag.state == FlagState.SET_ASIDE))
    )
    rows = session.execute(
        select(aside, grade, func.count())
        .where(Submission.project_id.in_(ids), Submission.superseded_at.is_(None), grade.in_(GRADES))
        .where(Submission.id.in_(members), *_within(period))
        .group_by(aside, grade)
    )
    found: dict[bool, dict[str, int]] = {False: {}, True: {}}
    for is_aside, option, count in rows:
        found[bool(is_aside)][option] = count
    return counts.grades(found[False]), counts.grades(found[True])


def waiting(session: Session) -> int:
    """How many suspect sets nobody has decided about; notes ask for no decision."""
    return session.scalar(select(func.count()).where(Flag.state == FlagState.OPEN, Flag.rule.in_(SUSPECT))) or 0


def _submission() -> tuple[type[Submission], ColumnElement[bool]]:
    same_project = Submission.project_id == FlagSheet.project_id
    return Submission, and_(same_project, Submission.id == FlagSheet.submission_id)


def _within(period: Period | None) -> list[ColumnElement[bool]]:
    return [] if period is None else [Submission.period_id == period.id]
