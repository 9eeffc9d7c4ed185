"""Flags through the real door: what looks suspect, with and without, decided, undone, and counted exactly."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import recounting, submissions, tallies
from survey.collect.arrivals import Arrival
from survey.collect.periods import open_period
from survey.collect.tables import Channel, Submission
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
GROUP = 100
"""How many sheets are stored together, as the intake does with a crowd."""


@pytest.fixture
def send(session: Session, site: Site, clock: Clock) -> Send:
    """Let many sheets arrive, a second apart: `send(["5", "4"], device="one", seconds=3, comment="…")`.

    With `apart` every sheet says something of its own.
    """
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    version = catalogue.for_project(session, Audience.RESIDENT, site.project.category.name)
    sent: list[UUID] = []

    def send(
        grades: list[str],
        device: str | None = None,
        seconds: int | None = None,
        channel: Channel = Channel.SITE,
        apart: str = "",
        **more: str,
    ) -> None:
        arrivals = [
            Arrival(
                code=site.codes[0].code,
                submission_id=uuid4(),
                version_id=version.id,
                audience=Audience.RESIDENT,
                language="zh",
                answers={"overall": grade, **more} | ({"comment": f"第{place}份"} if apart else {}),
                received_at=clock() + timedelta(seconds=len(sent) + place),
                day=clock().astimezone(DISTRICT_TIME).date(),
                device=device,
                seconds=seconds,
                channel=channel,
            )
            for place, grade in enumerate(grades)
        ]
        for first in range(0, len(arrivals), GROUP):
            submissions.receive(session, arrivals[first : first + GROUP])
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


GRADED = dict.fromkeys(("distance", "hygiene", "taste", "service", "price"), "3")
KNOWN = {"aware": "yes", "benefited": "yes"}
OFF_CUSTOM = ["5", "4", "5", "4", "5", "5"] * 6
RULES: dict[str, tuple[list[tuple[list[str], dict[str, Any]]], list[str]]] = {
    "a burst of equal sheets": ([(HONEST, {}), (["1"] * 30, {})], ["30 equal sheets in a row"]),
    "ten thousand from one phone": (
        [(["1"] * 60, {"device": "one"})],
        ["One phone sent 60 sheets on one day; only the latest counts."],
    ),
    "under a second an answer": ([(["4"], {"seconds": 1, **KNOWN})], ["1 sheets were sent less than one second"]),
    "under two seconds": ([(["4", "5", "3"], {"seconds": 4, **KNOWN})], ["3 sheets took between one and two seconds"]),
    "straight lines": (
        [(["3"] * 5, {**GRADED, "apart": "1"})],
        ["5 sheets give every question the same grade, and not the best."],
    ),
    "straight lines of the best": ([(["5"] * 5, {**dict.fromkeys(GRADED, "5"), "apart": "1"})], []),
    "one text from several phones": (
        [(["5", "3", "4"], {"comment": "饭菜很好，老人都说方便"})],
        ["3 sheets from different phones hold the same text."],
    ),
    "a channel far from the others": (
        [(["2", "3", "1", "2", "3", "1"] * 6, {}), (OFF_CUSTOM, {"channel": Channel.EVENT})],
        ["averages 2.00, the others 4.67", "averages 4.67, the others 2.00"],
    ),
    "a channel of few": ([(HONEST, {}), (["1", "2"] * 14, {"channel": Channel.EVENT})], []),
    "a hall behind one address, all in one minute": ([(HONEST * 3, {})], []),
}
"""What arrives, and what the office reads of it; nothing where it is normal."""


@pytest.mark.sqlite
@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_saw_and_no_more(office: Browser, session: Session, send: Send, name: str) -> None:
    sent, said = RULES[name]
    for grades, how in sent:
        send(grades, **how)
    look(office).sees(f"New flags: {len(said)}.", *said).misses("饭菜很好")
    flagged = sorted(session.scalars(select(Flag.rule)))
    assert len(flagged) == len(said), flagged
    many = sum(len(grades) for grades, _ in sent)
    assert session.scalar(select(func.count()).select_from(Submission)) == many  # nothing is ever deleted
    assert tallies.stored(session).total() >= 1


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


@pytest.mark.sqlite
def test_ten_thousand_sheets_of_one_phone_count_once(office: Browser, send: Send, session: Session) -> None:
    send(["5"] * 30, apart="yes")
    send(["1"] * 10_000, device="one")
    assert tallies.stored(session).total() == 31
    assert session.scalar(select(func.count()).where(Submission.superseded_at.is_(None))) == 31
    assert not recounting.differences(session, DISTRICT_TIME)
    session.commit()
    look(office).sees("One phone sent 10000 sheets on one day; only the latest counts.")
    office.open(CARD).sees("31 answers", "4.9")


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
