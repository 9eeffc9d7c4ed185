"""A department proves its reply with photos, which stand beside the finding's for whoever it concerns."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from survey.register.tables import Site
from survey.rounds.tables import FindingState
from tests.conftest import Clock
from tests.paper import texts
from tests.rounds import Cast, cast
from tests.test_photos import picture
from tests.walker import Browser


@pytest.fixture
def accepted(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """A finding that a department has in hand."""
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    return people


def pictures(pdf: bytes) -> int:
    """How many photos stand on the pages."""
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def reply(people: Cast, content: bytes) -> Browser:
    page = people.department.open(f"/department/findings/{people.finding().code}")
    page.fill(reply_class="A", text="已换好三盏灯", promised_on="", photos=(BytesIO(content), "after.jpg"))
    return page.press("提交答复")


def test_the_photo_of_a_reply_stands_beside_the_finding(accepted: Cast) -> None:
    reply(accepted, picture(400, 300))
    code = accepted.finding().code
    for who, folder in ((accepted.office, "/desk"), (accepted.department, "/department"), (accepted.deputy, "/deputy")):
        shown = who.open(f"{folder}/findings/{code}").page.select(".shots img")
        assert shown, folder
        address = str(shown[0]["src"])
        assert who.open(address).response.mimetype == "image/jpeg"
    kept = address.rsplit("/", 1)[1]
    assert accepted.deputy.open(f"/deputy/findings/{code}").page.select(".pair .shots img")
    assert kept in str(accepted.deputy.open("/deputy").page.select("[data-keep]"))
    for who, folder in ((accepted.other_deputy, "/deputy"), (accepted.other_department, "/department")):
        assert who.open(f"{folder}/findings/{code}/photos/{kept}").status == 404


def test_what_is_no_photo_is_refused_and_nothing_is_replied(accepted: Cast) -> None:
    assert reply(accepted, b"%PDF-1.7 no picture").status == 415
    assert accepted.finding().state is FindingState.ACCEPTED


def test_the_timeline_is_printed_with_its_photos_for_whom_it_concerns(accepted: Cast) -> None:
    before = accepted.office.open(f"/desk/findings/{accepted.finding().code}.pdf").response.data
    reply(accepted, picture(400, 300))
    code = accepted.finding().code
    for who, folder in ((accepted.office, "/desk"), (accepted.department, "/department")):
        printed = who.open(f"{folder}/findings/{code}.pdf").response
        assert printed.mimetype == "application/pdf"
        words = "".join(texts(printed.data)).replace(" ", "")
        assert all(said in words for said in ("三盏路灯不亮", "已换好三盏灯", "区民政局", "第1轮"))
        assert pictures(printed.data) == pictures(before) + 1
    assert accepted.other_department.open(f"/department/findings/{code}.pdf").status == 404
    assert accepted.deputy.open(f"/desk/findings/{code}.pdf").path == "/sign-in"
