"""Flags through the real door: what looks suspect, with and without, decided, undone, and counted exactly."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import recounting, submissions, tallies
from survey.collect.arrivals import Arrival
from survey.collect.periods import open_period
from survey.collect.tables import Submission
from survey.people.tables import Role
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.questionnaires.versions import publish_shipped
from survey.register.tables import Site
from survey.scorecards.tables import Flag, FlagSheet
from survey.settings import DISTRICT_TIME
from tests.conftest import Clock
from tests.walker import Browser, in_english

CARD = "/desk/projects/SS-2026-001/card"
Send = Callable[..., None]


@pytest.fixture
def send(session: Session, site: Site, clock: Clock) -> Send:
    """Let many sheets arrive, a second apart: `send(["5", "4"], device="one", seconds=3, comment="…")`."""
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    version = catalogue.for_project(session, Audience.RESIDENT, site.project.category.name)
    sent: list[UUID] = []

    def send(grades: list[str], device: str | None = None, seconds: int | None = None, **more: str) -> None:
        arrivals = [
            Arrival(
                code=site.codes[0].code,
                submission_id=uuid4(),
                version_id=version.id,
                audience=Audience.RESIDENT,
                language="zh",
                answers={"overall": grade, **more},
                received_at=clock() + timedelta(seconds=len(sent) + place),
                day=clock().astimezone(DISTRICT_TIME).date(),
                device=device,
                seconds=seconds,
            )
            for place, grade in enumerate(grades)
        ]
        for arrival in arrivals:
            submissions.receive(session, [arrival])
        sent.extend(arrival.submission_id for arrival in arrivals)
        session.commit()

    return send


def look(office: Browser) -> Browser:
    return in_english(office).open("/desk/scorecards/flags").press("Look now")


def first_flag(office: Browser) -> Browser:
    return office.open(str(look(office).page.select_one("tbody a.row")["href"]))


HONEST = ["5", "4", "3", "4", "5", "2", "4", "5", "3", "4"] * 4


def test_stuffing_is_shown_with_and_without_and_nothing_is_deleted(
    office: Browser, session: Session, send: Send
) -> None:
    send(HONEST)
    send(["1"] * 30)
    look(office).sees("New flags: 1.", "30 equal sheets in a row", "Suspect", "n 70", "n 40")
    office.open(CARD).sees("30 answers look suspect", "The residents' figures depend on answers that are flagged")
    first_flag(office).fill(reason="同一天下午连续三十份").press("Set these answers aside")
    office.sees("These answers no longer count.", "同一天下午连续三十份")
    assert not recounting.differences(session, DISTRICT_TIME)
    assert session.scalar(select(func.count()).select_from(Submission)) == 70
    office.open(CARD).sees("40 answers", "The office set 30 suspect answers aside").misses("70 answers")
    session.commit()
    first_flag(office).sees("Set aside").fill(reason="查明是一次恳谈会").press("Undo the decision")
    office.sees("The decision is undone.", "同一天下午连续三十份", "查明是一次恳谈会")
    assert not recounting.differences(session, DISTRICT_TIME)
    office.open(CARD).sees("70 answers")


def test_ten_thousand_from_one_phone_count_once(office: Browser, session: Session, send: Send) -> None:
    send(["1"] * 60, device="one")
    look(office).sees("One phone sent 60 sheets on one day; only the latest counts.", "Noted")
    assert tallies.stored(session).total() == 1


def test_a_hall_behind_one_address_is_normal(office: Browser, send: Send) -> None:
    send(HONEST * 3)
    look(office).sees("New flags: 0.", "Nothing is flagged")


def test_speed_copies_and_straight_lines_are_said_apart(office: Browser, send: Send) -> None:
    send(["4"], seconds=1, aware="yes", benefited="yes")
    send(["4", "5", "3"], seconds=4, aware="yes", benefited="yes")
    send(["5", "3", "4"], comment="饭菜很好，老人都说方便")
    look(office).sees("1 sheets were sent less than one second an answer", "3 sheets took between one and two seconds")
    office.sees("3 sheets from different phones hold the same text.").misses("饭菜很好")


def test_a_set_that_two_flags_hold_counts_again_only_when_both_are_undone(
    office: Browser, session: Session, send: Send
) -> None:
    send(HONEST)
    send(["1"] * 30, seconds=1, aware="yes", benefited="yes")
    look(office).sees("New flags: 2.", "30 equal sheets in a row", "30 sheets were sent less than one second an answer")
    for flag in (1, 2):
        office.open(f"/desk/scorecards/flags/{flag}").fill(reason="刷票").press("Set these answers aside")
    assert tallies.stored(session).total() == 40
    for flag, counted in ((1, 40), (2, 40 + 90)):
        session.commit()
        office.open(f"/desk/scorecards/flags/{flag}").fill(reason="误判").press("Undo the decision")
        assert tallies.stored(session).total() == counted
        assert not recounting.differences(session, DISTRICT_TIME)


def test_a_decision_holds_for_what_its_maker_saw(office: Browser, session: Session, send: Send) -> None:
    send(HONEST)
    send(["1"] * 30)
    first_flag(look(office)).fill(reason="刷票").press("Set these answers aside")
    send(["1"] * 2)
    look(office).sees("New flags: 0.")
    send(["1"] * 10)
    look(office).sees("New flags: 1.", "12")
    sizes = session.execute(select(func.count()).select_from(FlagSheet).group_by(FlagSheet.flag_id)).scalars().all()
    assert sorted(sizes) == [12, 30]


def test_a_later_answer_of_a_phone_whose_first_is_set_aside_counts_once(
    office: Browser, session: Session, send: Send
) -> None:
    send(["4"], device="one", seconds=1, aware="yes", benefited="yes")
    first_flag(look(office)).fill(reason="太快").press("Set these answers aside")
    assert tallies.stored(session).total() == 0
    session.commit()
    send(["5"], device="one")
    assert tallies.stored(session).total() == 1
    session.commit()
    first_flag(office).fill(reason="误判").press("Undo the decision")
    assert tallies.stored(session).total() == 1
    assert not recounting.differences(session, DISTRICT_TIME)


def test_a_decision_needs_a_reason(office: Browser, send: Send) -> None:
    send(["1"] * 60)
    first_flag(look(office)).press("Set these answers aside")
    assert office.status == 422
    office.sees("Please fill this in.")


def test_only_the_office_sees_flags(
    sign_in: Callable[..., Browser], office: Browser, send: Send, anybody: Browser
) -> None:
    send(["1"] * 60)
    look(office)
    outsiders = [role for role in Role if role is not Role.OFFICE]
    assert outsiders
    for role in outsiders:
        outsider = sign_in(role)
        assert [outsider.open(path).status for path in ("/desk/scorecards/flags", "/desk/scorecards/flags/1")] == [
            403,
            403,
        ]
    assert "/sign-in" in (anybody.client.get("/desk/scorecards/flags").location or "")
    assert office.open("/desk/scorecards/flags/999").status == 404


def test_the_daily_run_looks_and_says_that_flags_wait(
    session: Session, send: Send, run: Callable[..., tuple[int, str]]
) -> None:
    send(["1"] * 60)
    status, said = run("daily")
    assert (status, "1 组可疑答卷" in said) == (0, True)
    assert session.scalars(select(Flag.rule)).all() == ["identical"]


def test_the_page_tells_how_long_it_was_open(app: Flask, session: Session, site: Site, send: Send) -> None:
    version = catalogue.for_project(session, Audience.RESIDENT, site.project.category.name)
    session.commit()
    for said, kept in (("37", 37), ("a day", None), ("-4", None), ("", None)):
        submission_id = uuid4()
        data = {"questionnaire": str(version.id), "answer_overall": "4", "seconds": said}
        sent = app.test_client().post(f"/s/{site.codes[0].code}/{submission_id}", data=data)
        assert sent.status_code == 303, sent.text
        assert session.scalar(select(Submission.seconds).where(Submission.id == submission_id)) == kept
        session.commit()
