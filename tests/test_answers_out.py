"""Residents' answers taken away as files: every version, every column, nothing that names a person, little memory."""

import csv
import io
import json
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import answer_files, answer_table
from survey.collect.masking import mask
from survey.collect.periods import open_period
from survey.collect.tables import Channel, Submission
from survey.people.tables import AuditEntry, Role
from survey.questionnaires import versions
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.test_xlsform import tiny
from tests.walker import Browser

COLUMNS = "type | name | label | required"
FIRST = (
    "select_one yn | overall | 满意吗 | yes",
    "select_multiple fruit | liked | 喜欢什么 |",
    "text | comment | 说两句 |",
)
SECOND = (*FIRST, "integer | age | 年龄 |")
TEXT = "=电话 138 0013 8000，2026-11-24 打过"
MASKED = "=电话 ●●●，2026-11-24 打过"


@pytest.fixture
def asked(session: Session, site: Site, clock: Clock) -> Version:
    """A questionnaire in two versions, one answer to each; committed."""
    period = open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    kept = []
    for rows, answers in (
        (FIRST, {"overall": "yes", "liked": ["a", "b"], "comment": TEXT}),
        (SECOND, {"overall": "no", "age": 8}),
    ):
        kept.append(versions.publish(session, tiny(COLUMNS, *rows), "0" * 64, clock()))
        session.add(submission(site, period.id, kept[-1], clock, answers))
    session.commit()
    return kept[-1]


def submission(site: Site, period_id: int, version: Version, clock: Clock, answers: dict[str, Any]) -> Submission:
    return Submission(
        project_id=site.project_id,
        id=uuid.uuid4(),
        site_id=site.id,
        period_id=period_id,
        version_id=version.id,
        audience=Audience.RESIDENT,
        channel=Channel.SITE,
        language="zh",
        answers=answers,
        content_hash="0" * 64,
        receipt=uuid.uuid4().hex[:10].upper(),
        received_at=clock(),
    )


def take(browser: Browser, version_id: int, ending: str) -> bytes:
    """The file that the page's link gives."""
    browser.open(f"/desk/questionnaires/{version_id}").follow({"xlsx": "Excel", "csv": "CSV", "json": "JSON"}[ending])
    return content(browser)


def content(browser: Browser) -> bytes:
    assert browser.status == 200
    received = browser.response.get_data()
    browser.response.close()
    return received


def lines(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def test_csv_has_a_column_a_question_over_all_versions(office: Browser, asked: Version) -> None:
    taken = take(office, asked.id, "csv")
    assert taken.startswith(b"\xef\xbb\xbf")
    first, second = sorted(lines(taken), key=lambda line: line["version"])
    assert (first["project"], first["site"], first["channel"]) == ("SS-2026-001", "秋实街道长者食堂", "site")
    assert (first["received_at"], first["counted"], first["overall"], first["overall_label"]) == (
        "2026-11-24 10:30", "1", "yes", "是",
    )  # fmt: skip
    assert (first["liked.a"], first["liked.b"], first["age"]) == ("1", "1", "")
    assert (second["overall"], second["liked.a"], second["age"]) == ("no", "", "8")
    assert first["comment"] == f"'{MASKED}"


def test_excel_has_the_codebook_beside_the_answers(office: Browser, asked: Version) -> None:
    book = openpyxl.load_workbook(io.BytesIO(take(office, asked.id, "xlsx")))
    headings, *answers = list(book["answers"].iter_rows(values_only=True))
    assert {dict(zip(headings, row, strict=True))["comment"] for row in answers} == {MASKED, None}
    assert [cell.data_type for row in book["answers"] for cell in row if cell.value == MASKED] == ["s"]
    assert ("overall", None, None, "yes", "是") in list(book["codebook"].iter_rows(values_only=True))


def test_json_leaves_out_what_was_not_answered(office: Browser, asked: Version) -> None:
    told = json.loads(take(office, asked.id, "json"))
    assert [sorted(set(one) - set(answer_table.ABOUT)) for one in sorted(told, key=lambda one: one["version"])] == [
        ["comment", "liked.a", "liked.b", "overall", "overall_label"],
        ["age", "overall", "overall_label"],
    ]


def test_only_the_privacy_officer_reads_what_was_written(sign_in: Callable[..., Browser], asked: Version) -> None:
    officer = sign_in(Role.PRIVACY_OFFICER)
    assert TEXT in take(officer, asked.id, "csv").decode()


def test_the_log_says_who_took_them(office: Browser, asked: Version, session: Session) -> None:
    take(office, asked.id, "json")
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "answers_taken")).one()
    assert (entry.subject, entry.detail) == ("resident/tiny", {"ending": "json", "as_written": False})


