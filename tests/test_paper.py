"""Questionnaires on paper: every question, every option, and each condition in words."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import typst
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.printing import paper as printed
from survey.printing.conditions import Speaker
from survey.printing.paper_words import WORDS
from survey.questionnaires import versions, xlsform
from survey.questionnaires.expressions import compile_expression
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Version
from survey.register import codes
from survey.register.tables import District, Site
from tests import paper
from tests.test_cli_printing import survey as survey  # the fixture
from tests.walker import Browser

DISTRICT = District(name="晨光区")
SHIPPED = dict(versions.shipped())
ASKED = """
| survey |
| | type | name | label | calculation |
| | select_one grades | overall | 总体满意吗 | |
| | select_multiple reasons | why | 哪里不满意 | |
| | range | marks | 几分 | |
| | integer | age | 年龄 | |
| | calculate | older | 几年后 | ${age} + 5 |
| | calculate | twice | | ${age} * 2 |
| | note | thanks | 谢谢 | |
| | text | comment | 还想说 | |

| choices |
| | list_name | name | label |
| | grades | 3 | 好 |
| | grades | 2 | 差 |
| | grades | 1 | 很差 |
| | reasons | slow | 慢 |
| | reasons | rude | 态度 |

| settings |
| | form_title | default_language | audience |
| | 试一试 | zh | resident |
"""


def shipped(name: str) -> Questionnaire:
    return xlsform.read_file(SHIPPED[name], name)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def core(session: Session) -> Version:
    """The residents' core questionnaire, published; committed."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    version = versions.publish(session, shipped("resident/core"), "", now)
    versions.publish(session, shipped("deputy/core"), "", now)
    session.commit()
    return version


@pytest.mark.parametrize("name", SHIPPED)
def test_paper_asks_every_question_with_every_option(name: str) -> None:
    asked = shipped(name)
    for language in asked.languages:
        words = "".join(paper.texts(printed.pdf(asked, f"{name} 1", DISTRICT, language)))
        for question in asked.questions:
            for text in (question.label, *(choice.label for choice in question.choices)):
                assert squeezed(asked.say(text, language)) in words


@pytest.mark.parametrize("name", ["resident/core", "deputy/core"])
def test_the_core_questionnaires_fit_one_page(name: str) -> None:
    pdf = printed.pdf(shipped(name), f"{name} 1", DISTRICT, "zh")
    (page,) = paper.letters(pdf)
    assert paper.overprinted(page) == []


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${overall} <= 2", "第 1 题选“差”或“很差”"),
        ("${overall} = '3'", "第 1 题选“好”"),
        ("selected(${why}, 'rude')", "第 2 题选“态度”"),
        ("${marks} < 4", "第 3 题为 1–3"),
        ("${marks} = 2 or ${marks} > 8", "第 3 题为 2 或 9–10"),
        ("${overall} = '1' and selected(${why}, 'slow')", "第 1 题选“很差”，并且第 2 题选“慢”"),
        (
            "${marks} < 3 or (${overall} = '1' and ${marks} = 9)",
            "第 3 题为 1–2，或者（第 1 题选“很差”，并且第 3 题为 9）",
        ),
        ("not(${overall} = '3')", "第 1 题选“差”或“很差”"),
        ("not(${overall} = '3' and ${marks} = 1)", "不是（第 1 题选“好”，并且第 3 题为 1）"),
        ("${age} > 60", "第 4 题为 > 60"),
        ("${age} != 60 and ${marks} = 1", "第 4 题为 ≠ 60，并且第 3 题为 1"),
        ("${older} >= 60.5", "“几年后” ≥ 60.5"),
        ("${twice} > 1", "第 4 题的回答符合 ${twice} > 1 "),
        ("now() > '2026-01-01'", "now() > '2026-01-01'"),
        ("${age} > ${marks}", "第 3 或 4 题的回答符合 ${age} > ${marks} "),
        ("${marks} > 99", "第 3 题为 > 99"),
    ],
)
def test_a_condition_is_said_in_words(condition: str, words: str) -> None:
    asked = xlsform.read(ASKED.encode(), ".md", "trial")
    numbers = {"overall": 1, "why": 2, "marks": 3, "age": 4, "comment": 5}
    assert Speaker(asked, "zh", WORDS["zh"], numbers).say(compile_expression(condition)) == words


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_its_own_words_for_a_condition(language: str) -> None:
    words = "".join(paper.texts(printed.pdf(shipped("resident/core"), "resident/core 1", DISTRICT, language)))
    asked = shipped("resident/core")
    dissatisfied = [c for q in asked.questions if q.name == "overall" for c in q.choices if c.name in "21"]
    opening, closing = WORDS[language].quotes
    named = WORDS[language].comma.join(f"{opening}{choice.label[language]}{closing}" for choice in dissatisfied)
    said = WORDS[language].only_if.format(condition=WORDS[language].chosen.format(number=3, options=named))
    assert squeezed(said) in words


