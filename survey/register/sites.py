"""Queries of sites for the desk."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from survey import problems
from survey.register import codes
from survey.register.tables import Project, Site, SiteCode


def of_any_code(session: Session, typed: str) -> Site:
    """Find a site by any code that it ever had, withdrawn ones too, with its project and all its codes.

    For the desk only: who scans goes through `codes.of_code`, which refuses codes withdrawn for abuse. Raises
    MistypedCode or UnknownCode.
    """
    code = codes.normalise(typed)
    found = session.scalar(
        select(Site)
        .where(Site.codes.any(SiteCode.code == code))
        .options(joinedload(Site.project).joinedload(Project.category), selectinload(Site.codes))
        .options(joinedload(Site.project).joinedload(Project.department), joinedload(Site.at))
    )
    if found is None:
        raise problems.UnknownCode(code=code)
    return found


def of_projects(session: Session, project_ids: Collection[int]) -> list[Site]:
    """The sites of some projects, project by project."""
    found = (
        select(Site)
        .join(Site.project)
        .where(Site.project_id.in_(project_ids), Site.removed_at.is_(None))
        .options(contains_eager(Site.project))
        .order_by(Project.number, Site.position, Site.id)
    )
    return list(session.scalars(found))


def living_code(site: Site) -> SiteCode | None:
    """The code that a loaded site's newest poster shows; None when it has none."""
    return next((code for code in reversed(site.codes) if code.revoked_at is None), None)
