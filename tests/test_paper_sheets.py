"""Paper back in: a numbered sheet counts once, keyed once or twice, and another year's not at all."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import paper_sheets
from survey.collect.tables import Channel, PaperSheet, Period, Submission
from survey.people.tables import Role
from survey.questionnaires.tables import Audience, Version, VersionState
from tests import paper
from tests.conftest import Clock
from tests.test_answer import code as code  # the fixture
from tests.walker import Browser, in_english


@pytest.fixture
def version(session: Session, code: str) -> int:
    """The residents' core questionnaire."""
    found = session.scalars(select(Version.id).where(Version.questionnaire == "resident/core")).one()
    session.rollback()
    return found


@pytest.fixture
def sheets(session: Session, code: str, version: int, clock: Clock) -> list[int]:
    """The numbers of three sheets of the site; committed."""
    asked = session.get_one(Version, version)
    made = paper_sheets.number(session, asked, code, "zh", count=3, now=clock(), today=clock().date())
    numbers = [sheet.number for sheet in made]
    session.commit()
    return numbers


def stored(session: Session) -> list[Submission]:
    session.rollback()
    rows = list(session.scalars(select(Submission).order_by(Submission.received_at)))
    session.rollback()
    return rows


def key(office: Browser, sheet: int, grade: str = "4", twice: bool = False) -> Browser:
    office.open(f"/desk/paper/{sheet}" + ("?twice=1" if twice else ""))
    return office.fill(answer_overall=grade, answer_comment="写在纸上").press("存这一份")


def test_a_sheet_is_stored_once_as_paper_and_the_next_number_waits(
    office: Browser, session: Session, sheets: list[int]
) -> None:
    key(office, sheets[0]).sees(f"第 {sheets[0]} 号卷已存", "1 份已存，共 3 份")
    field = office.page.select_one("[name=sheet]")
    assert field is not None
    assert field["value"] == str(sheets[1])
    [row] = stored(session)
    assert (row.channel, row.device_mark, row.answers) == (
        Channel.PAPER, None, {"overall": "4", "comment": "写在纸上"},
    )  # fmt: skip


def test_a_sheet_that_is_scanned_twice_is_refused(office: Browser, session: Session, sheets: list[int]) -> None:
    key(office, sheets[0])
    for again in (f"/desk/paper?sheet={sheets[0]}", f"/desk/paper/{sheets[0]}"):
        office.open(again).sees("只计一次", "office")
        assert office.status in (409, 422)
    assert len(stored(session)) == 1


def test_many_sheets_of_one_office_are_many_people(office: Browser, session: Session, sheets: list[int]) -> None:
    for sheet, grade in zip(sheets, "541", strict=True):
        key(office, sheet, grade)
    assert [row.superseded_at for row in stored(session)] == [None] * 3
    cells = [cell.get_text() for cell in office.page.select("tbody td.n")]
    assert cells == ["1", "1", "0", "0", "1", "0"]


def test_two_keyings_that_agree_are_stored_and_those_that_differ_are_shown(
    office: Browser, session: Session, sheets: list[int]
) -> None:
    key(office, sheets[0], "4", twice=True).sees("已录一遍", "0 份已存")
    assert stored(session) == []
    key(office, sheets[0], "4", twice=True).sees("已存")
    key(office, sheets[1], "2", twice=True)
    key(office, sheets[1], "3", twice=True).sees("两遍录入在标出处不一致")
    assert office.status == 409
    assert [step["data-step"] for step in office.page.select("fieldset.wrong")] == ["overall"]
    assert len(stored(session)) == 1
    office.press("存这一份").sees("已存")
    assert [row.answers["overall"] for row in stored(session)] == ["4", "3"]


def test_what_is_missing_is_asked_for_with_everything_typed(
    office: Browser, session: Session, sheets: list[int]
) -> None:
    office.open(f"/desk/paper/{sheets[0]}").fill(answer_comment="只有一句").press("存这一份")
    assert office.status == 422
    assert "只有一句" in office.response.get_data(as_text=True)
    assert stored(session) == []


@pytest.mark.parametrize(
    "scanned",
    ["https://wuzhang.gov.cn/desk/paper/{0}?version={1}", "{0}", "№ 00000{0}", "０{0}"],
)
def test_a_sheet_is_found_by_its_code_and_by_its_number(
    office: Browser, sheets: list[int], version: int, scanned: str
) -> None:
    office.open("/desk/paper").fill(sheet=scanned.format(sheets[0], version)).press("打开这一份")
    assert office.path == f"/desk/paper/{sheets[0]}"


@pytest.mark.parametrize("scanned", ["999", "https://wuzhang.gov.cn/desk/paper/1?version=9999", "abc", "1e3"])
def test_what_is_no_sheet_is_refused(office: Browser, sheets: list[int], scanned: str) -> None:
    office.open("/desk/paper").fill(sheet=scanned).press("打开这一份").sees("没有这个卷号")
    assert office.status == 422


