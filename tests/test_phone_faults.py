"""What happens to phones between an answer and its arrival: other questions meanwhile, airplane mode, no cookies."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from survey.questionnaires import catalogue, versions
from survey.questionnaires.tables import VersionState
from tests.network import Network
from tests.phones import Phone, Server, hand_over, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
SENDS, TOGGLES = 30, 20


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


def test_an_answer_to_a_version_that_was_retired_meanwhile_is_taken(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    asked = int(phone.page.input_value("[name=questionnaire]"))
    network.fails("down")
    phone.send().sees("现在没有信号")
    with server.database() as session:
        _, questionnaire = catalogue.of_id(session, asked)
        changed = replace(questionnaire, title={**questionnaire.title, "zh": "新的一版"})
        versions.publish(session, changed, uuid.uuid4().hex, datetime.now(UTC))
        session.commit()
    network.heals()
    phone.open("/waiting").sees("没有待发")
    assert server.stored(comment) == 1
    assert server.ask("SELECT state FROM questionnaire_version WHERE id = ?", asked) == [(VersionState.RETIRED,)]
    assert server.ask("SELECT version_id FROM submission WHERE answers LIKE ?", f"%{comment}%") == [(asked,)]


def test_airplane_mode_on_and_off_during_thirty_sends_with_photos(phone: Phone, server: Server, comment: str) -> None:
    cut: list[str] = []
    phone.page.on("requestfailed", lambda request: cut.append(request.method))
    hand_over(phone, server, comment, SENDS, photos=SENDS)
    phone.open("/waiting")
    left = []
    for toggle in range(TOGGLES):
        phone.context.set_offline(toggle % 2 == 0)
        phone.page.wait_for_timeout(80)
        left.append(len(phone.unsent()))
    phone.page.get_by_role("button", name="立即发送").click()
    phone.sees("没有待发")
    assert cut
    assert left[0] > left[-1] > 0
    arrived = server.ask("SELECT answers FROM submission WHERE answers LIKE ?", f"%{comment}%")
    assert sorted(json.loads(text)["comment"] for (text,) in arrived) == sorted(f"{comment} {n}" for n in range(SENDS))
    assert server.photos(comment) == SENDS


CAUGHT = """
window.caught = [];
const open = indexedDB.open.bind(indexedDB);
indexedDB.open = (...what) => {
  const asked = open(...what);
  asked.addEventListener("success", () => caught.push(asked.result));
  return asked;
};"""
"""Lets a test close the page's database under it, as iOS does in the background and Android when memory is short."""


def test_a_database_closed_under_memory_pressure_is_opened_again(phone: Phone, server: Server, comment: str) -> None:
    phone.context.add_init_script(CAUGHT)
    phone.open(f"/S/{server.sample}").answer("before").sees("已存在这部手机上")
    phone.page.evaluate("caught.forEach((database) => database.close())")  # without a word, as iOS does
    phone.page.locator("[name=answer_comment]").fill(comment)
    phone.page.wait_for_function("caught.length > 1")
    phone.page.evaluate("caught.forEach((database) => { database.close(); database.onclose(); })")
    phone.page.locator("[name=answer_comment]").fill(f"{comment} again")
    phone.page.wait_for_function("caught.length > 2")
    assert phone.page.locator("[data-keeps-nothing]").is_hidden()
    phone.open(f"/S/{server.sample}").sees("上次填的内容")
    assert phone.page.input_value("[name=answer_comment]") == f"{comment} again"
    phone.send().gets_receipt()
    assert server.stored(f"{comment} again") == 1


def test_with_cookies_off_the_page_says_that_it_keeps_nothing_and_sends(
    new_phone: Callable[..., Phone], server: Server, comment: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--engine") == "firefox":
        pytest.skip("written in Chromium's own settings")
    profile = tmp_path / "phone1" / "Default"
    profile.mkdir(parents=True)
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Preferences").write_text(json.dumps(blocked))
    phone = new_phone()
    phone.open(f"/S/{server.sample}").answer(comment).sees("不能保存内容")
    assert phone.context.cookies() == []
    phone.send().gets_receipt()
    assert server.stored(comment) == 1
