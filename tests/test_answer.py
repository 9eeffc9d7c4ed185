"""A resident scans, answers and gets a receipt; what arrives twice counts once."""

import threading
from collections import Counter
from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from survey.collect import recounting, tallies
from survey.collect.periods import open_period
from survey.collect.tables import Submission
from survey.register import codes
from survey.register.tables import RevocationReason, Site
from survey.settings import DISTRICT_TIME
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

JSON = {"Accept": "application/json"}


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    """The code of a site whose questionnaire is published and whose period is open."""
    publish_shipped(session, clock())
    today = clock().date()
    open_period(session, "2026", today.replace(month=1, day=1), today.replace(month=12, day=31))
    found = site.codes[0].code
    session.commit()
    return found


def stored(session: Session) -> list[Submission]:
    session.rollback()
    rows = list(session.scalars(select(Submission).order_by(Submission.received_at)))
    session.rollback()
    return rows


def test_a_scan_is_answered_with_the_questionnaire_and_an_answer_with_a_receipt(
    anybody: Browser, code: str, session: Session
) -> None:
    anybody.open(f"/S/{code}").sees("社区食堂提升", "非常满意", "不了解")
    anybody.fill(answer_overall="4", answer_improve=["taste"], answer_comment="挺好").press("提交")
    anybody.sees("已收到")
    [row] = stored(session)
    assert row.answers == {"overall": "4", "improve": ["taste"], "comment": "挺好"}
    assert f"{row.receipt[:5]}-{row.receipt[5:]}" in anybody.text


def test_the_first_visit_is_one_small_answer(app: Flask, code: str) -> None:
    answer = app.test_client().get(f"/S/{code}", headers={"Accept-Encoding": "gzip"})
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    assert len(answer.data) + headers <= 14_000
    assert b'<link rel="stylesheet"' not in answer.data


def test_second_arrival_changes_nothing(app: Flask, code: str, session: Session) -> None:
    client, address = app.test_client(), f"/s/{code}/{uuid4()}"
    first = client.post(address, data={"answer_overall": "5"}, headers=JSON)
    again = client.post(address, data={"answer_overall": "5"}, headers=JSON)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert len(stored(session)) == 1


def test_the_same_id_with_other_content_is_refused(app: Flask, code: str, session: Session) -> None:
    client, address = app.test_client(), f"/s/{code}/{uuid4()}"
    client.post(address, data={"answer_overall": "5"}, headers=JSON)
    refused = client.post(address, data={"answer_overall": "1"}, headers=JSON)
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["code"] == "other_content"
    assert [row.answers["overall"] for row in stored(session)] == ["5"]


def test_fifty_parallel_posts_of_one_id_leave_one_row(app: Flask, code: str, session: Session) -> None:
    address, statuses = f"/s/{code}/{uuid4()}", Counter[int]()

    def post() -> None:
        statuses[app.test_client().post(address, data={"answer_overall": "3"}, headers=JSON).status_code] += 1

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == {201: 1, 200: 49}
    assert len(stored(session)) == 1


def test_an_answer_that_was_not_asked_for_is_dropped(app: Flask, code: str, session: Session) -> None:
    app.test_client().post(f"/s/{code}/{uuid4()}", data={"answer_overall": "5", "answer_why": "slow"}, headers=JSON)
    assert stored(session)[0].answers == {"overall": "5"}


