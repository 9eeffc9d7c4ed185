"""A visit is moved with notice, a site found closed is a result of its own, and the panel says a word at the end."""

from datetime import timedelta

from tests.rounds import Cast
from tests.test_visits import marks, plan
from tests.walker import Browser


def find_closed(people: Cast, phone: Browser, code: str) -> Browser:
    return phone.open(f"/deputy/visits/{code}").fill(note="门上写着周二休息").press("记录下来")


def move(people: Cast, code: str, days: int) -> Browser:
    day = (people.clock().date() + timedelta(days=days)).isoformat()
    office = people.office.open(f"/desk/visits/{code}")
    return office.fill(opens_on=day, closes_on=day, reason="台风").press("确认改期")


def test_a_closed_site_is_no_zero_and_breaks_the_seal_with_the_last_sheet(people: Cast) -> None:
    code = plan(people)
    find_closed(people, people.deputy, code).sees("您已到访").misses("门上写着")
    people.office.open(f"/desk/visits/{code}").sees("封存").misses("到访时未开放")
    people.score(people.other_deputy)
    people.office.open(f"/desk/visits/{code}").sees("到访时未开放", "门上写着周二休息", "84.0").misses(" 0.0 ")
    people.office.press("公布结果")
    assert marks(people) == 1
    assert people.findings() == []


def test_if_everybody_found_it_closed_the_visit_is_over_without_a_score(people: Cast) -> None:
    code = plan(people)
    for phone in (people.deputy, people.other_deputy):
        find_closed(people, phone, code)
    people.office.open(f"/desk/visits/{code}").sees("到访时未开放").misses("没有人评分")
    assert marks(people) == 0


def test_a_site_is_noted_once_and_only_by_the_panel_on_its_days(people: Cast, anybody: Browser) -> None:
    code = plan(people, deputies="RD01")
    address = people.deputy.open(f"/deputy/visits/{code}").page.select_one("form[action$='/closed']")
    assert address is not None
    sent = {"csrf_token": address.select_one("[name=csrf_token]")["value"], "note": "关门"}
    other = people.other_deputy.open("/deputy").client.get("/token", headers={"Accept": "application/json"}).get_json()
    refused = people.other_deputy.client.post(str(address["action"]), data=sent | {"csrf_token": other["token"]})
    assert refused.status_code == 404
    people.office.open(f"/desk/visits/{code}")
    move(people, code, 2)
    assert people.deputy.client.post(str(address["action"]), data=sent).status_code == 409
    assert not people.deputy.open(f"/deputy/visits/{code}").page.select("form[action$='/closed']")


def test_a_tour_that_is_moved_says_from_when_and_why(people: Cast) -> None:
    code = plan(people, "announced")
    move(people, code, 5).sees("2026-11-29", "原定2026-11-24", "台风")
    people.department.open("/department/visits").sees("2026-11-29", "原定2026-11-24", "台风")
    people.deputy.open(f"/deputy/visits/{code}").sees("2026-11-29", "台风")
    people.other_department.open("/department/visits").misses("台风")
    people.deputy.open(f"/S/{people.code}").sees("对方事先知道您来吗")


def test_an_unannounced_visit_is_moved_without_a_word_to_the_department(people: Cast) -> None:
    before = people.department.open("/department/visits").response.data
    move(people, plan(people), 5).sees("台风")
    assert people.department.open("/department/visits").response.data == before


def test_a_visit_is_not_moved_without_a_reason_or_after_its_end(people: Cast) -> None:
    code = plan(people)
    people.office.open(f"/desk/visits/{code}").fill(reason="").press("确认改期")
    assert people.office.status == 422
    token = people.office.page.select_one("[name=csrf_token]")
    assert token is not None
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封")
    sent = {"csrf_token": token["value"], "opens_on": "2026-12-01", "closes_on": "2026-12-01", "reason": "晚了"}
    assert people.office.client.post(f"/desk/visits/{code}/shift", data=sent).status_code == 409


def test_the_panel_says_a_word_once_the_scores_are_unsealed(people: Cast) -> None:
    code = plan(people)
    people.score()
    assert not people.deputy.open(f"/deputy/visits/{code}").page.select("form[action$='/comment']")
    people.score(people.other_deputy, upkeep=8)
    people.deputy.open(f"/deputy/visits/{code}").fill(text="当天停电，分数偏低").press("补充说明").sees("当天停电")
    people.other_deputy.open(f"/deputy/visits/{code}").sees("代表RD01", "当天停电")
    people.office.open(f"/desk/visits/{code}").sees("当天停电", "84.0")
