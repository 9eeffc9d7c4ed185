"""The rates of the rounds, each with its numerator and its denominator; "fixed" is only class A, confirmed."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from survey.register.tables import Category, Department, Project
from survey.rounds.moves import VERDICTS
from survey.rounds.tables import Act, Finding, FindingState, Move


@dataclass(frozen=True)
class Rate:
    """A part of a whole; for `rounds_to_close`, rounds per finding that has ended."""

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """The numerator in parts of the denominator; None of nothing."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Rates:
    """What became of some findings."""

    fixed: Rate
    """Findings fixed, of those that were dispatched."""
    replied: Rate
    """Findings with at least one reply, of those that were dispatched."""
    in_time: Rate
    """Replies within their deadline, of the replies that had one."""
    judged: Rate
    """Replies that got a verdict, of all replies."""
    satisfied: Rate
    """Verdicts "satisfied", of all verdicts."""
    rounds_to_close: Rate
    """Rounds, of the findings that are fixed or closed after a dispatch."""


def of_project(session: Session, project: Project) -> Rates:
    """The rates of one project's findings."""
    return _of(session, Finding.project_id == project.id)


def of_department(session: Session, department_id: int) -> Rates:
    """The rates of the findings that lie with a department."""
    return _of(session, Finding.department_id == department_id)


def of_category(session: Session, category: Category) -> Rates:
    """The rates of the findings at a category's projects."""
    in_it = select(Project.id).where(Project.category_id == category.id)
    return _of(session, Finding.project_id.in_(in_it))


def of_departments(session: Session) -> list[tuple[str, Rates]]:
    """Every department that has a finding, with its rates, in the order of their names."""
    having = select(Finding.department_id).where(Finding.dispatched_on.is_not(None))
    rows = session.scalars(select(Department).where(Department.id.in_(having)).order_by(Department.name))
    return [(department.name, of_department(session, department.id)) for department in rows]


def of_categories(session: Session) -> list[tuple[str, Rates]]:
    """Every category that has a finding, with its rates, in the order of their names."""
    having = select(Project.category_id).join(Finding).where(Finding.dispatched_on.is_not(None))
    rows = session.scalars(select(Category).where(Category.id.in_(having)).order_by(Category.name))
    return [(category.name, of_category(session, category)) for category in rows]


def of_district(session: Session) -> Rates:
    """The rates of all findings."""
    return _of(session, Finding.id.is_not(None))


def _of(session: Session, which: ColumnElement[bool]) -> Rates:
    dispatched, fixed, ended, rounds = session.execute(
        select(
            func.count(),
            _sum(Finding.state == FindingState.FIXED),
            _sum(Finding.state.in_((FindingState.FIXED, FindingState.CLOSED))),
            func.coalesce(
                func.sum(case((Finding.state.in_((FindingState.FIXED, FindingState.CLOSED)), Finding.round), else_=0)),
                0,
            ),
        ).where(which, Finding.dispatched_on.is_not(None))
    ).one()
    replied, replies, dated, in_time, verdicts, satisfied = session.execute(
        select(
            func.count(Move.finding_id.distinct()).filter(Move.act == Act.REPLY),
            _sum(Move.act == Act.REPLY),
            _sum((Move.act == Act.REPLY) & Move.in_time.is_not(None)),
            _sum((Move.act == Act.REPLY) & Move.in_time),
            _sum(Move.act.in_(VERDICTS)),
            _sum(Move.act == Act.SATISFIED),
        )
        .join(Finding, Finding.id == Move.finding_id)
        .where(which)
    ).one()
    return Rates(
        fixed=Rate(fixed, dispatched),
        replied=Rate(replied, dispatched),
        in_time=Rate(in_time, dated),
        judged=Rate(verdicts, replies),
        satisfied=Rate(satisfied, verdicts),
        rounds_to_close=Rate(rounds, ended),
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
