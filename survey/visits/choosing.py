"""How the office names the sites and deputies of a visit, and what it can choose from."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.people.tables import Deputy
from survey.register.tables import Project, ProjectState, Site, SiteCode

MOST_OFFERED = 3000
"""More than a district has; a list that a browser still searches at once."""


@dataclass(frozen=True)
class Choice:
    """One site or deputy to choose: what is typed for it, and the words to find it by."""

    key: str
    words: str


def sites_named(session: Session, words: Collection[str]) -> dict[str, int]:
    """The key of each site by the code on its poster; by its project's number or name, of the first one there."""
    rows = session.execute(
        select(Project.number, Project.name, Site.id)
        .join(Site)
        .where(Project.number.in_(words) | Project.name.in_(words), Site.removed_at.is_(None))
        .order_by(Site.position.desc())
    ).all()
    by_code = (
        select(SiteCode.code, SiteCode.site_id)
        .join(Site)
        .where(SiteCode.code.in_({word.upper() for word in words}), SiteCode.revoked_at.is_(None))
        .where(Site.removed_at.is_(None))
    )
    codes = {code: site_id for code, site_id in session.execute(by_code)}
    return (
        {name: site_id for _, name, site_id in rows}
        | {number: site_id for number, _, site_id in rows}
        | {word: codes[word.upper()] for word in words if word.upper() in codes}
    )


def deputies_named(session: Session, words: Collection[str]) -> dict[str, int]:
    """The key of each deputy in office by number, or by a name that nobody else bears."""
    found = session.scalars(
        select(Deputy).where(Deputy.number.in_(words) | Deputy.name.in_(words), Deputy.left_at.is_(None))
    ).all()
    bearers = Counter(deputy.name for deputy in found)
    alone = {deputy.name: deputy.id for deputy in found if bearers[deputy.name] == 1}
    return alone | {deputy.number: deputy.id for deputy in found}


def sites(session: Session) -> list[Choice]:
    """Every site that can be visited: the number of a project with one site, else the site's code."""
    newest = (
        select(SiteCode.site_id, func.max(SiteCode.code).label("code"))
        .where(SiteCode.revoked_at.is_(None))
        .group_by(SiteCode.site_id)
        .subquery()
    )
    rows = session.execute(
        select(Project.number, Project.name, Site.name, newest.c.code)
        .join(Site, Site.project_id == Project.id)
        .join(newest, newest.c.site_id == Site.id)
        .where(Site.removed_at.is_(None), Project.state != ProjectState.CANCELLED)
        .order_by(Project.number, Site.position)
        .limit(MOST_OFFERED)
    ).all()
    site_count = Counter(number for number, *_ in rows)
    return [
        Choice(number if site_count[number] == 1 else code, f"{project} · {site} · {number}")
        for number, project, site, code in rows
    ]


def deputies(session: Session) -> list[Choice]:
    """Every deputy in office."""
    rows = session.execute(
        select(Deputy.number, Deputy.name, Deputy.trade)
        .where(Deputy.left_at.is_(None))
        .order_by(Deputy.number)
        .limit(MOST_OFFERED)
    )
    return [Choice(number, " · ".join(filter(None, (name, trade, number)))) for number, name, trade in rows]
