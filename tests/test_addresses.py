"""Addresses: a choice of language keeps what an address asks for, and every project's number makes a good one."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from survey.people import audit
from survey.people.tables import Role
from survey.register.tables import Project
from survey.scorecards import district, publication
from tests.conftest import Clock
from tests.district import Scene
from tests.walker import Browser, in_english

ODD = "沪府/2026-07"


@pytest.fixture
def odd(scene: Scene, session: Session, clock: Clock) -> Project:
    """A project with a slash in its number, whose card is published."""
    project = scene.project(ODD)
    scene.residents(project, g5=12)
    period = district.period_at(session, clock(), clock().tzinfo)
    assert period is not None
    publication.publish(session, period, "office", clock(), "")
    session.commit()
    return project


@pytest.mark.sqlite
def test_another_language_keeps_what_the_address_asks_for(office: Browser) -> None:
    office.open("/desk/lists/plan?q=食堂&state=late").follow("English")
    office.sees("Plan")
    assert office.response.request.args.to_dict() == {"q": "食堂", "state": "late", "lang": "en"}
    assert office.follow("中文").response.request.args.to_dict() == {"q": "食堂", "state": "late", "lang": "zh"}


@pytest.mark.sqlite
def test_a_larger_text_keeps_what_the_address_asks_for(anybody: Browser) -> None:
    anybody.open("/sign-in?next=/desk/audit").follow("长辈版")
    assert anybody.response.request.args.to_dict() == {"next": "/desk/audit", "size": "large"}


@pytest.mark.sqlite
@pytest.mark.parametrize("path", ["/c/{}", "/c/{}/card.json", "/c/{}/card.csv", "/projects/{}"])
def test_everybody_opens_a_project_with_a_slash_in_its_number(anybody: Browser, odd: Project, path: str) -> None:
    assert anybody.open(path.format(ODD)).status == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("page", ["", "/card", "/card.csv"])
def test_staff_open_a_project_with_a_slash_in_its_number(
    sign_in: Callable[..., Browser], office: Browser, odd: Project, page: str
) -> None:
    department = sign_in(Role.DEPARTMENT, login="civil", department="区民政局")
    for reader, room in ((office, "desk"), (department, "department")):
        assert reader.open(f"/{room}/projects/{ODD}{page}").status == 200


@pytest.mark.sqlite
def test_the_log_tells_a_list_of_two_from_a_change(office: Browser, session: Session, clock: Clock) -> None:
    audit.record(session, "office", "badges_printed", "2 badges", clock(), deputies=["RD-1", "RD-2"])
    audit.record(session, "office", "settings_changed", "name", clock(), name=["旧区", "新区"])
    session.commit()
    in_english(office).open("/desk/audit").sees("RD-1, RD-2", "旧区 → 新区").misses("RD-1 → RD-2")
