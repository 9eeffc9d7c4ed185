"""Which sites' posters are printed: all of them, or those of some projects, a category, a department, one code."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager

from survey import problems
from survey.collect import events
from survey.collect.tables import EventSite
from survey.printing import history
from survey.register import codes
from survey.register.tables import Category, Department, Project, Site, SiteCode


@dataclass(frozen=True)
class Choice:
    """What to print; what is empty does not narrow it."""

    numbers: tuple[str, ...] = ()
    category: str = ""
    department: str = ""
    site: str = ""
    """A code, living or not, of the one site."""
    event: str = ""
    """The code of the event at which the sites are on show."""
    replaced: bool = False
    """Only sites at which a withdrawn code hangs and the code in use does not."""


def codes_of(session: Session, choice: Choice) -> Sequence[SiteCode]:
    """The living codes of the chosen sites, in the register's order, with site, project and department.

    Raises UnknownNumbers, NothingToPrint and, for the code of a site, what codes.of_code raises.
    """
    _check_numbers(session, choice.numbers)
    found = session.scalars(
        _chosen(session, choice)
        .options(contains_eager(SiteCode.site).contains_eager(Site.project).contains_eager(Project.department))
        .order_by(Project.number, Site.position, Site.id)
    ).all()
    if not found:
        raise problems.NothingToPrint()
    return found


def code_of_site(session: Session, typed: str) -> SiteCode:
    """The living code of the site that any of its codes leads to, with its project and department.

    Raises what codes.of_code raises, and NothingToPrint when the site has no living code.
    """
    site = codes.of_code(session, typed).site
    living = codes.living(session, site)
    if living is None:
        raise problems.NothingToPrint()
    return living


def categories(session: Session) -> Sequence[str]:
    """The categories that have projects, by name."""
    return session.scalars(
        select(Category.name).where(Category.id.in_(select(Project.category_id))).order_by("name")
    ).all()


def departments(session: Session) -> Sequence[str]:
    """The departments that have projects, by name."""
    used = select(Project.department_id)
    return session.scalars(select(Department.name).where(Department.id.in_(used)).order_by("name")).all()


def _chosen(session: Session, choice: Choice) -> Select[SiteCode]:
    return (
        select(SiteCode)
        .join(SiteCode.site)
        .join(Site.project)
        .join(Project.department)
        .join(Project.category)
        .where(SiteCode.revoked_at.is_(None), Site.removed_at.is_(None), *_conditions(session, choice))
    )


def _conditions(session: Session, choice: Choice) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if choice.numbers:
        conditions.append(Project.number.in_(choice.numbers))
    if choice.category:
        conditions.append(Category.name == choice.category)
    if choice.department:
        conditions.append(Department.name == choice.department)
    if choice.site:
        conditions.append(Site.id == codes.of_code(session, choice.site).site_id)
    if choice.event:
        shown = select(EventSite.site_id).where(EventSite.event_id == events.of_code(session, choice.event).id)
        conditions.append(Site.id.in_(shown))
    if choice.replaced:
        conditions.append(Site.id.in_(history.replaced_sites()))
    return conditions


def _check_numbers(session: Session, numbers: tuple[str, ...]) -> None:
    if numbers:
        known = set(session.scalars(select(Project.number).where(Project.number.in_(numbers))))
        if unknown := [number for number in numbers if number not in known]:
            raise problems.UnknownNumbers(numbers="、".join(unknown[:5]))
