"""The register on paper: every project in the lists, the booklet with contents that lead to its pages."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
import typst
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.demo import promises
from survey.printing import lists
from survey.printing.lists import Document
from survey.register import duty
from survey.register.tables import Project, ProjectState, Site
from tests import paper
from tests.conftest import Clock
from tests.test_cli_printing import survey as survey  # the fixture
from tests.walker import Browser

TODAY = date(2026, 11, 24)


@pytest.fixture
def register(session: Session, clock: Clock) -> list[Project]:
    """The demo's 64 projects; committed."""
    made = promises.add_register(session, 64, clock())
    session.commit()
    return made


@pytest.mark.parametrize("document", Document)
def test_every_project_is_in_every_document(session: Session, register: list[Project], document: Document) -> None:
    words = "".join(paper.texts(lists.pdf(session, document, TODAY)))
    for project in register:
        assert project.number in words
        assert "".join(project.name.split()) in words
    assert "共64项" in words


@pytest.mark.parametrize("document", Document)
def test_letters_stand_clear_and_pages_are_counted(
    session: Session, register: list[Project], document: Document
) -> None:
    made = lists.pdf(session, document, TODAY)
    assert all(paper.overprinted(page) == [] for page in paper.letters(made)[:4])
    words = paper.texts(made)
    assert f"第{len(words)}页，共{len(words)}页" in words[-1]


def test_the_duty_list_says_who_what_next_and_how_it_stands(session: Session, site: Site) -> None:
    project = session.scalars(select(Project)).one()
    project.owner, project.sponsor, project.state = "张三 处长", "李四 副区长", ProjectState.UNDER_WAY
    duty.plan(session, project, "主体完工", date(2026, 11, 1))
    duty.plan(session, project, "开工", date(2026, 3, 1)).done_on = date(2026, 3, 1)
    session.flush()
    (words,) = paper.texts(lists.pdf(session, Document.DUTY, TODAY))
    for wanted in ("晨光区办实事清单", "张三处长", "李四副区长", "主体完工（2026年11月1日）", "红灯", "2026年11月24日"):
        assert wanted in words
    assert "开工" not in words


def test_one_department_gets_its_own_list(session: Session, register: list[Project]) -> None:
    mine = register[0].department.name
    words = "".join(paper.texts(lists.pdf(session, Document.PLAN, TODAY, mine)))
    assert f"责任单位：{mine}" in words
    assert [p.number for p in register if p.number in words] == [
        p.number for p in register if p.department.name == mine
    ]
    with pytest.raises(problems.NothingToPrint):
        lists.pdf(session, Document.PLAN, TODAY, "没有的单位")


def test_the_contents_of_the_booklet_lead_to_its_pages(session: Session, register: list[Project]) -> None:
    made = lists.pdf(session, Document.BOOKLET, TODAY)
    reader, words = paper.reader(made), paper.texts(made)
    chapters = [mark for mark in reader.outline if not isinstance(mark, list)]
    assert [mark.title for mark in chapters] == list(dict.fromkeys(p.category.name for p in register))  # type: ignore[union-attr]
    for mark in chapters:
        assert words[reader.get_destination_page_number(mark) or 0].startswith(str(mark.title))  # type: ignore[arg-type, union-attr]


@pytest.mark.parametrize("document", Document)
def test_lists_are_accessible_pdf(
    session: Session, site: Site, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    assert lists.pdf(session, document, TODAY).startswith(b"%PDF")


def test_hostile_and_endless_names_stay_text(session: Session, site: Site) -> None:
    project = session.scalars(select(Project)).one()
    project.name, project.target = '#panic("x") *b* $y$', "长" * 2000
    session.flush()
    for document in Document:
        assert '#panic("x")*b*$y$' in "".join(paper.texts(lists.pdf(session, document, TODAY)))


def test_the_office_prints_the_lists(office: Browser, register: list[Project]) -> None:
    for button, title in (("谋实事清单", "谋实事"), ("办实事清单", "办实事"), ("实事项目册", "实事项目册")):
        office.open("/desk/print").press(button)
        assert office.response.mimetype == "application/pdf"
        assert title in paper.texts(office.response.data)[0]


@pytest.mark.parametrize("query", ["", "document=all", "document=plan&department=没有"])
def test_what_is_not_there_is_refused(office: Browser, site: Site, query: str) -> None:
    assert office.open(f"/desk/print/lists.pdf?{query}").status == 404


def test_a_viewer_does_not_print_lists(viewer: Browser, site: Site) -> None:
    assert viewer.open("/desk/print/lists.pdf?document=plan").status == 403


def test_the_command_writes_a_list(survey, site: Site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = survey("lists", "duty", "-o", str(tmp_path / "duty.pdf"))
    assert done.returncode == 0, done.stderr
    assert "社区食堂提升" in paper.texts((tmp_path / "duty.pdf").read_bytes())[0]
    assert survey("lists", "everything", "-o", str(tmp_path / "x.pdf")).returncode == 2