@pytest.mark.parametrize(
    ("fields", "status", "wrong"),
    [
        ({}, 422, "overall"),
        ({"answer_overall": "9"}, 422, "overall"),
        ({"answer_overall": "5", "answer_improve": ["distance", "hygiene", "taste", "price"]}, 422, "improve"),
        ({"answer_overall": "5", "answer_comment": "长" * 2001}, 422, "comment"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(app: Flask, code: str, fields: dict, status: int, wrong: str) -> None:
    answer = app.test_client().post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON)
    assert answer.status_code == status
    assert answer.json is not None
    assert list(answer.json["fields"]) == [wrong]


def test_nothing_typed_is_lost_when_an_answer_is_missing(anybody: Browser, code: str) -> None:
    anybody.open(f"/S/{code}").fill(answer_comment="路灯不亮").press("提交")
    assert anybody.status == 422
    anybody.sees("请选一项，不了解也可以选。", "您填的内容都还在", "路灯不亮")


def test_the_language_switch_keeps_what_was_typed(anybody: Browser, code: str) -> None:
    anybody.open(f"/S/{code}").fill(answer_comment="路灯不亮").press("English")
    anybody.sees("Overall, how satisfied", "路灯不亮")


def test_a_second_answer_from_the_same_phone_is_kept_and_the_last_one_counts(
    anybody: Browser, code: str, session: Session
) -> None:
    for grade in ("5", "2"):
        anybody.open(f"/S/{code}").fill(answer_overall=grade).press("提交")
    anybody.sees("今天在这里答过一次")
    assert len(stored(session)) == 2
    counts = {(cell.question, cell.option): n for cell, n in tallies.stored(session).items()}
    assert counts == {("overall", "2"): 1}


@pytest.mark.parametrize(
    ("address", "data", "status", "said"),
    [
        ("/S/00000000", None, 404, "没有找到"),
        ("/S/7K3Q9XWM0", None, 404, "有误"),
        ("/r/0000000000", None, 404, "回执"),
        ("/nowhere", None, 404, "地址"),
    ],
)
def test_nonsense_gets_one_clear_sentence(anybody: Browser, address: str, data: None, status: int, said: str) -> None:
    assert anybody.open(address).sees(said).status == status


def test_unknown_questions_broken_text_and_ten_megabytes_are_refused(app: Flask, code: str, session: Session) -> None:
    client, address = app.test_client(), f"/s/{code}/{uuid4()}"
    assert client.post(address, data={"answer_validate": "1"}, headers=JSON).status_code == 422
    broken = client.post(
        address, data=b"answer_overall=%ff%fe", content_type="application/x-www-form-urlencoded", headers=JSON
    )
    assert broken.status_code == 400
    huge = client.post(address, data={"answer_comment": "x" * 10_000_000}, headers=JSON)
    assert huge.status_code == 413
    assert stored(session) == []


@pytest.mark.parametrize("version", ["0", "9" * 40, "١", "core", "-1", "123456789"])
def test_a_questionnaire_that_is_none_is_refused(app: Flask, code: str, session: Session, version: str) -> None:
    fields = {"questionnaire": version, "answer_overall": "5"}
    refused = app.test_client().post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["code"] == "unknown_questionnaire"
    assert stored(session) == []


def test_nonsense_beside_the_answers_does_not_lose_them(app: Flask, code: str, session: Session) -> None:
    fields = {"answer_overall": "5", "photos": "9" * 5000, "answered_at": "9999-12-31T23:59:59-12:00", "lang": "xx"}
    assert app.test_client().post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON).status_code == 201
    assert [row.answers for row in stored(session)] == [{"overall": "5"}]


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Shanghai"])
def test_a_phone_at_the_end_of_time_is_answered_in_any_district(app: Flask, code: str, zone: str, said: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], timezone=ZoneInfo(zone))
    fields = {"answer_overall": "5", "answered_at": said}
    assert app.test_client().post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON).status_code == 201


def test_a_closed_period_says_so(app: Flask, code: str, clock: Clock) -> None:
    clock.moment = clock.moment.replace(year=2027)
    assert app.test_client().get(f"/S/{code}", headers=JSON).status_code == 410
    answer = app.test_client().post(f"/s/{code}/{uuid4()}", data={"answer_overall": "5"}, headers=JSON)
    assert answer.status_code == 410


def test_an_old_poster_works_after_a_reprint_but_not_after_abuse(
    anybody: Browser, code: str, site: Site, session: Session, clock: Clock
) -> None:
    newer = codes.reissue(session, site, RevocationReason.REISSUED, clock()).code
    session.commit()
    assert anybody.open(f"/S/{code}").status == 200
    codes.reissue(session, site, RevocationReason.ABUSE, clock())
    session.commit()
    assert anybody.open(f"/S/{newer}").sees("已停用").status == 410


def test_a_deputys_sheet_needs_a_pass(app: Flask, code: str, session: Session) -> None:
    from survey.questionnaires.tables import Audience, Version

    sheet = session.scalars(select(Version.id).where(Version.audience == Audience.DEPUTY)).one()
    session.rollback()
    fields = {"questionnaire": str(sheet), "visit_kind": "announced", "answer_target": "20"}
    assert app.test_client().post(f"/s/{code}/{uuid4()}", data=fields, headers=JSON).status_code == 401


@pytest.mark.sqlite
def test_a_full_disk_keeps_the_answer_on_the_phone(app: Flask, code: str, session: Session) -> None:
    from survey.web.transaction import engine

    with app.app_context():
        own: Engine = engine()

    @event.listens_for(own, "begin")
    def fill_up(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # type: ignore[attr-defined]

    address = f"/s/{code}/{uuid4()}"
    long = {"answer_overall": "5", "answer_comment": "长" * 2000}
    statuses = [app.test_client().post(f"/s/{code}/{uuid4()}", data=long, headers=JSON).status_code for _ in range(5)]
    assert 503 in statuses
    event.remove(own, "begin", fill_up)
    assert len(stored(session)) == statuses.count(201)
    assert app.test_client().post(address, data=long, headers=JSON).status_code in (201, 503)


def test_tallies_equal_the_submissions(app: Flask, code: str, session: Session, clock: Clock) -> None:
    for grade in "54321":
        app.test_client().post(f"/s/{code}/{uuid4()}", data={"answer_overall": grade}, headers=JSON)
    assert len(tallies.stored(session)) == 5
    assert not recounting.differences(session, DISTRICT_TIME)


@pytest.mark.parametrize(("language", "send", "wrong", "received"), [
    ("ja", "送信", "見直しが必要な答えがあります", "受け付けました"),
    ("ko", "보내기", "다시 봐 주셔야 할 답이 있습니다", "접수되었습니다"),
    ("ru", "Отправить", "Некоторые ответы нужно проверить", "Получено"),
])  # fmt: skip
def test_a_visitor_answers_in_the_own_language(
    app: Flask, code: str, language: str, send: str, wrong: str, received: str
) -> None:
    phone = Browser(app.test_client(), language)
    phone.open(f"/S/{code}").press(send).sees(wrong)
    phone.fill(answer_overall="4").press(send).sees(received)