def test_the_codebook_tells_every_value(viewer: Browser, asked: Version) -> None:
    viewer.open(f"/desk/questionnaires/{asked.id}").misses("带走答卷")
    viewer.open(f"/desk/questionnaires/{asked.id}/codebook.csv")
    told = lines(content(viewer))
    assert {
        "column": "liked.a",
        "question": "喜欢什么 – 苹果",
        "type": "select_multiple",
        "value": "",
        "label": "",
    } in told


def test_nobody_else_takes_answers_and_no_sheet_is_a_result(
    office: Browser, viewer: Browser, asked: Version, session: Session, clock: Clock
) -> None:
    path = f"/desk/questionnaires/{asked.id}/answers"
    assert viewer.open(f"{path}.csv").status == 403
    assert office.open(f"{path}.dta").status == 404
    publish_shipped(session, clock())
    sheet = versions.of_questionnaire(session, "deputy/core")[0].id
    session.commit()
    assert lines(content(office.open(f"/desk/questionnaires/{sheet}/answers.csv"))) == []
    assert viewer.open(f"/desk/questionnaires/{sheet}/answers.csv").status == 403
    assert office.open(f"/desk/questionnaires/{sheet}/results").status == 404


def test_the_command_writes_the_same(run: Callable[..., tuple[int, str]], asked: Version, tmp_path: Any) -> None:
    assert run("export-answers", "resident/tiny", "-o", str(tmp_path / "a.csv"))[0] == 0
    assert len(lines((tmp_path / "a.csv").read_bytes())) == 2
    assert run("export-answers", "resident/none", "-o", str(tmp_path / "b.csv"))[0] == 1
    assert run("export-answers", "resident/tiny", "-o", str(tmp_path / "b.dta"))[0] == 2


@pytest.mark.parametrize("ending", answer_files.WRITERS)
def test_many_answers_take_little_memory(ending: str) -> None:
    """Ten times the rows must not need more than a megabyte more: nothing but the row in hand is kept."""
    codes = answer_table.Codes("zh")
    codes.learn(tiny(COLUMNS, *SECOND))

    def rows(count: int) -> Iterator[list[answer_table.Value]]:
        for number in range(count):
            yield [
                str(number),
                1,
                "SS",
                "名",
                "点",
                "site",
                "zh",
                "2026-11-24 10:30",
                1,
                "yes",
                "是",
                1,
                0,
                "好" * 20,
                number,
            ]

    class Nowhere(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return False

        def write(self, content: Any) -> int:
            return len(content)

    def peak(count: int) -> int:
        tracemalloc.start()
        answer_files.WRITERS[ending](Nowhere(), codes, rows(count))  # type: ignore[arg-type]
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(10_000) < peak(1_000) + 1_000_000


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("打13800138000", "打●●●"),
        ("+86 138-0013-8000", "+●●●"),
        ("１３８００１３８０００", "●●●"),
        ("身份证11010519491231002X。", "身份证●●●。"),
        ("0571-88888888转2", "●●●转2"),
        ("写信 a.b@c.com.cn 吧", "写信 ●●● 吧"),
        ("2026-11-24去的，花了120元", "2026-11-24去的，花了120元"),
        ("3号楼2单元501", "3号楼2单元501"),
    ],
)
def test_what_could_reach_a_person_is_hidden(written: str, shown: str) -> None:
    assert mask(written) == shown