def test_the_deputies_sheet_leaves_room_for_marks_and_their_sum() -> None:
    (words,) = paper.texts(printed.pdf(shipped("deputy/core"), "deputy/core 2", DISTRICT, "zh"))
    for wanted in ("集中查访", "不定期暗访", "/20分", "/5分", "不适用", "合计/100分", "deputy/core2"):
        assert wanted in words


def test_a_note_has_no_number_and_an_unspoken_language_falls_back() -> None:
    asked = xlsform.read(ASKED.encode(), ".md", "trial")
    (words,) = paper.texts(printed.pdf(asked, "trial 1", DISTRICT, "fr"))
    assert "5.还想说" in words
    assert ".谢谢" not in words


@pytest.mark.parametrize("name", ["resident/core", "deputy/core"])
def test_paper_is_accessible_pdf_with_bookmarks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    read = paper.reader(printed.pdf(shipped(name), f"{name} 1", DISTRICT, "en"))
    assert str(read.trailer["/Root"]["/Lang"]) == "en"  # type: ignore[index]
    assert read.outline[0].title == read.metadata.title  # type: ignore[union-attr]


def test_the_office_prints_a_questionnaire_with_a_site(
    office: Browser, session: Session, site: Site, core: Version
) -> None:
    living = codes.living(session, site)
    assert living is not None
    session.commit()
    office.open("/desk/print").fill(version=str(core.id), language="en", site=living.code.lower())
    office.press(action="/desk/print/paper.pdf")
    words = "".join(paper.texts(office.response.data))
    for wanted in ("Youropinion", "社区食堂提升", "秋实街道长者食堂", living.code, "resident/core1"):
        assert wanted in words


@pytest.mark.parametrize(("query", "status"), [("", 422), ("version=99", 422), ("version=1&site=7K3Q", 404)])
def test_what_is_not_there_is_refused(office: Browser, core: Version, query: str, status: int) -> None:
    assert office.open(f"/desk/print/paper.pdf?{query}").status == status


def test_only_the_office_prints_questionnaires(viewer: Browser, core: Version) -> None:
    assert viewer.open(f"/desk/print/paper.pdf?version={core.id}").status == 403


def test_the_command_writes_a_questionnaire(survey, session: Session, core: Version, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    session.add(District(id=1, name="晨光区"))
    session.commit()
    file = tmp_path / "sheet.pdf"
    done = survey("paper", "deputy/core", "-o", str(file), "--language", "en")
    assert (done.returncode, done.stdout) == (0, f"deputy/core 1 is in {file}.\n"), done.stderr
    assert "Deputies'scoringsheet" in paper.texts(file.read_bytes())[0]
    assert survey("paper", "deputy/none", "-o", str(file)).returncode == 1
    assert session.scalars(select(Version.questionnaire)).all()
