"""A planned unannounced visit changes nothing for whoever must not know: no byte, no header, no statement, no row."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import Engine, event
from werkzeug.exceptions import HTTPException

from survey.people.tables import Role
from survey.web.permissions import PERMISSIONS
from tests.rounds import Cast
from tests.test_visits import plan
from tests.walker import Browser

PASSED_ON = {"Via": "1.1 proxy"}
"""What a proxy of ours says, so that /metrics answers as it does to everybody but this machine itself."""
ONLY_LOOKS = re.compile("[?&](lang|size|sort)=")
"""Links to the same page once more, in another language, size or order."""
MOST = 2
"""How many addresses of one view are followed at the desk, which has hundreds."""
FRESH = "[name=csrf_token], [name=salt]"
SECRET = "/account/second-factor"
OTHER_LENGTH = re.compile(rf"{SECRET}|\.xlsx")
"""The picture of a fresh secret has not always the same length, nor has a workbook, which knows when it was made."""
OF_THE_MOMENT = ("Date", "Set-Cookie", "Content-Security-Policy")


class Answer(NamedTuple):
    """All that somebody could tell apart: by reading it, or by how long it takes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    statements: list[tuple[str, int]]
    """What the database was asked, and how many rows it gave; SQLite does not tell (-1)."""


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, int]]]:
    """Whatever is asked of the database meanwhile."""
    asked: list[tuple[str, int]] = []

    def note(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append((statement, cursor.rowcount))

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "after_cursor_execute", note)


def pages(app: Flask, browser: Browser, site: str, most: int = 10**6) -> dict[str, Answer]:
    """Every page without arguments that there is, as this browser is answered, what it links to, and a site's own.

    `most` is how many addresses of one view are followed.
    """
    wanted = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    wanted.append(site)
    found: dict[str, Answer] = {}
    opened: Counter[str] = Counter()
    browser.headers |= PASSED_ON
    with statements(app.extensions["engine"]) as asked:
        while wanted:
            address = wanted.pop()
            if address in found or opened[view_of(app, address)] >= most:
                continue
            opened[view_of(app, address)] += 1
            asked.clear()
            browser.open(address)
            found[address] = Answer(browser.status, _headers(browser, address), _without_secrets(browser), [*asked])
            browser.response.close()
            links = [str(a["href"]) for a in browser.page.select("a[href^='/']")]
            wanted += [link for link in links if not ONLY_LOOKS.search(link)]
    return found


def view_of(app: Flask, address: str) -> str:
    """The name of the view behind an address."""
    path = address.partition("?")[0].partition("#")[0]
    try:
        return str(app.url_map.bind("").match(path)[0])
    except HTTPException:
        return path


def _headers(browser: Browser, address: str) -> list[tuple[str, str]]:
    left_out = (*OF_THE_MOMENT, "Content-Length") if OTHER_LENGTH.search(address) else OF_THE_MOMENT
    return [(name, value) for name, value in browser.response.headers if name not in left_out]


def _without_secrets(browser: Browser) -> bytes:
    """The page without what is random in every answer: tokens, nonces and submission ids; a workbook by its parts."""
    if browser.response.mimetype.endswith("spreadsheetml.sheet"):
        with ZipFile(BytesIO(browser.response.data)) as book:
            return b"".join(book.read(name) for name in sorted(book.namelist()) if not name.startswith("docProps/"))
    if browser.response.mimetype == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(browser.response.data)).pages).encode()
    if not browser.response.mimetype.startswith(("text/", "application/json", "image/svg")):
        return browser.response.data
    text = browser.response.get_data(as_text=True)
    fresh = [str(drop["value"]) for drop in browser.page.select(FRESH)]
    fresh += [str(form["action"]) for form in browser.page.select("form[action^='/s/']")]
    fresh += re.findall("nonce-([^']+)'", browser.response.headers.get("Content-Security-Policy", ""))
    if browser.path == "/token" and browser.status == 200:
        fresh.append((browser.response.json or {})["token"])
    if browser.path == SECRET:
        text = re.sub(r"<svg.*?</svg>|otpauth:[^\"]+|<p class=\"code wraps\">[^<]+", "", text, flags=re.DOTALL)
    for secret in fresh:
        text = text.replace(secret, "")
    return text.encode()