def test_another_years_sheet_does_not_count(
    sign_in: Callable[..., Browser], session: Session, sheets: list[int], clock: Clock
) -> None:
    clock.moment += timedelta(days=60)
    session.add(Period(name="2027", opens_on=date(2027, 1, 1), closes_on=date(2027, 12, 31)))
    session.commit()
    office = sign_in(Role.OFFICE)
    assert office.open(f"/desk/paper?sheet={sheets[0]}").sees("2026", "不计入本期").status == 422
    assert office.open(f"/desk/paper/{sheets[0]}").sees("不计入本期").status == 409


def test_a_sheet_of_a_retired_version_counts_as_it_was_asked(
    office: Browser, session: Session, sheets: list[int], version: int
) -> None:
    session.get_one(Version, version).state = VersionState.RETIRED
    session.commit()
    key(office.open(f"/desk/paper/{sheets[0]}").sees("已停用"), sheets[0]).sees("已存")
    assert [row.version_id for row in stored(session)] == [version]


def test_the_desk_prints_numbered_sheets_whose_codes_read(
    office: Browser, session: Session, code: str, version: int
) -> None:
    office.open("/desk/print").fill(version=str(version), site=code, count="3", language="zh").press("编号并打印")
    numbers = list(session.scalars(select(PaperSheet.number)))
    session.rollback()
    pages = paper.pages(office.response.data, 150)
    assert len(pages) == len(numbers) == 3
    assert [paper.codes(paper.tilted(page)) for page in pages] == [
        [f"http://127.0.0.1:8000/desk/paper/{number}?version={version}"] for number in numbers
    ]
    grey = np.asarray(pages[0])
    height, width = grey.shape
    for y in (48, height - 76):  # 8 mm and 13 mm from each edge, for a camera one day
        for x in (48, width - 76):
            assert (grey[y + 2 : y + 27, x + 2 : x + 27] < 60).all()
            assert (grey[y - 12 : y - 4, x - 12 : x + 40] > 200).all()
    for number, words in zip(numbers, paper.texts(office.response.data), strict=True):
        assert f"№{number:06}" in words
        assert "第1页，共1页" in words


@pytest.mark.parametrize("count", ["0", "201", "many"])
def test_too_many_sheets_are_refused(office: Browser, session: Session, code: str, version: int, count: str) -> None:
    office.open("/desk/print").fill(version=str(version), site=code, count=count).press("编号并打印")
    assert office.status == 422
    office.sees("一次请印 1 到 200 份")
    kept = {str(field["name"]): field.get("value") for field in office.page.select("#numbered input.field")}
    assert kept == {"site": code, "count": count}
    office.fill(site="ZZZZ", count="2").press("编号并打印").sees("编号问卷", "ZZZZ")
    assert office.status == 422
    assert session.scalars(select(PaperSheet.number)).all() == []


def test_a_deputies_sheet_gets_no_number(office: Browser, session: Session, code: str) -> None:
    deputies = session.scalars(select(Version.id).where(Version.audience == Audience.DEPUTY)).first()
    session.rollback()
    form = office.open("/desk/print").page.select_one("#numbered [name=csrf_token]")
    assert form is not None
    fields = {"csrf_token": str(form["value"]), "version": str(deputies), "site": code, "count": "1"}
    assert office.client.post("/desk/print/sheets.pdf", data=fields).status_code == 404


@pytest.mark.sqlite
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_keys_sheets(sign_in: Callable[..., Browser], sheets: list[int], role: Role) -> None:
    department = {"department": "区民政局"} if role is Role.DEPARTMENT else {}
    assert sign_in(role, **department).open(f"/desk/paper/{sheets[0]}").status == 403


def test_the_clerk_reads_the_questions_in_an_own_language_with_the_numbers_of_the_paper(
    office: Browser, session: Session, code: str, version: int, clock: Clock
) -> None:
    asked = session.get_one(Version, version)
    [sheet] = paper_sheets.number(session, asked, code, "ru", count=1, now=clock(), today=clock().date())
    number = sheet.number
    session.commit()
    office.open(f"/desk/paper/{number}").sees("Русский", "题号相同")
    chinese = [legend.get_text() for legend in office.page.select("legend")]
    in_english(office).open(f"/desk/paper/{number}").sees("printed in Русский")
    english = [legend.get_text() for legend in office.page.select("legend")]
    assert [words.split(".")[0] for words in chinese] == [str(place) for place in range(1, len(chinese) + 1)]
    assert [words.split(".")[0] for words in english] == [words.split(".")[0] for words in chinese]
    assert not set(chinese) & set(english)
