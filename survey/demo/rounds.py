"""What became of what was found: some findings wait, most go their rounds, some are fixed, a few go round in vain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from survey.demo import people
from survey.people.tables import Deputy
from survey.register.tables import Department, Project
from survey.rounds import calendar, complaints, findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, FindingState, Origin, ReplyClass, Severity
from survey.settings import DISTRICT_TIME

COMPLAINTS = 10
"""Findings that the office raises from residents' low grades."""
TALES = {
    "": 4,
    "dispatch": 3,
    "dispatch accept": 6,
    "dispatch return": 1,
    "dispatch return dispatch accept reply-A satisfied": 2,
    "dispatch accept reply-A": 6,
    "dispatch accept reply-A satisfied": 9,
    "dispatch accept reply-B satisfied": 4,
    "dispatch accept reply-B not_satisfied reply-A satisfied": 4,
    "dispatch accept check reply-A half_fixed reply-A": 2,
    "dispatch accept extend reply-C satisfied": 1,
    "dispatch accept reply-D satisfied": 1,
    "dispatch accept reply-A not_satisfied reply-A not_satisfied reply-A not_satisfied": 1,
}
"""What happens to a finding, and how often."""
RECENT = timedelta(days=35)
ENDINGS = ("satisfied", "half_fixed reply-A")
"""How the tales of findings end that are not recent."""
SAID = {
    "return": ("该点位由另一部门管护，建议转办。",),
    "check": ("现场核实：问题属实，范围比反映的小。",),
    "extend": ("配件需定制，申请延期一次。",),
    "reply-A": ("已完成整改，责任人每周巡查一次。", "已修复并张贴告示，现场可查看。", "已更换，附近居民已告知。"),
    "reply-B": ("已进场施工，正在整改。", "已完成采购，正在安装。"),
    "reply-C": ("需与下一批管网改造同步实施，已列入计划。",),
    "reply-D": ("建议已收悉，研究后作为明年安排的参考。",),
    "not_satisfied": ("现场看还是老样子。", "只换了一处，其余没动。"),
    "half_fixed": ("主要问题解决了，标识还没有补上。",),
    "satisfied": ("", "现场看过，确实办好了。"),
}
PLAN = "第一步现场勘查、列出清单；第二步备料施工；第三步自查后请代表复看。"
SILENT = 4
"""One department of so many does not tell its plan."""
WAITS = {"dispatch": (1, 3), "accept": (0, 2), "return": (1, 3), "check": (1, 3), "extend": (2, 4)}
"""Working days until an act; what is not here takes between 2 and 7."""


def play(session: Session, random: Random, now: datetime) -> None:
    """Raise findings from residents' low grades too, and let everything found go the way that chance chooses."""
    _raise_complaints(session, random, now)
    found = session.scalars(
        select(Finding)
        .join(Finding.project)
        .options(contains_eager(Finding.project))
        .order_by(Finding.raised_at, Project.number, Finding.subject)
    )
    for finding in found.all():
        tales = {tale: n for tale, n in TALES.items() if finding.raised_at > now - RECENT or tale.endswith(ENDINGS)}
        _tell(session, random, finding, random.choices(list(tales), list(tales.values()))[0].split(), now)


def _raise_complaints(session: Session, random: Random, now: datetime) -> None:
    """One finding each for the projects that residents complain of most, from up to three complaints of one site."""
    for project, _, _ in complaints.counted(session)[:COMPLAINTS]:
        site_id, waiting = next(iter(sorted(complaints.of_project(session, project.id).items())))
        chosen = waiting[:3]
        finding = Finding(
            project_id=project.id,
            site_id=site_id,
            origin=Origin.RESIDENT,
            subject="、".join(chosen[0].reasons[:2]) or "居民低评",
            text="\n".join(dict.fromkeys(each.text for each in chosen if each.text)) or "多名居民评价不满意。",
            severity=Severity.ORDINARY,
        )
        raised_at = min(now, chosen[0].received_at + timedelta(days=random.randint(1, 5)))
        items = [(project.id, each.submission_id, "") for each in chosen]
        findings.raise_(
            session, finding, Deed(Act.RAISE, By.OFFICE, people.OFFICE_LOGIN, finding.text), raised_at, items
        )


def _tell(session: Session, random: Random, finding: Finding, tale: Sequence[str], now: datetime) -> None:
    """Let the acts of a tale happen one after the other, as far as time has come."""
    days = calendar.of_office(session)
    day = finding.raised_at.astimezone(DISTRICT_TIME).date()
    for word in tale:
        day = days.after(day, random.randint(*WAITS.get(word, (2, 7))))
        at = datetime.combine(day, time(9 + random.randrange(8), random.randrange(60)), DISTRICT_TIME)
        if at > now:
            return
        moves.perform(session, finding, _deed(session, random, finding, word, day), at, day)
        if finding.plan_due_on is not None and finding.state is FindingState.ACCEPTED and finding.id % SILENT:
            plan = Deed(Act.PLAN, By.DEPARTMENT, "department", PLAN, promised_on=finding.due_on)
            moves.perform(session, finding, plan, min(now, at + timedelta(minutes=20)), day)


def _deed(session: Session, random: Random, finding: Finding, word: str, day: date) -> Deed:
    act, _, letter = word.partition("-")
    by = _part(finding, Act(act))
    said = Deed(Act(act), by, _actor(session, finding, by), random.choice(SAID.get(word, ("",))))
    match said.act:
        case Act.DISPATCH:
            return replace(said, department_id=finding.project.department_id, is_complex=random.random() < 0.3)
        case Act.RETURN:
            others = select(Department.id).where(Department.id != finding.department_id).order_by(Department.id)
            return replace(said, department_id=session.scalars(others.limit(1)).first())
        case Act.REPLY:
            promised_on = day + timedelta(days=random.randint(10, 60)) if letter in "BC" else None
            return replace(said, reply_class=ReplyClass(letter), promised_on=promised_on)
    return said


def _part(finding: Finding, act: Act) -> By:
    """In which part somebody does this."""
    if act in moves.VERDICTS:
        return moves.judge_of(finding)
    return By.OFFICE if act is Act.DISPATCH else By.DEPARTMENT


def _actor(session: Session, finding: Finding, by: By) -> str:
    if by is By.DEPUTY:
        return session.scalars(select(Deputy.number).where(Deputy.id == finding.deputy_id)).one()
    return {By.OFFICE: people.OFFICE_LOGIN, By.RESIDENT: ""}.get(by, "department")
