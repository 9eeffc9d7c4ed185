"""Rare question types in a real browser: worked out while typing, and sent without a network."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import FilePayload

from survey.collect import kiosks
from survey.questionnaires import catalogue, pictures, versions
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience
from survey.register import codes
from tests.kiosk import Tablet
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.test_question_types import TRIPS
from tests.test_types_walk import FORM, ORDERS, PLACES, picture
from tests.test_xlsform import tiny

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
Publish = Callable[[Questionnaire], str]


@pytest.fixture
def ask(server: Server) -> Publish:
    """Ask one site with a questionnaire that no other gets; gives the site's code."""

    def publish(form: Questionnaire) -> str:
        code = server.codes()[3]
        with server.database() as session:
            place, now = codes.of_code(session, code), datetime.now(UTC)
            named = replace(form, name="office/rare", category="别处没有的类别")
            versions.publish(session, named, "0" * 64, now)
            catalogue.choose(session, place.site.project_id, Audience.RESIDENT, named.name, now)
            session.commit()
        return code

    return publish


def arrived(server: Server, receipt: str) -> dict[str, Any]:
    """The answers behind a receipt."""
    [(answers,)] = server.ask("SELECT answers FROM submission WHERE receipt = ?", receipt)
    found: dict[str, Any] = json.loads(answers)
    return found


def sent(phone: Phone, server: Server) -> dict[str, Any]:
    phone.send().gets_receipt()
    return arrived(server, phone.page.url.rpartition("/")[2])


def test_results_and_what_mentions_them_follow_every_key(phone: Phone, server: Server, ask: Publish) -> None:
    page = phone.open(f"/S/{ask(FORM)}").page
    why = page.locator("#q-why")
    assert not why.is_visible()
    page.locator("[name=answer_pears]").fill("9")
    phone.sees("11 个怎么吃得完")
    page.locator("[name=answer_apples]").fill("")
    assert not why.is_visible()
    page.locator("[name=answer_apples]").fill("1")
    phone.sees("10 个怎么吃得完")
    page.locator("[name=answer_fruit][value=other]").check()
    page.locator("[name=answer_fruit_other]").fill("香蕉")
    page.locator("[name=answer_opens]").fill("08:30")
    page.locator("[name=answer_why]").fill("送人")
    answers = sent(phone, server)
    assert answers.pop("stamp") > "2026"
    assert answers.pop("day") > "2026"
    assert answers == {
        "opens": "08:30", "fruit": "other", "fruit_other": "香蕉", "apples": 1, "pears": 9, "total": 10, "why": "送人",
        "ward": server.ask("SELECT '晨光街道'")[0][0],
    }  # fmt: skip


def test_what_was_typed_over_a_default_is_there_again_after_a_reload(
    phone: Phone, server: Server, ask: Publish
) -> None:
    code = ask(FORM)
    page = phone.open(f"/S/{code}").page
    page.locator("[name=answer_apples]").fill("4")
    page.locator("[data-kept]").wait_for(state="visible")
    phone.open(f"/S/{code}")
    assert page.locator("[name=answer_apples]").input_value() == "4"
    phone.sees("上次填的内容已恢复")


def test_it_opens_and_is_answered_without_a_network(
    phone: Phone, server: Server, ask: Publish, network: Network
) -> None:
    code = ask(FORM)
    phone.open(f"/S/{code}").holds(f"/S/{code}")
    network.fails("down")
    page = phone.open(f"/S/{code}").page
    page.locator("[name=answer_pears]").fill("9")
    phone.sees("11 个怎么吃得完")
    page.locator("[name=answer_opens]").fill("21:00")
    phone.send().sees("现在没有信号")
    network.heals()
    page.goto("/waiting")
    for _ in range(100):
        rows = [json.loads(text) for (text,) in server.ask("SELECT answers FROM submission")]
        if found := [(row["opens"], row["total"]) for row in rows if row.get("opens") == "21:00"]:
            break
        page.wait_for_timeout(100)
    assert found == [("21:00", 11)]


def order(phone: Phone) -> list[str]:
    """The words of the ranking's lines from top to bottom."""
    return phone.page.locator(".rank li label").all_inner_texts()


