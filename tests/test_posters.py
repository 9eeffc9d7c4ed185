"""Posters: one page a site, every code read from the page by a decoder that is not ours."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from survey import problems
from survey.printing import choices, posters, sheets, typesetting
from survey.register import codes
from survey.register.tables import District, Project, RevocationReason, Site
from tests import paper
from tests.conftest import Clock

URL = "https://wuzhang.gov.cn"
DISTRICT = District(name="晨光区", complaint_line="12345")
HOSTILE = '#import "x": * $x^2$ \\ *bold* _it_ <label> @ref `raw` // c /* d */ {"a":1} </svg> & 100%'


def poster(**change: str) -> posters.Poster:
    words = {
        "code": "7K3Q9XWM",
        "number": "SS-2026-001",
        "project": "社区食堂提升",
        "site": "秋实街道长者食堂 晨光区秋实街道康乐路12号",
        "target": "新增老年人助餐点5家",
        "department": "区民政局",
        "due": "2026年11月30日",
    } | change
    return posters.Poster(url=f"{URL}/S/{words['code']}", **words)


def squeezed(text: str) -> str:
    return "".join(text.split())


def another_site(session: Session, site: Site, clock: Clock, name: str = "第二食堂") -> Site:
    added = Site(project_id=site.project_id, name=name, position=2)
    session.add(added)
    codes.issue(session, added, clock())
    session.flush()
    return added


@pytest.mark.parametrize(
    "seen", [lambda page: page, paper.blurred, paper.tilted], ids=["straight", "blurred", "tilted"]
)
@pytest.mark.parametrize("url", [URL, "http://127.0.0.1:8000", "https://fivelists.chenguang.example.gov.cn"])
def test_a_phone_reads_every_printed_code(seen, url: str) -> None:  # type: ignore[no-untyped-def]
    made = [codes.mint() for _ in range(12)]
    made_of = [posters.Poster(**vars(poster(code=code)) | {"url": f"{url}/S/{code}"}) for code in made]
    pages = paper.pages(sheets.pdf(made_of, DISTRICT, url))
    assert [paper.codes(seen(page)) for page in pages] == [[f"{url}/S/{code}"] for code in made]


def test_a_poster_says_all_that_it_promises() -> None:
    (words,) = paper.texts(sheets.pdf([poster()], DISTRICT, URL))
    for wanted in (
        "这件实事办得怎么样？",
        "Howwellwasthisdone?",
        "社区食堂提升",
        "新增老年人助餐点5家",
        "区民政局",
        "2026年11月30日",
        "秋实街道长者食堂",
        "SS-2026-001",
        "7K3Q9XWM",
        "wuzhang.gov.cn/code",
        "12345",
        "晨光区请您来评",
        "扫一扫",
        "Nologin,noname",
    ):
        assert wanted in words


def test_text_is_printed_as_typed_and_never_as_markup() -> None:
    (words,) = paper.texts(sheets.pdf([poster(target=HOSTILE)], District(name=HOSTILE, complaint_line="#1"), URL))
    assert squeezed(HOSTILE) in words


@pytest.mark.parametrize("letter", ["长", "W", "长 ", "W-"])
def test_long_texts_stay_on_their_page(letter: str) -> None:
    long = (letter * 200)[:200]
    sheet = poster(project=long, site=long * 2, target=long * 5, department=long, number=long[:40])
    crowded = sheets.pdf([sheet, poster()], District(name=long, complaint_line=long), URL + "/" + "w" * 60)
    pages = paper.pages(crowded)
    assert len(pages) == 2
    assert paper.codes(pages[0]) == [sheet.url]
    assert "7K3Q9XWM" in paper.texts(crowded)[0]
    assert inked_margin(pages[0]) == 0


def inked_margin(page) -> int:  # type: ignore[no-untyped-def]
    """Dark pixels in the outer 12 mm of a page, where nothing may stand."""
    edge = round(12 / 25.4 * paper.DPI)
    inner = page.copy()
    inner.paste(255, (edge, edge, page.width - edge, page.height - edge))
    return sum(inner.histogram()[:200])


def test_the_font_is_embedded_and_subset() -> None:
    made = sheets.pdf([poster()], DISTRICT, URL)
    fonts = paper.fonts(made)
    assert fonts
    assert all(fonts.values())
    assert all(name[7:8] == "+" and "NotoSansCJK" in name for name in fonts)
    assert len(made) < 100_000


def test_the_file_has_a_title_and_a_language() -> None:
    read = paper.reader(sheets.pdf([poster()], DISTRICT, URL))
    assert read.metadata is not None
    assert read.metadata.title == "晨光区实事项目海报"
    assert str(read.trailer["/Root"]["/Lang"]).lower().startswith("zh")  # type: ignore[index]


def test_characters_that_the_font_lacks_are_listed_once() -> None:
    assert typesetting.missing(["赣龘\u3400 晨光\n", "𠀃😀𠀃"]) == "😀𠀃"


def test_line_breaks_and_invisible_characters_are_not_printed() -> None:
    assert typesetting.one_line(" 一\n二\u200b\x00三\t四 ") == "一 二 三 四"


def test_a_code_is_worded_from_the_register(session: Session, site: Site) -> None:
    (code,) = choices.codes_of(session, choices.Choice())
    code.site.project.due_on = date(2026, 3, 1)
    made = posters.of_code(code, URL + "/")
    assert (made.url, made.due, made.department) == (f"{URL}/S/{code.code}", "2026年3月1日", "区民政局")


def test_a_project_without_a_date_has_a_poster(session: Session, site: Site) -> None:
    (code,) = choices.codes_of(session, choices.Choice())
    (words,) = paper.texts(sheets.pdf([posters.of_code(code, URL)], DISTRICT, URL))
    assert "期限" not in words


def test_a_revoked_code_is_never_printed(session: Session, site: Site, clock: Clock) -> None:
    old = codes.living(session, site)
    assert old is not None
    new = codes.reissue(session, site, RevocationReason.REISSUED, clock())
    session.flush()
    session.expunge_all()
    assert [code.code for code in choices.codes_of(session, choices.Choice())] == [new.code]
    assert choices.code_of_site(session, old.code).code == new.code


def test_a_removed_site_has_no_poster(session: Session, site: Site, clock: Clock) -> None:
    site.removed_at = clock()
    session.flush()
    with pytest.raises(problems.NothingToPrint):
        choices.codes_of(session, choices.Choice())


def test_every_site_of_a_project_has_a_poster(session: Session, site: Site, clock: Clock) -> None:
    another_site(session, site, clock)
    found = choices.codes_of(session, choices.Choice(numbers=("SS-2026-001",)))
    assert [code.site.name for code in found] == ["秋实街道长者食堂", "第二食堂"]


@pytest.mark.parametrize(
    "choice",
    [
        choices.Choice(),
        choices.Choice(category="养老服务"),
        choices.Choice(department="区民政局"),
        choices.Choice(numbers=("SS-2026-001",)),
        choices.Choice(("SS-2026-001",), "养老服务", "区民政局"),
    ],
)
def test_a_choice_finds_what_fits(session: Session, site: Site, choice: choices.Choice) -> None:
    found = choices.codes_of(session, choice)
    assert [code.site.name for code in found] == ["秋实街道长者食堂"]


@pytest.mark.parametrize(
    "choice",
    [
        choices.Choice(category="教育"),
        choices.Choice(department="区教育局"),
        choices.Choice(numbers=("SS-2026-001",), department="区教育局"),
    ],
)
def test_a_choice_without_sites_is_refused(session: Session, site: Site, choice: choices.Choice) -> None:
    with pytest.raises(problems.NothingToPrint):
        choices.codes_of(session, choice)


def test_the_code_of_one_site_chooses_it_alone(session: Session, site: Site, clock: Clock) -> None:
    added = codes.living(session, another_site(session, site, clock))
    assert added is not None
    assert [code.code for code in choices.codes_of(session, choices.Choice(site=added.code.lower()))] == [added.code]


def test_an_unknown_number_is_named(session: Session, site: Site) -> None:
    with pytest.raises(problems.UnknownNumbers, match="XX-9"):
        choices.codes_of(session, choices.Choice(numbers=("SS-2026-001", "XX-9")))
    assert session.query(Project).count() == 1
