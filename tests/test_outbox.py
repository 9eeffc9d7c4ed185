"""Nothing that was answered on a phone is lost or stored twice, whatever the network and the server do."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from survey.people import passes
from survey.people.tables import Deputy
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser


@pytest.fixture
def comment() -> str:
    """What is written nowhere else."""
    return uuid.uuid4().hex


def test_an_answer_is_kept_as_it_is_typed(phone: Phone, server: Server, comment: str) -> None:
    phone.open(f"/S/{server.sample}").answer(comment).sees("已存在这部手机上")
    phone.close()
    phone.wake()
    phone.open(f"/S/{server.sample}").sees("上次填的内容")
    assert phone.page.input_value("[name=answer_comment]") == comment
    phone.send().gets_receipt()
    assert server.stored(comment) == 1
    assert phone.unsent() == []


def test_an_answer_without_network_is_sent_once_on_the_next_day(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails("down")
    phone.send().sees("现在没有信号")
    phone.close()
    network.heals()
    phone.wake()
    phone.open("/waiting").sees("回执")
    phone.open("/waiting").sees("没有待发")
    assert server.stored(comment) == 1


@pytest.mark.parametrize("trouble", [500, 503, 429, "hotel", "cut"])
def test_an_answer_survives_trouble_and_is_stored_once(
    phone: Phone, network: Network, server: Server, comment: str, trouble: str | int
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails(trouble, "POST", times=2)
    phone.send().gets_receipt()
    assert network.seen[f"POST {trouble}"] == 2
    assert server.stored(comment) == 1


def test_a_process_of_the_server_killed_in_the_middle_loses_nothing(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    killed: list[int] = []

    def kill(method: str, path: str) -> None:
        if method == "POST" and not killed:
            for worker in psutil.Process(server.process.pid).children():
                worker.kill()
                killed.append(worker.pid)

    network.trouble = kill
    phone.send().gets_receipt()
    assert killed
    assert server.stored(comment) == 1


def test_several_wait_and_go_one_at_a_time_the_oldest_first(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    network.trouble = lambda method, path: "down" if path == "/ping" else None
    for number, code in enumerate(server.codes()[:3]):
        phone.open(f"/S/{code}").answer(f"{comment} {number}").send().sees("现在没有信号")
    assert len(phone.unsent()) == 3
    network.heals()
    phone.open("/waiting").sees("没有待发")
    arrived = server.ask("SELECT answers FROM submission ORDER BY rowid")
    comments = [json.loads(answers).get("comment", "") for (answers,) in arrived]
    assert [each for each in comments if each.startswith(comment)] == [f"{comment} {n}" for n in range(3)]


def test_two_tabs_send_what_waits_once(phone: Phone, network: Network, server: Server, comment: str) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails("down")
    phone.send().sees("现在没有信号")
    network.heals()
    tabs = [phone.context.new_page() for _ in range(3)]
    for tab in tabs:
        tab.goto("/waiting", wait_until="commit")
    phone.gets_receipt()
    for tab in tabs:
        tab.get_by_text("没有待发的答卷，").wait_for()
    assert server.stored(comment) == 1
    assert network.seen["POST well"] == 1


def test_two_tabs_on_one_site_are_two_answers(phone: Phone, server: Server, comment: str) -> None:
    phone.open(f"/S/{server.sample}").answer(f"{comment} one").sees("已存在这部手机上")
    other = phone.context.new_page()
    other.goto(f"/S/{server.sample}")
    other.get_by_text("上次填的内容").wait_for()
    phone.send().gets_receipt()
    other.locator("[name=answer_comment]").fill(f"{comment} two")
    other.locator(".send .button").click()
    other.get_by_text("已收到").wait_for()
    assert (server.stored(f"{comment} one"), server.stored(f"{comment} two")) == (1, 1)


@pytest.mark.parametrize("year", [1991, 2077])
def test_a_clock_that_is_wrong_by_years_delays_nothing(phone: Phone, server: Server, comment: str, year: int) -> None:
    phone.page.clock.set_system_time(datetime(year, 5, 1, tzinfo=UTC))
    phone.open(f"/S/{server.sample}").answer(comment).send().gets_receipt()
    [(claimed, received)] = server.ask(
        "SELECT answered_at, received_at FROM submission WHERE answers LIKE ?", f"%{comment}%"
    )
    assert claimed.startswith(str(year))
    assert received.startswith(str(datetime.now(UTC).year))


def test_a_browser_that_keeps_nothing_says_so_and_sends_directly(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    phone.context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    phone.open(f"/S/{server.sample}").answer(comment).sees("不能保存内容")
    network.fails("down", "POST")
    phone.send().sees("请不要关闭本页")
    network.heals()
    phone.send().gets_receipt()
    assert server.stored(comment) == 1


def test_the_pauses_grow_and_a_tap_begins_them_anew(
    new_phone: Callable[..., Phone], network: Network, server: Server
) -> None:
    phone = new_phone(bypass_csp=True)
    phone.open(f"/S/{server.sample}").answer("pauses")
    network.trouble = lambda method, path: "down" if path == "/ping" else None
    phone.page.add_init_script(
        """window.pauses = []; const later = setTimeout;
        window.setTimeout = (work, wait) => { pauses.push(wait / 1000); return later(work, wait / 50); }"""
    )
    phone.send().sees("现在没有信号")
    phone.open("/waiting")
    phone.page.wait_for_function("pauses.includes(300)")
    drains = "pauses.filter((pause) => pause >= 1 && pause !== 60)"  # a request may take 60 s; the page rests 0.25 s
    assert phone.page.evaluate(drains)[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    phone.page.evaluate("pauses = []")
    phone.page.get_by_role("button", name="立即发送").click()
    phone.page.wait_for_function("pauses.includes(8)")
    assert 1 in phone.page.evaluate(drains)


def test_nothing_unsent_is_deleted_without_a_yes(phone: Phone, network: Network, server: Server, comment: str) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails("down", "POST")
    phone.send().sees("现在没有信号")
    phone.open("/waiting").page.get_by_role("button", name="删除…").click()
    phone.page.get_by_role("button", name="保留").click()
    assert len(phone.unsent()) == 1
    phone.page.get_by_role("button", name="删除…").click()
    phone.page.get_by_role("button", name="删除", exact=True).click()
    phone.sees("没有待发")
    assert phone.unsent() == []


def test_what_waits_can_be_saved_to_a_file(
    phone: Phone, network: Network, server: Server, comment: str, tmp_path: Path
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails("down", "POST")
    phone.send().sees("现在没有信号")
    phone.open("/waiting")
    if phone.engine == "firefox":
        pytest.skip("Firefox does not tell the test of a download")
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="存成文件").click()
    saved.value.save_as(tmp_path / "saved.json")
    [submission] = json.loads((tmp_path / "saved.json").read_text())["submissions"]
    assert ["answer_comment", comment] in submission["fields"]


def test_a_warning_comes_before_a_browser_deletes_what_waits(
    new_phone: Callable[..., Phone], network: Network, server: Server, comment: str
) -> None:
    phone = new_phone()
    phone.open(f"/S/{server.sample}").answer(comment)
    network.fails("down", "POST")
    phone.send().sees("现在没有信号")
    warning, now = phone.page.locator("[data-ending]"), datetime.now(UTC)
    phone.page.clock.set_system_time(now + timedelta(days=4, hours=23))
    phone.open(f"/S/{server.sample}").sees("待发")
    phone.page.wait_for_load_state("networkidle")
    assert warning.count() == 0 or warning.is_hidden()
    phone.open("/waiting").sees("等了一天以上")
    assert warning.is_hidden()
    phone.page.clock.set_system_time(now + timedelta(days=6, hours=1))
    phone.open("/waiting").sees("已等待发送 6 天")
    phone.holds(f"/S/{server.sample}")
    network.fails("down")
    phone.open(f"/S/{server.sample}").sees("已等待发送 6 天")
    if phone.engine != "firefox":
        with phone.page.expect_download() as saved:
            phone.page.get_by_role("button", name="存成文件").click()
        assert comment in saved.value.path().read_text()
    network.heals()
    phone.page.get_by_role("button", name="立即发送").click()
    warning.wait_for(state="hidden")
    assert server.stored(comment) == 1


def test_a_pass_withdrawn_meanwhile_keeps_the_sheet_until_there_is_another(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    deputy, secret = server.deputy()
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.open(f"/S/{server.sample}").score(comment)
    network.fails("down")
    phone.send().sees("现在没有信号")
    with server.database() as session:
        person = session.get_one(Deputy, deputy)
        passes.revoke(session, person, datetime.now(UTC))
        session.commit()
    network.heals()
    phone.open("/waiting").sees("需要通行证").sees("先打开通行证")
    assert server.stored(comment) == 0
    with server.database() as session:
        secret = passes.issue(session, session.get_one(Deputy, deputy), datetime.now(UTC))
        session.commit()
    phone.open(f"/p/{secret}").page.get_by_role("button").click()
    phone.comes_to("/deputy")
    phone.open("/waiting").sees("没有待发")
    assert server.stored(comment) == 1


def test_a_sheet_is_never_sent_as_another_deputys(phone: Phone, network: Network, server: Server, comment: str) -> None:
    phone.open(f"/p/{server.deputy()[1]}").page.get_by_role("button").click()
    phone.open(f"/S/{server.sample}").score(comment)
    network.fails("down")
    phone.send().sees("现在没有信号")
    network.heals()
    phone.context.clear_cookies()
    phone.open(f"/p/{server.deputy()[1]}").page.get_by_role("button").click()
    phone.open("/waiting").sees("另一位代表委员")
    assert server.stored(comment) == 0
    assert len(phone.unsent()) == 1


def test_a_missing_answer_is_asked_for_at_once_and_without_a_network(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    phone.open(f"/S/{server.sample}").page.locator("[name=answer_comment]").fill(comment)
    network.fails("down")
    phone.send().sees("请先回答标出的题目")
    assert phone.page.evaluate("document.activeElement.name") == "answer_overall"
    network.heals()
    assert phone.page.input_value("[name=answer_comment]") == comment
    phone.answer(comment).send().gets_receipt()
    assert server.stored(comment) == 1
    assert phone.unsent() == []


def test_what_only_the_server_can_refuse_comes_back_with_everything_typed(
    phone: Phone, server: Server, comment: str
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    phone.page.evaluate("document.querySelector('[name=answer_comment]').maxLength = 5000")
    phone.page.locator("[name=answer_comment]").fill(comment * 70)
    phone.send().sees("您填的内容都还在")
    phone.page.locator("#sheet[data-ready]").wait_for()
    phone.answer(comment).send().gets_receipt()
    assert server.stored(comment) == 1
    assert phone.unsent() == []
