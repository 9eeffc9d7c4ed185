"""The page of a refusal: a heading that says what happened, and a button to where one goes on."""

import pytest
from flask import Flask

from survey.register.tables import Site
from survey.web.refusal_pages import BY_STATUS, HEADINGS
from survey.web.refusals import HTTP_SENTENCES, STATUS
from tests.walker import Browser


def said(browser: Browser) -> str:
    return str(browser.page.select_one("h1").get_text(strip=True))


def test_every_refusal_has_a_heading() -> None:
    known = {problem.code for problem in STATUS} | {"stale_form"}
    assert set(HEADINGS) <= known
    assert set(STATUS.values()) | set(HTTP_SENTENCES) <= set(BY_STATUS)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("path", "heading", "status"),
    [
        ("/nowhere", "There is nothing here", 404),
        ("/S/AAAAAAAA", "Please check the code", 404),
        ("/p/guess", "We do not know this pass", 404),
        ("/sign-in/guess", "This link is used up", 410),
        ("/r/0000000000", "We do not know this code", 404),
        ("/deputy", "First your pass, please", 401),
    ],
)
def test_each_kind_says_what_it_is(app: Flask, site: Site, path: str, heading: str, status: int) -> None:
    person = Browser(app.test_client(), "en").open(path)
    assert (said(person), person.status) == (heading, status)


def test_a_used_link_leads_to_the_sign_in(app: Flask, site: Site) -> None:
    person = Browser(app.test_client(), "en").open("/sign-in/guess")
    assert person.follow("Sign in").path == "/sign-in"


@pytest.mark.parametrize("path", ["/code?code=7k3q-9xw", "/S/7k3q-9xw"])
def test_a_mistyped_code_stays_in_the_field(anybody: Browser, site: Site, path: str) -> None:
    field = anybody.open(path).page.select_one("#code")
    assert (field["value"], field["aria-describedby"], field["aria-invalid"]) == ("7k3q-9xw", "said", "true")
    code = site.codes[0].code
    assert anybody.fill(code=code).press().path.upper() == f"/S/{code}"
    assert anybody.open("/").page.select_one("#code").get("value") is None


def test_who_is_known_goes_on_to_the_own_page(office: Browser, app: Flask) -> None:
    assert office.open("/desk/nowhere").follow("进入我的页面").path == "/desk"
    assert "进入我的页面" not in Browser(app.test_client()).open("/nowhere").text


def test_a_page_that_was_open_too_long_opens_anew(app: Flask, site: Site) -> None:
    person = Browser(app.test_client(), "en").open("/sign-in")
    person.client.delete_cookie("session")
    person.fill(login="chen", password="a morning in the park").press()
    assert (said(person), person.status) == ("This page was open too long", 400)
    assert person.follow("Open the page anew").path == "/sign-in"