@pytest.mark.parametrize("who", ["department", "other_deputy", "anybody"])
def test_nothing_differs_by_an_unannounced_visit_that_is_planned(
    app: Flask, people: Cast, who: str, anybody: Browser
) -> None:
    _differs_in_nothing(app, people, anybody if who == "anybody" else getattr(people, who))


@pytest.mark.sqlite
@pytest.mark.parametrize("role", [Role.LEADER, Role.INTERVIEWER])
def test_nothing_differs_for_others_of_the_staff(
    app: Flask, people: Cast, role: Role, sign_in: Callable[..., Browser]
) -> None:
    _differs_in_nothing(app, people, sign_in(role), most=MOST)


def test_a_viewer_opens_what_a_leader_opens() -> None:
    """So that what is shown of the one is shown of the other."""
    assert all((Role.LEADER in allowed) is (Role.VIEWER in allowed) for allowed in PERMISSIONS.values())


@pytest.mark.sqlite
def test_the_audit_log_tells_the_privacy_officer_of_no_site(
    app: Flask, people: Cast, sign_in: Callable[..., Browser]
) -> None:
    """Who reads the log is of the office; the entry names a random code, and no other role opens the log."""
    officer = sign_in(Role.PRIVACY_OFFICER)
    _differs_in_nothing(app, people, officer, but="/desk/audit", most=MOST)
    officer.open("/desk/audit?act=visit_planned").sees("安排了查访").misses("社区食堂提升", "区民政局", "RD01")
    for role in set(Role) - {Role.OFFICE, Role.PRIVACY_OFFICER}:
        assert sign_in(role, login=f"{role}2").open("/desk/audit").status == 403


def _differs_in_nothing(app: Flask, people: Cast, browser: Browser, *, but: str = "nothing", most: int = 10**6) -> None:
    site = f"/S/{people.code}"
    pages(app, browser, site, most)  # so that what is remembered from one request to the next is remembered
    before = pages(app, browser, site, most)
    assert len([address for address, answer in before.items() if answer.status == 200]) > 3
    plan(people, deputies="RD01")
    people.score()
    after = pages(app, browser, site, most)
    odd = [address for address in {**before, **after} if before.get(address) != after.get(address)]
    assert [address for address in odd if but not in address] == []


@pytest.mark.sqlite
def test_no_count_tells_a_leader_of_a_sheet_before_its_release(people: Cast, sign_in: Callable[..., Browser]) -> None:
    leader, code = sign_in(Role.LEADER), plan(people, deputies="RD01")
    site = f"/desk/sites/{people.code}"
    seen = ("/desk", "/desk/screen", "/desk/lists/review", "/desk/projects/SS-2026-001", site)

    def told() -> list[str]:
        return [leader.open(address).text for address in seen]

    before = told()
    people.score(quality=2)
    assert told() == before
    people.office.open(f"/desk/visits/{code}").press("公布")
    assert all(later != earlier for later, earlier in zip(told(), before, strict=True))


ABOUT_A_VISIT = (
    "/deputy/visits/{}",
    "/deputy/visits/{}/programme.pdf",
    "/desk/visits/{}",
    "/desk/visits/{}/result.pdf",
)


@pytest.mark.sqlite
def test_the_address_of_a_visit_answers_outsiders_like_one_that_is_none(
    app: Flask, people: Cast, anybody: Browser, sign_in: Callable[..., Browser]
) -> None:
    code = plan(people, deputies="RD01")
    assert people.deputy.open(f"/deputy/visits/{code}").status == 200
    for browser in (people.department, people.other_deputy, anybody, sign_in(Role.LEADER)):
        for address in ABOUT_A_VISIT:
            theirs, invented = (_asked(app, browser, address.format(each)) for each in (code, "0" * 8))
            assert theirs == invented, address
            assert people.code.encode() not in theirs.body


def _asked(app: Flask, browser: Browser, address: str) -> Answer:
    with statements(app.extensions["engine"]) as asked:
        browser.open(address)
        body = _without_secrets(browser).replace(address.split("/")[3].encode(), b"")
    return Answer(browser.status, _headers(browser, address), body, asked)
