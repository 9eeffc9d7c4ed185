"""The register on paper, as an office signs it: the plan (谋实事), the duty (办实事), the booklet of all projects."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from survey import problems
from survey.printing import look, typesetting
from survey.printing.posters import day
from survey.register import district, duty, lights
from survey.register.lights import Light
from survey.register.tables import Department, Milestone, Project

LIGHTS = {
    Light.DONE: "已办结",
    Light.CANCELLED: "已取消",
    Light.WAITING: "未启动",
    Light.GREEN: "绿灯",
    Light.AMBER: "黄灯",
    Light.RED: "红灯",
}
NEVER = date(9999, 12, 31)


class Document(StrEnum):
    """What can be printed of the register."""

    PLAN = "plan"
    DUTY = "duty"
    BOOKLET = "booklet"


TITLES = {Document.PLAN: "谋实事清单", Document.DUTY: "办实事清单", Document.BOOKLET: "实事项目册"}
PLAN_COLUMNS = (
    ("编号", 11), ("项目名称", 23), ("目标", 32), ("类别", 10), ("受益群体", 12), ("责任单位", 16), ("完成时限", 17),
)  # fmt: skip
DUTY_COLUMNS = (
    ("编号", 11), ("项目名称", 25), ("责任单位", 16), ("责任人", 16), ("包联领导", 12), ("下一节点", 25),
    ("完成时限", 17), ("灯色", 8),
)  # fmt: skip
"""Headings with their widths in parts of the line."""


def pdf(session: Session, document: Document, today: date, department: str = "") -> bytes:
    """Set a document of every project, or of one department's; raises NothingToPrint when there is none."""
    projects = _projects(session, department)
    if not projects:
        raise problems.NothingToPrint()
    place = district.current(session)
    name, office = typesetting.one_line(place.name), look.of(place)
    head = {
        "title": f"{name}{TITLES[document]}",
        "district": name,
        "department": department,
        "on": day(today),
        "count": len(projects),
    }
    if document is Document.BOOKLET:
        return typesetting.pdf("booklet.typ", head | {"chapters": list(_chapters(session, projects))}, office)
    columns = PLAN_COLUMNS if document is Document.PLAN else DUTY_COLUMNS
    rows = _plan(projects) if document is Document.PLAN else _duty(session, projects, today)
    return typesetting.pdf("list.typ", head | {"columns": columns, "rows": list(rows)}, office)


def _projects(session: Session, department: str) -> Sequence[Project]:
    query = (
        select(Project)
        .join(Project.category)
        .join(Project.department)
        .options(contains_eager(Project.category), contains_eager(Project.department), selectinload(Project.sites))
        .order_by(Project.number)
    )
    return session.scalars(query.where(Department.name == department) if department else query).all()


def _line(*words: str) -> list[str]:
    return [typesetting.one_line(word) for word in words]


def _plan(projects: Sequence[Project]) -> Iterator[list[str]]:
    for one in projects:
        category, department = one.category.name, one.department.name
        yield _line(one.number, one.name, one.target, category, one.beneficiary_group, department, day(one.due_on))


def _duty(session: Session, projects: Sequence[Project], today: date) -> Iterator[list[str]]:
    signals, steps = lights.of_projects(session, projects, today), _next_steps(session, projects)
    for one in projects:
        step = steps.get(one.id)
        coming = f"{step.name}（{day(step.due_on)}）" if step else "–"
        light = LIGHTS[signals[one.id].light]
        yield _line(one.number, one.name, one.department.name, one.owner, one.sponsor, coming, day(one.due_on), light)


def _next_steps(session: Session, projects: Sequence[Project]) -> dict[int, Milestone]:
    """The first milestone of each project that is not done."""
    steps: dict[int, Milestone] = {}
    for step, project in duty.due_until(session, projects, NEVER):
        steps.setdefault(project.id, step)
    return steps


def _chapters(session: Session, projects: Sequence[Project]) -> Iterator[dict[str, object]]:
    """The projects by category, in the order in which categories appear in the register."""
    order = {category: place for place, category in enumerate(dict.fromkeys(p.category.name for p in projects))}
    for category, theirs in groupby(sorted(projects, key=lambda p: order[p.category.name]), lambda p: p.category.name):
        yield {"category": typesetting.one_line(category), "projects": [_entry(project) for project in theirs]}


def _entry(project: Project) -> dict[str, object]:
    facts = (
        ("目标", project.target),
        ("责任单位", project.department.name),
        ("责任人", project.owner),
        ("包联领导", project.sponsor),
        ("受益群体", project.beneficiary_group),
        ("起止", " – ".join(filter(None, (day(project.starts_on), day(project.due_on))))),
        ("点位", "；".join(site.name for site in project.sites if site.removed_at is None)),
    )
    return {
        "number": typesetting.one_line(project.number),
        "name": typesetting.one_line(project.name),
        "facts": [_line(label, told) for label, told in facts if told],
    }