def test_a_ranking_goes_up_and_down_by_large_buttons_and_the_keyboard(
    phone: Phone, server: Server, ask: Publish
) -> None:
    code = ask(ORDERS)
    page = phone.open(f"/S/{code}").page
    assert not page.locator(".rank select").first.is_visible()
    box = page.locator("[data-up]").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 48
    page.get_by_label("上移：菜场").click()
    assert order(phone) == ["公园", "菜场", "学校", "渡口"]
    page.keyboard.press("Enter")
    assert order(phone) == ["菜场", "公园", "学校", "渡口"]
    page.locator("[data-kept]").wait_for(state="visible")
    phone.open(f"/S/{code}")
    assert order(phone) == ["菜场", "公园", "学校", "渡口"]
    page.locator("[name=answer_street][value=north]").check()
    assert page.locator("#q-stop label:visible").all_inner_texts() == ["公园", "学校"]
    page.locator("[name=answer_stop][value=park]").check()
    page.locator("[name=answer_street][value=south]").check()
    assert page.locator("[name=answer_stop]:checked").count() == 0
    page.locator("[name=answer_stop][value=ferry]").check()
    assert sent(phone, server) == {
        "street": "south", "stop": "ferry", "order": ["market", "park", "school", "ferry"],
    }  # fmt: skip


def test_the_order_that_stands_there_is_no_answer_until_somebody_says_so(
    phone: Phone, server: Server, ask: Publish
) -> None:
    page = phone.open(f"/S/{ask(ORDERS)}").page
    page.locator("[name=answer_street][value=north]").check()
    page.locator("[name=answer_stop][value=park]").check()
    page.get_by_role("button", name="就按这个顺序").click()
    page.get_by_role("button", name="就按这个顺序").wait_for(state="hidden")
    assert sent(phone, server)["order"] == ["park", "school", "market", "ferry"]


@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_place_is_found_where_the_person_says_so_and_else_typed(
    phone: Phone, server: Server, ask: Publish, is_allowed: bool
) -> None:
    page = phone.open(f"/S/{ask(PLACES)}").page
    phone.context.set_geolocation({"latitude": 30.572849, "longitude": 104.066761})
    if is_allowed:
        phone.context.grant_permissions(["geolocation"])
    page.get_by_role("button", name="使用我的位置").click()
    if is_allowed:
        page.wait_for_function("() => document.querySelector('[name=answer_where]').value === '30.5728, 104.0668'")
    else:
        phone.sees("没有定位到")
        page.locator("[name=answer_where]").fill("30.1 104.2")
    assert sent(phone, server) == {"where": "30.5728 104.0668" if is_allowed else "30.1000 104.2000"}


def test_a_photo_follows_its_answers_and_is_there_after_a_reload(phone: Phone, server: Server, ask: Publish) -> None:
    code = ask(PLACES)
    page = phone.open(f"/S/{code}").page
    picture: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": page.screenshot()}
    page.locator("#q-shot [type=file]").last.set_input_files(picture)
    page.locator("#q-shot img").wait_for()
    page.locator("[data-kept]").wait_for(state="visible")
    phone.open(f"/S/{code}")
    page.locator("#q-shot img").wait_for()
    answers = sent(phone, server)
    for _ in range(100):
        rows = server.ask("SELECT photo_sha256 FROM submission_photo WHERE sent_sha256 = ?", answers["shot"])
        if rows:
            break
        page.wait_for_timeout(50)
    assert len(rows) == 1
    receipt = page.url.rpartition("/")[2]
    assert server.ask("SELECT photo_count FROM submission WHERE receipt = ?", receipt) == [(1,)]


def test_a_photo_that_was_taken_away_is_neither_named_nor_sent(phone: Phone, server: Server, ask: Publish) -> None:
    page = phone.open(f"/S/{ask(PLACES)}").page
    picture: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": page.screenshot()}
    page.locator("#q-shot [type=file]").last.set_input_files(picture)
    page.locator("#q-shot img").wait_for()
    page.locator("#q-shot [data-drop]").click()
    page.locator("#q-shot img").wait_for(state="hidden")
    page.locator("[name=answer_where]").fill("1 2")
    assert sent(phone, server) == {"where": "1.0000 2.0000"}
    receipt = page.url.rpartition("/")[2]
    assert server.ask("SELECT photo_count FROM submission WHERE receipt = ?", receipt) == [(0,)]


