"""The outbox in Firefox and in WebKit: nothing lost, nothing stored twice there either."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests import engines
from tests.engines import Engine
from tests.network import Network
from tests.phones import Server, network, server
from tests.test_photos import picture

__all__ = ["network", "server"]

pytestmark = pytest.mark.browser
REFUSED = (b'indexedDB.open("fivelists", 1)', b'(() => { throw new DOMException("no", "SecurityError"); })()')
ALBUM = "[data-photos] input[multiple]"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def started(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if not engines.is_here(request.param):
        pytest.skip(f"{request.param} is not on this machine")
    with engines.started(request.param, playwright, tmp_path_factory.mktemp(request.param)) as engine:
        yield engine


@pytest.fixture
def engine(started: Engine, network: Network) -> Engine:
    started.address = network.address
    return started


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


def test_an_answer_is_kept_as_it_is_typed(engine: Engine, server: Server, comment: str) -> None:
    engine.open(f"/S/{server.sample}").answer(comment)
    engine.open(f"/S/{server.sample}").sees("上次填的内容")
    assert engine.script("return document.querySelector('[name=answer_comment]').value") == comment
    engine.send().gets_receipt()
    assert (server.stored(comment), engine.unsent()) == (1, 0)


def test_an_answer_without_network_is_sent_once_later(
    engine: Engine, network: Network, server: Server, comment: str
) -> None:
    engine.open(f"/S/{server.sample}").answer(comment)
    network.fails("down")
    engine.send().sees("现在没有信号")
    assert engine.unsent() == 1
    network.heals()
    engine.open("/waiting").sees("没有待发")
    assert (server.stored(comment), engine.unsent()) == (1, 0)


@pytest.mark.parametrize("trouble", ["hotel", "cut"])
def test_an_answer_survives_trouble_and_is_stored_once(
    engine: Engine, network: Network, server: Server, comment: str, trouble: str | int
) -> None:
    engine.open(f"/S/{server.sample}").answer(comment)
    network.fails(trouble, "POST", times=2)
    engine.send().gets_receipt()
    assert network.seen[f"POST {trouble}"] == 2
    assert server.stored(comment) == 1


def test_two_tabs_send_what_waits_once(engine: Engine, network: Network, server: Server, comment: str) -> None:
    engine.open(f"/S/{server.sample}").answer(comment)
    network.fails("down")
    engine.send().sees("现在没有信号")
    network.heals()
    engine.tab("/waiting")
    engine.gets_receipt()
    assert (server.stored(comment), network.seen["POST well"]) == (1, 1)


def test_a_browser_that_keeps_nothing_says_so_and_sends_directly(
    engine: Engine, network: Network, server: Server, comment: str
) -> None:
    refused: list[str] = []

    def refuse(path: str, body: bytes) -> bytes:
        refused.extend([path] * (REFUSED[0] in body))
        return body.replace(*REFUSED)

    network.rewrite = refuse
    engine.open(f"/S/{server.sample}").sees("不能保存内容")
    assert refused
    engine.script("document.querySelector('[name=answer_overall]').click()")
    engine.script("document.querySelector('[name=answer_comment]').value = arguments[0]", comment)
    engine.send().gets_receipt()
    assert server.stored(comment) == 1


def test_a_photo_stays_over_a_reload_and_arrives(
    engine: Engine, network: Network, server: Server, comment: str, tmp_path: Path
) -> None:
    (tmp_path / "teal.jpg").write_bytes(picture(2000, 1500, colour="teal"))
    engine.open(f"/S/{server.sample}").answer(comment, grade="2")
    engine.upload(ALBUM, tmp_path / "teal.jpg")
    engine.until("document.querySelector('[data-photos] img')")
    engine.open(f"/S/{server.sample}").until("document.querySelector('[data-photos] img')")
    engine.send().gets_receipt().sees("1 / 1 张")
    assert server.photos(comment) == 1


def test_a_questionnaire_opened_once_opens_without_network(
    engine: Engine, network: Network, server: Server, comment: str
) -> None:
    engine.open(f"/S/{server.sample}")
    engine.until(f"(await caches.match('/S/{server.sample}'))")
    network.fails("down")
    engine.open(f"/S/{server.sample}").answer(comment).send().sees("现在没有信号")
    network.heals()
    engine.open("/waiting").sees("没有待发")
    assert server.stored(comment) == 1
