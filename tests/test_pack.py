"""A deputy's phone that was home once scores any site of the district without a network."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import demo
from survey.people import passes
from survey.people.tables import Deputy
from tests.conftest import Clock
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.walker import Browser

__all__ = ["network", "new_phone", "phone", "server"]

LARGEST = 40_000


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


@pytest.mark.sqlite
def test_342_sites_fit_into_forty_kilobytes(app: Flask, session: Session, clock: Clock) -> None:
    demo.load(session, clock(), projects=342, submissions=0)
    secret = passes.issue(session, session.scalars(select(Deputy).limit(1)).one(), clock())
    session.commit()
    home = Browser(app.test_client()).open(f"/p/{secret}").press()
    answer = home.client.get("/deputy/pack.json", headers={"Accept-Encoding": "gzip"})
    assert len(home.client.get("/deputy/pack.json").get_json()["sites"]) >= 342
    assert len(answer.data) <= LARGEST


def test_the_pack_is_for_deputies_only(anybody: Browser, office: Browser) -> None:
    for person in (anybody, office):
        assert person.open("/deputy/pack.json").status == 401
        assert person.open("/deputy/sheets/1").status == 401


def home(phone: Phone, server: Server) -> Phone:
    """Open a new deputy's pass and page with signal, until all is stored."""
    phone.open(f"/p/{server.deputy()[1]}").page.get_by_role("button").click()
    return phone.sees("没有网络也能用")


@pytest.mark.browser
def test_a_site_never_visited_is_scored_without_network(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    home(phone, server)
    phone.close()
    network.fails("down")
    phone.wake()
    [(code, project)] = server.ask(
        "SELECT code, project.name FROM site_code JOIN site ON site_id = site.id"
        " JOIN project ON project_id = project.id WHERE number = 'SS-2026-018' LIMIT 1"
    )
    phone.open(f"/S/{code}").sees(project)
    phone.score(comment).send().sees("现在没有信号")
    network.heals()
    phone.open("/waiting").sees("没有待发")
    [(stored,)] = server.ask(
        "SELECT project.name FROM submission JOIN project ON project_id = project.id WHERE answers LIKE ?",
        f"%{comment}%",
    )
    assert stored == project


@pytest.mark.browser
def test_home_opens_without_network_and_a_typed_code_leads_to_the_sheet(
    phone: Phone, network: Network, server: Server
) -> None:
    home(phone, server)
    network.fails("down")
    phone.open("/deputy").sees("没有网络也能用")
    assert phone.page.get_by_text("离线内容尚未更新").is_hidden()
    code = server.codes()[3]
    phone.page.locator("#code").fill(f"{code[:4].lower()} {code[4:].replace('0', 'o').replace('1', 'l')}")
    phone.page.get_by_role("button", name="打开").click()
    phone.page.locator("#sheet[data-ready]").wait_for()
    assert phone.page.get_attribute("#sheet", "data-code") == code


@pytest.mark.browser
def test_a_withdrawn_pass_takes_the_pack_from_the_phone(phone: Phone, network: Network, server: Server) -> None:
    home(phone, server)
    phone.context.clear_cookies()
    phone.page.goto("/deputy")
    phone.sees("先打开通行证")
    found = phone.page.evaluate("caches.match('/deputy/pack.json').then(found => !!found)")
    assert not found