def test_blocks_are_added_on_the_phone_and_are_there_again_after_a_reload(
    phone: Phone, server: Server, ask: Publish
) -> None:
    code = ask(TRIPS)
    page = phone.open(f"/S/{code}").page
    assert not page.locator("#q-used ~ section [name='answer_minutes.1']").is_visible()
    page.locator("[name=answer_used][value=yes]").check()
    page.locator("[name='answer_stop.1'][value=park]").check()
    page.locator("[name='answer_minutes.1']").fill("5")
    page.get_by_role("button", name="再加一组").click()
    page.locator("[name='answer_stop.2'][value=market]").check()
    assert page.locator("[name='answer_stop.1'][value=park]").is_checked()
    assert not page.locator("[name='answer_why.2']").is_visible()
    page.locator("[name='answer_minutes.2']").fill("30")
    page.locator("[name='answer_why.2']").fill("堵")
    phone.sees("第 菜场 站为何等这么久")
    page.locator("[name=answer_idea]").fill("多开几班")
    page.wait_for_timeout(300)
    phone.open(f"/S/{code}")
    assert page.locator("[name='answer_minutes.2']").input_value() == "30"
    assert page.locator("[name='answer_idea']").is_visible()
    answers = sent(phone, server)
    assert answers["trips"][1] == {"stop": "market", "minutes": 30, "why": "堵", "place": 2}
    assert (answers["waited"], answers["rides"], answers["idea"]) == (35, 2, "多开几班")


def test_pictures_of_options_are_there_without_a_network(
    phone: Phone, server: Server, ask: Publish, network: Network
) -> None:
    name, jpeg = next(iter(pictures.drawn({"apple.png": picture()}).values()))
    with server.database() as session:
        pictures.keep(session, [(name, jpeg)], datetime.now(UTC))
        session.commit()
    choices = (
        f"| choices |\n| | list_name | name | label | media::image |\n| | f | a | 苹果 | {name} |\n| | f | b | 梨 | |"
    )
    code = ask(tiny("type | name | label", "select_one f | q | 爱吃什么", more=choices))
    phone.open(f"/S/{code}").holds(f"/pictures/{name}")
    phone.holds(f"/S/{code}")
    network.fails("down")
    page = phone.open(f"/S/{code}").page
    page.wait_for_function("() => document.querySelector('.picture').naturalWidth > 0")
    page.locator("[name=answer_q][value=a]").check()
    network.heals()
    assert sent(phone, server) == {"q": "a"}


RIDES = tiny(
    "type | name | label | required | relevant",
    "begin repeat | rides | 第几趟 | |", "select_one yn | late | 晚点了吗 | yes |",
    "integer | minutes | 等了几分钟 | | ${late} = 'yes'", "end repeat | | | |",
)  # fmt: skip


def test_a_kiosk_asks_rare_types_one_a_screen(phone: Phone, server: Server) -> None:
    tablet = Tablet(phone, server)
    assert tablet.event is not None
    form = replace(
        ORDERS,
        name="office/rare",
        sections=(*ORDERS.sections, *RIDES.sections, *PLACES.sections),
        category="别处没有的类别",
    )
    with server.database() as session:
        now = datetime.now(UTC)
        versions.publish(session, form, "0" * 64, now)
        for place in kiosks.shown(session, tablet.event.code).sites:
            catalogue.choose(session, place.site.project_id, Audience.RESIDENT, form.name, now)
        session.commit()
    page, wrong = tablet.page, list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.reload()
    tablet.ready()
    page.locator("[data-language=zh]").click()
    if page.locator("[data-none]").is_visible():
        page.locator("[data-none]").click()
    page.locator("[data-code]").first.click()
    go = page.locator("form[data-screen^=ask] .move .button").last
    page.locator("label:has([value=north])").click()
    go.click()
    assert page.locator("#q-stop label:visible").all_inner_texts() == ["公园", "学校"]
    page.locator("label:has([value=park])").click()
    go.click()
    page.get_by_label("上移：学校").click()
    go.click()
    another = page.get_by_role("button", name="再加一组")
    another.click()
    tablet.phone.sees("请先回答这一题")
    page.locator("label:has([name='answer_late.1'][value=yes]):visible").click()
    assert not another.is_visible()
    go.click()
    page.locator("[name='answer_minutes.1']").fill("7")
    another.click()
    tablet.phone.sees("第几趟 2")
    page.locator("label:has([name='answer_late.2'][value=no]):visible").click()
    another.click()
    tablet.phone.sees("第几趟 3")
    go.click()
    page.locator("[name=answer_where]").fill("1 2")
    go.click()
    tablet.phone.sees("这里不能添加照片")
    go.click()
    page.locator("[data-screen=thanks]").wait_for()
    for _ in range(100):
        found = [json.loads(text) for (text,) in server.ask("SELECT answers FROM submission WHERE channel = 'kiosk'")]
        if rows := [row for row in found if "order" in row]:
            break
        page.wait_for_timeout(50)
    assert [row["order"] for row in rows] == [["school", "park", "market", "ferry"]]
    assert rows[0]["where"] == "1.0000 2.0000"
    assert rows[0]["rides"] == [{"late": "yes", "minutes": 7}, {"late": "no"}]
    assert wrong == []
