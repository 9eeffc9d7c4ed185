"""The demo's hearings: a courtyard talk about the first projects, and a visit to an invented enterprise."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from survey.demo.people import OFFICE_LOGIN
from survey.register.tables import Project
from survey.rounds import calendar, hearings
from survey.rounds.hearing_tables import Hearing, HearingKind
from survey.rounds.hearings import Step
from survey.rounds.tables import Origin
from survey.settings import DISTRICT_TIME

SAID = ("接送时段门口太挤，希望分两个口进出", "收费项目贴得太高，老人看不清", "下雨天门口积水，要绕路")
DEMANDS = ("招工难，希望区里组织一次对口招聘", "厂区门口的公交站能不能早点开通")


def hold(session: Session, projects: Sequence[Project], now: datetime) -> None:
    """Note what was said; the first opinion became a finding, the first demand has its plan."""
    today, days = now.astimezone(DISTRICT_TIME).date(), calendar.of_office(session)
    noted = {"noted_by": OFFICE_LOGIN, "noted_at": now}
    talk = Hearing(
        kind=HearingKind.HEARING,
        name="秋实街道民情恳谈会",
        place="秋实街道文化站",
        held_on=days.on_or_after(today.replace(day=1)),
        agenda="一、通报今年实事项目进展\n二、居民逐项提意见\n三、部门现场答复",
        attendance_count=34,
        **noted,
    )
    visit = Hearing(
        kind=HearingKind.ENTERPRISE,
        name="走访晨光精密制造厂",
        place="晨光工业园",
        held_on=days.on_or_after(today.replace(day=1)),
        agenda="",
        attendance_count=6,
        **noted,
    )
    session.add_all((talk, visit))
    opinions = [hearings.note(session, talk, text, project) for text, project in zip(SAID, projects, strict=False)]
    hearings.raise_finding(session, opinions[0], Origin.HEARING, OFFICE_LOGIN, now)
    demands = [hearings.note(session, visit, text, None) for text in DEMANDS]
    hearings.take_step(demands[0], Step.TAKEN, "已转人社部门。", visit.held_on)
    hearings.take_step(demands[0], Step.PLANNED, "月底前办一场对口招聘会。", visit.held_on)
