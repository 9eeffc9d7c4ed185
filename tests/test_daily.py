"""Once a day the departments are reminded of what is due and what is late."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey.register.tables import Site
from survey.rounds import reminders
from survey.rounds.reminders import Reminder
from survey.rounds.tables import Finding
from tests.conftest import Clock
from tests.receivers import Receiver, gateway
from tests.rounds import Cast, cast
from tests.walker import Browser

__all__ = ["gateway"]


@pytest.fixture
def accepted(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    return people


def test_only_what_is_due_soon_or_late_is_reminded_of(accepted: Cast) -> None:
    today, due_on = accepted.clock().date(), accepted.finding().due_on
    assert due_on is not None
    with Session(accepted.session.get_bind()) as session:
        assert reminders.of_departments(session, today) == []
        assert reminders.of_departments(session, due_on) == [Reminder("区民政局", 1, 0, 2)]
    accepted.let_it_be_late()
    with Session(accepted.session.get_bind()) as session:
        assert reminders.of_departments(session, today) == [Reminder("区民政局", 0, 1, 2)]


@pytest.mark.sqlite
def test_the_command_sends_what_it_says(
    accepted: Cast, run: Callable[..., tuple[int, str]], gateway: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SURVEY_NOTICES", gateway.address)
    accepted.session.execute(
        update(Finding).values(due_on=accepted.finding().raised_at.date().replace(year=2026, day=1))
    )
    accepted.session.execute(update(Finding).values(plan_due_on=Finding.due_on, is_complex=True))
    accepted.session.commit()
    status, said = run("daily")
    assert (status, "区民政局" in said, "1 件已逾期" in said) == (0, True, True)
    assert "区民政局：复杂问题办理计划 0 份 2 个工作日内到期，1 份已逾期" in said
    accepted.office.open("/account/notices").sees("逾期未报的复杂问题办理计划：1 份")
    accepted.department.open("/account/notices").sees("复杂问题办理计划：0 份 2 个工作日内到期，1 份已逾期")
    assert [text.strip() for _, text in gateway.taken] == [said.strip()]


def test_the_desk_says_what_is_due_this_week(accepted: Cast) -> None:
    accepted.office.open("/desk/findings").misses("本周日前到期")
    sunday = accepted.clock().date().replace(day=29)
    accepted.session.execute(update(Finding).values(due_on=sunday))
    accepted.session.commit()
    accepted.office.open("/desk/findings").follow("1 个本周日前到期").sees("长效管护")
