"""The print room: the office chooses, counts and gets the PDF; others are refused."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry, Role
from survey.printing.orders import LAYOUTS
from survey.printing.wording import WORDINGS
from survey.register import codes
from survey.register.tables import Department, Project, RevocationReason, Site
from survey.web import desk_print
from tests import paper
from tests.conftest import Clock
from tests.test_layouts import NAME_OF_80
from tests.walker import Browser

ADDRESS = "http://127.0.0.1:8000/S/"


def living(session: Session, site: Site) -> str:
    code = codes.living(session, site)
    assert code is not None
    session.commit()  # on SQLite a test that looks also holds the write lock
    return code.code


def test_the_office_counts_and_gets_the_pdf(office: Browser, session: Session, site: Site) -> None:
    office.open("/desk/print").sees("1 ", "127.0.0.1:8000")
    office.fill(category="养老服务").press(action="/desk/print")
    assert office.status == 200
    office.press(action="/desk/print/posters.pdf")
    assert office.response.mimetype == "application/pdf"
    assert "attachment" in office.response.headers["Content-Disposition"]
    (page,) = paper.pages(office.response.data)
    assert paper.codes(page) == [ADDRESS + living(session, site)]


def test_printing_is_noted_in_the_audit_log(office: Browser, session: Session, site: Site) -> None:
    office.open("/desk/print").press(action="/desk/print/posters.pdf")
    office.open(f"/desk/sites/{living(session, site)}/poster.pdf")
    noted = session.scalars(select(AuditEntry).where(AuditEntry.act == "posters_printed")).all()
    assert [(entry.actor, entry.subject) for entry in noted] == [
        ("office", "1 posters"),
        ("office", living(session, site)),
    ]
    assert noted[0].detail == {"layout": "a4", "projects": ["SS-2026-001"]}


@pytest.mark.parametrize("query", ["projects=XX-9", "site=7K3Q", "category=没有", "projects=SS-2026-001&department=x"])
def test_a_choice_that_fits_nothing_is_said_on_the_page(office: Browser, site: Site, query: str) -> None:
    office.open(f"/desk/print?{query}")
    assert office.status == 422
    assert office.page.select_one("[role=alert]") is not None
    assert not office.page.select('form[action="/desk/print/posters.pdf"]')


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("layout=a9", "a9"),
        ("language=fr", "fr"),
        ("layout=stickers&right=20", "10 毫米"),
        ("layout=stickers&down=breit", "breit"),
        ("metres=5", "110 毫米"),
        ("layout=stickers&marks=1", "标签纸已经裁好"),
        ("layout=tent&more=ja", "请选海报或指示牌"),
    ],
)
def test_paper_that_cannot_be_is_said_on_the_page(office: Browser, site: Site, query: str, sentence: str) -> None:
    office.open(f"/desk/print?{query}").sees(sentence)
    assert office.status == 422
    assert office.open(f"/desk/print/page.png?{query}").status == 422


def test_the_page_shows_each_page_before_it_is_printed(
    office: Browser, session: Session, site: Site, clock: Clock
) -> None:
    added = Site(project_id=site.project_id, name="第二食堂", position=2)
    session.add(added)
    second = codes.issue(session, added, clock()).code
    session.commit()
    office.open("/desk/print").sees("第 1 页，共 2 页").follow("下一页").sees("第 2 页，共 2 页")
    shown = office.page.select_one("img.preview")["src"]  # type: ignore[index]
    picture = Image.open(BytesIO(office.client.get(str(shown)).data)).convert("L")
    assert paper.codes(picture) == [ADDRESS + second]


def test_a_poster_in_five_languages_is_ordered_at_the_desk(office: Browser, site: Site) -> None:
    office.open("/desk/print?more=ja&more=ko&more=ru").press(action="/desk/print/posters.pdf")
    [words] = paper.texts(office.response.data)
    for language in WORDINGS.values():
        assert "".join(language.question.split()) in words


def test_cards_for_a_printing_house_come_with_their_boxes(office: Browser, site: Site) -> None:
    office.open("/desk/print?layout=cards&marks=1").sees("共 1 页").press(action="/desk/print/posters.pdf")
    [page] = paper.reader(office.response.data).pages
    assert [round(float(box.width) / 72 * 25.4) for box in (page.mediabox, page.bleedbox, page.trimbox)] == [
        116,
        96,
        90,
    ]


@pytest.mark.sqlite
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_project_name_of_eighty_characters_is_printed(
    office: Browser, session: Session, site: Site, layout: str
) -> None:
    """Whole, but on cards and stickers, where its beginning stands; the code reads on all."""
    site.project.name = NAME_OF_80
    session.commit()
    office.open(f"/desk/print?layout={layout}").press(action="/desk/print/posters.pdf")
    pdf = office.response.data
    [words] = paper.texts(pdf)
    assert (NAME_OF_80 if layout in ("a4", "a3", "sign", "tent") else NAME_OF_80[:12]) in words
    assert set(paper.codes(paper.pages(pdf, 150)[0])) == {ADDRESS + living(session, site)}
    session.rollback()


@pytest.mark.sqlite
@pytest.mark.parametrize(("layout", "sheets"), [("stickers", [12]), ("cards", [10, 2]), ("a4", [1] * 12)])
def test_twelve_sites_of_a_project_each_get_their_code(
    office: Browser, session: Session, site: Site, clock: Clock, layout: str, sheets: list[int]
) -> None:
    wanted = [living(session, site)]
    for number in range(2, 13):
        added = Site(project_id=site.project_id, name=f"第{number}个点位", position=number)
        session.add(added)
        wanted.append(codes.issue(session, added, clock()).code)
    session.commit()
    office.open(f"/desk/print?layout={layout}&projects=SS-2026-001").press(action="/desk/print/posters.pdf")
    read = [paper.codes(page) for page in paper.pages(office.response.data, 150)]
    assert [len(page) for page in read] == sheets
    assert sorted(url for page in read for url in page) == sorted(ADDRESS + code for code in wanted)


def test_each_department_may_get_its_own_file(office: Browser, session: Session, site: Site, clock: Clock) -> None:
    other = Project(
        number="SS-2026-002",
        name="打通断头路",
        category=site.project.category,
        department=Department(name="区住建委/区交通委"),
        created_at=clock(),
        changed_at=clock(),
    )
    added = Site(project=other, name="秋实路")
    session.add(added)
    codes.issue(session, added, clock())
    session.commit()
    office.open("/desk/print").press("split")
    packed = zipfile.ZipFile(BytesIO(office.response.data))
    assert sorted(packed.namelist()) == ["区住建委-区交通委.pdf", "区民政局.pdf"]
    assert [len(paper.pages(packed.read(name))) for name in packed.namelist()] == [1, 1]


def test_stickers_come_with_the_offset_that_was_typed(office: Browser, site: Site) -> None:
    office.open("/desk/print").fill(layout="stickers", right="1,5", down="-2").press(action="/desk/print")
    assert office.page.select_one("[name=right]")["value"] == "1,5"  # type: ignore[index]
    office.press(action="/desk/print/posters.pdf")
    assert office.response.mimetype == "application/pdf"


def test_what_was_typed_stays_in_the_form(office: Browser, site: Site) -> None:
    office.open("/desk/print?projects=XX-9，SS-2026-001&site=oil")
    assert office.page.select_one("#projects")["value"] == "XX-9 SS-2026-001"  # type: ignore[index]
    assert office.page.select_one("#site")["value"] == "oil"  # type: ignore[index]


def test_an_empty_register_says_what_to_do_first(office: Browser) -> None:
    office.open("/desk/print")
    assert office.page.select_one('main a[href="/desk/import"]') is not None


def test_too_many_pages_are_refused(office: Browser, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    office.open("/desk/print")
    monkeypatch.setattr(desk_print, "MOST_PAGES", 0)
    office.press(action="/desk/print/posters.pdf")
    assert office.response.mimetype == "text/html"
    assert not office.open("/desk/print").page.select('form[action="/desk/print/posters.pdf"]')


def test_a_site_has_its_poster_and_its_code(viewer: Browser, session: Session, site: Site) -> None:
    code = living(session, site)
    assert len(paper.pages(viewer.open(f"/desk/sites/{code.lower()}/poster.pdf").response.data)) == 1
    drawn = viewer.open(f"/desk/sites/{code}/code.png").response
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(drawn.data)).convert("L"))] == [
        ADDRESS + code
    ]
    assert drawn.headers["Content-Disposition"].startswith("inline")
    kept = viewer.open(f"/desk/sites/{code}/code.svg?download").response
    assert kept.headers["Content-Disposition"] == f"attachment; filename={code}.svg"
    assert kept.mimetype == "image/svg+xml"


def test_an_old_code_gives_the_new_poster(office: Browser, session: Session, site: Site, clock: Clock) -> None:
    old = living(session, site)
    new = codes.reissue(session, site, RevocationReason.REISSUED, clock()).code
    session.commit()
    (page,) = paper.pages(office.open(f"/desk/sites/{old}/poster.pdf").response.data)
    assert paper.codes(page) == [ADDRESS + new]


@pytest.mark.parametrize(("code", "status"), [("7K3Q", 404), ("00000000", 404)])
@pytest.mark.parametrize("file", ["poster.pdf", "code.svg", "code.png"])
def test_an_unknown_code_is_refused(office: Browser, site: Site, code: str, status: int, file: str) -> None:
    assert office.open(f"/desk/sites/{code}/{file}").status == status


def test_strangers_are_sent_to_the_sign_in_page(anybody: Browser, session: Session, site: Site) -> None:
    for path in ("/desk/print", f"/desk/sites/{living(session, site)}/poster.pdf"):
        assert anybody.open(path).path == "/sign-in"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_prints_all(sign_in: Callable[..., Browser], site: Site, role: Role) -> None:
    assert sign_in(role).open("/desk/print").status == 403
