"""The demo's dispatch meeting (调度会): what was said about late projects, and three follow-ups in three states."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey.demo.people import OFFICE_LOGIN
from survey.register import meetings
from survey.register.tables import Project, ProjectState
from survey.rounds import calendar
from survey.settings import DISTRICT_TIME

AGO = timedelta(days=16)
"""How long ago it was held: one follow-up is past its day since then."""
MINUTES = (
    "一、通报：多数项目按节点推进，个别项目受施工和审批影响滞后。\n"
    "二、部门说明：滞后单位逐一说明原因和赶工安排。\n"
    "三、要求：交办事项逐项销号，下次会上先看销号情况。"
)
GIVEN = (
    ("排出倒排工期表，每周报一次进展。", 5, "已报倒排工期表，本周起每周一报送。"),
    ("与物业和居民代表开一次现场会，把施工时间定下来。", 12, ""),
    ("补办手续，开工前公示施工时间和联系人。", 30, ""),
)
"""What is to be done, within how many days, and what came of it."""


def hold(session: Session, projects: Sequence[Project], now: datetime) -> None:
    """Note the meeting and give its follow-ups to the departments of late projects, else of the first ones."""
    today, days = now.astimezone(DISTRICT_TIME).date(), calendar.of_office(session)
    held_on = days.on_or_after(today - AGO)
    columns = {
        "name": "实事项目第三次调度会",
        "place": "区政府第二会议室",
        "held_on": held_on,
        "attended": "专班办公室、各牵头单位分管负责人",
        "agenda": "一、通报进展\n二、滞后项目说明\n三、交办事项",
        "minutes": MINUTES,
    }
    meeting = meetings.hold(session, columns, OFFICE_LOGIN, now)
    late = sorted(projects, key=lambda project: project.state is not ProjectState.LATE)
    for project, (text, within, outcome) in zip(late, GIVEN, strict=False):
        due_on = held_on + timedelta(days=within)
        owner = project.owner.removeprefix(project.department.name)
        given = meetings.give(session, meeting, project.department, project, owner=owner, text=text, due_on=due_on)
        if outcome:
            meetings.settle(given, outcome, who=OFFICE_LOGIN, today=due_on)
