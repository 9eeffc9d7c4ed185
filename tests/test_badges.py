"""Badges: printed in the moment a pass is issued, read by a phone, and never again."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import passes
from survey.people.tables import AuditEntry, Body, Deputy, Pass
from survey.printing import badges
from survey.register.tables import District
from survey.settings import DISTRICT_TIME
from tests import paper
from tests.conftest import Clock
from tests.test_cli_printing import survey as survey  # the fixture
from tests.walker import Browser

URL = "https://wuzhang.gov.cn"
DISTRICT = District(name="晨光区")
LONG = "很长" * 100


def badge(place: int = 0, **change: str) -> badges.Badge:
    words = {
        "name": "欧阳修远",
        "body": "政协委员",
        "trade": "医药卫生",
        "number": f"ZX-{place:03}",
        "expires": "2027年11月24日",
        "url": f"{URL}/p/aB3-_xYz9QrStUvWxYz{place:03}",
    }
    return badges.Badge(**words | change)


@pytest.fixture
def deputies(session: Session, clock: Clock) -> list[Deputy]:
    """Three deputies, one of them with a pass; committed."""
    made = [
        Deputy(number=f"RD-{place}", name=f"代表{place}", body=Body.CONGRESS, trade="教育", created_at=clock())
        for place in (1, 2, 3)
    ]
    session.add_all(made)
    session.flush()
    passes.issue(session, made[0], clock())
    session.commit()
    return made


@pytest.mark.parametrize(
    ("seen", "dpi"),
    [(lambda page: page, 100), (paper.tilted, 200)],  # a badge is held nearer when it is seen from the side
    ids=["straight", "tilted"],
)
def test_a_phone_reads_every_badge(seen, dpi: int) -> None:  # type: ignore[no-untyped-def]
    made = [badge(place) for place in range(13)]
    read = [paper.codes(seen(page)) for page in paper.pages(badges.pdf(made, DISTRICT), dpi)]
    assert [len(codes) for codes in read] == [10, 3]
    assert sorted(url for codes in read for url in codes) == [one.url for one in made]


def test_a_badge_says_whose_it_is_and_until_when() -> None:
    (words,) = paper.texts(badges.pdf([badge()], DISTRICT))
    for wanted in ("欧阳修远", "政协委员", "医药卫生", "ZX-000", "2027年11月24日", "晨光区"):
        assert wanted in words


def test_long_names_leave_ten_to_a_page() -> None:
    made = [badge(place, name=LONG, trade=LONG, number="W" * 40) for place in range(10)]
    (page,) = paper.pages(badges.pdf(made, District(name=LONG)))
    assert len(paper.codes(page)) == 10


def test_only_deputies_without_a_living_pass_need_one(session: Session, deputies: list[Deputy], clock: Clock) -> None:
    assert [deputy.number for deputy in badges.chosen(session, (), clock())] == ["RD-2", "RD-3"]
    passes.revoke(session, deputies[0], clock())
    assert [deputy.number for deputy in badges.chosen(session, (), clock())] == ["RD-1", "RD-2", "RD-3"]


def test_an_issued_badge_opens_the_pass(session: Session, deputies: list[Deputy], clock: Clock) -> None:
    made = badges.issue(session, deputies[1], URL, zone=DISTRICT_TIME, now=clock())
    opened = passes.of_secret(session, made.url.rpartition("/")[2], clock())
    assert (opened.deputy.number, made.expires) == ("RD-2", "2027年11月24日")


def test_a_number_of_nobody_is_named(session: Session, deputies: list[Deputy], clock: Clock) -> None:
    with pytest.raises(problems.UnknownDeputies, match="RD-9"):
        badges.chosen(session, ("RD-1", "RD-9"), clock())


def test_the_office_prints_the_missing_badges_once(
    office: Browser, session: Session, deputies: list[Deputy], clock: Clock
) -> None:
    office.open("/desk/print").press(action="/desk/print/badges.pdf")
    (page,) = paper.pages(office.response.data)
    secrets = [url.rpartition("/")[2] for url in paper.codes(page)]
    assert {passes.of_secret(session, secret, clock()).deputy.number for secret in secrets} == {"RD-2", "RD-3"}
    noted = session.scalars(select(AuditEntry).where(AuditEntry.act == "badges_printed")).one()
    assert noted.detail == {"deputies": ["RD-2", "RD-3"]}
    assert not office.open("/desk/print").page.select('form[action="/desk/print/badges.pdf"]')


def test_a_viewer_may_not_print_badges(viewer: Browser, session: Session, deputies: list[Deputy]) -> None:
    assert viewer.client.post("/desk/print/badges.pdf").status_code in (400, 403)
    assert session.query(Pass).count() == 1


def test_the_command_writes_a_file_for_its_owner_only(
    survey,  # type: ignore[no-untyped-def]
    deputies: list[Deputy],
    tmp_path: Path,
) -> None:
    done = survey("badges", "-o", str(tmp_path / "badges.pdf"))
    assert (done.returncode, "2 badges" in done.stdout) == (0, True), done.stderr
    assert stat.S_IMODE((tmp_path / "badges.pdf").stat().st_mode) == 0o600
    again = survey("badges", "-o", str(tmp_path / "more.pdf"))
    assert (again.returncode, "valid pass" in again.stderr) == (1, True)
    assert survey("badges", "-o", str(tmp_path / "more.pdf"), "--deputy", "RD-1").returncode == 0


def test_a_file_that_cannot_be_written_issues_no_pass(
    survey,  # type: ignore[no-untyped-def]
    session: Session,
    deputies: list[Deputy],
    tmp_path: Path,
) -> None:
    assert survey("badges", "-o", str(tmp_path / "missing" / "badges.pdf")).returncode == 1
    assert session.query(Pass).count() == 1
