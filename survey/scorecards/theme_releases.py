"""The office's word list, the comments of a project, and the counts that a person released for the next edition.

Counting reads every comment of a project, so cards do not: they show what was released last.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Period, Submission, counting
from survey.people import audit
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register import mergers
from survey.register.tables import Project
from survey.scorecards import suppression, themes
from survey.scorecards.counts import GRADES, OVERALL
from survey.scorecards.tables import ThemeList, ThemeRelease
from survey.scorecards.themes import Comment, Tally, Theme

BATCH = 1000
SHIPPED = """质量：质量 开裂 漏水 渗水 破损 坏了 返工 施工
进度：进度 拖延 工期 太慢 没完工 完工 停工
价格：价格 太贵 便宜 收费 费用
味道：味道 口味 好吃 难吃 菜品 饭菜
环境卫生：卫生 干净 脏 垃圾 异味 厕所
安全：安全 危险 隐患 消防 摔
服务态度：态度 热情 耐心 不理人 服务
等候：排队 等太久 人多 预约 挂号
交通停车：停车 堵 公交 道路 路灯 电动车
信息公开：公开 公示 不知道 宣传 通知"""
"""What stands there until the office writes its own."""


def newest(session: Session) -> ThemeList | None:
    return session.scalar(select(ThemeList).order_by(ThemeList.id.desc()).limit(1))


def listed(session: Session) -> list[Theme]:
    """The themes in force."""
    found = newest(session)
    return themes.read(SHIPPED if found is None else found.text)


def set_list(session: Session, text: str, by: str, now: datetime) -> list[Theme]:
    """Look for these themes from now on; what was released stays. Raises WrongThemes."""
    found = themes.read(text)
    session.add(ThemeList(text=themes.written(found), set_by=by, set_at=now))
    audit.record(session, by, "themes_set", str(len(found)), now)
    session.flush()
    return found


def comments(session: Session, project_id: int, period: Period | None) -> Iterator[Comment]:
    """What residents wrote about a project in a period, the newest first, with the grade of the same sheet."""
    rules = [] if period is None else [Submission.period_id == period.id]
    rows = session.execute(
        select(Submission.answers, Submission.version_id)
        .where(Submission.project_id.in_(mergers.members(session, project_id)))
        .where(Submission.audience == Audience.RESIDENT, counting(), *rules)
        .order_by(Submission.received_at.desc(), Submission.id)
        .execution_options(yield_per=BATCH)
    )
    asked: dict[int, list[str]] = {}
    for answers, version_id in rows:
        if version_id not in asked:
            questions = catalogue.of_id(session, version_id)[1].questions
            asked[version_id] = [question.name for question in questions if question.type == "text"]
        text = " ".join(str(answers[name]) for name in asked[version_id] if answers.get(name))
        if text:
            grade = answers.get(OVERALL)
            yield text, int(grade) if grade in GRADES else None


def tally(session: Session, project_id: int, period: Period | None) -> Tally:
    """Count a project's comments by the list in force."""
    return themes.tally(comments(session, project_id, period), listed(session))


def release(session: Session, project: Project, period: Period | None, minimum: int, by: str, now: datetime) -> None:
    """Let the next edition show the counts as they are now; raises NothingToRelease."""
    found = themes.public(tally(session, project.id, period), listed(session), minimum) if period else None
    if period is None or found is None or not _is_new(session, project.id, period, found["n"]):
        raise problems.NothingToRelease()
    kept = ThemeRelease(project_id=project.id, period_id=period.id, content=found, released_by=by, released_at=now)
    session.add(kept)
    session.flush()
    audit.record(session, by, "themes_released", project.number, now, comments=found["n"])


def _is_new(session: Session, project_id: int, period: Period, n: int) -> bool:
    """Whether five comments came or went since anything was released: two releases tell nobody's comment apart."""
    before = [kept.content["n"] for kept in _releases(session, project_id, period) if kept.content]
    return not before or abs(n - before[0]) >= suppression.BATCH


def withdraw(session: Session, project: Project, period: Period | None, by: str, now: datetime) -> None:
    """Let no later edition show what was released; published cards stay. Raises NotNow where nothing is."""
    if period is None or of_project(session, project.id, period) is None:
        raise problems.NotNow()
    kept = ThemeRelease(project_id=project.id, period_id=period.id, content={}, released_by=by, released_at=now)
    session.add(kept)
    audit.record(session, by, "themes_withdrawn", project.number, now)


def last(session: Session, project_id: int, period: Period | None) -> ThemeRelease | None:
    """The last decision about a project's themes in a period."""
    return next(iter(_releases(session, project_id, period)), None) if period else None


def _releases(session: Session, project_id: int, period: Period) -> Sequence[ThemeRelease]:
    """Every decision about a project's themes in a period, the newest first."""
    return session.scalars(
        select(ThemeRelease)
        .where(ThemeRelease.project_id == project_id, ThemeRelease.period_id == period.id)
        .order_by(ThemeRelease.id.desc())
    ).all()


def of_project(session: Session, project_id: int, period: Period | None) -> dict[str, Any] | None:
    """The counts that a person released last; None where nothing is released or it was withdrawn."""
    found = last(session, project_id, period)
    return found.content or None if found else None
