"""Layouts of the print shop: each read by a decoder that is not ours, as near and as far as it promises."""

import re
from functools import partial

import numpy as np
import pytest
import typst
import zxingcpp

from survey import problems
from survey.printing import badges, distance, qr, sheets
from survey.printing.orders import LABELS, LAYOUTS, Order
from survey.printing.wording import WORDINGS
from survey.register import codes
from survey.register.tables import District
from tests import paper
from tests.test_badges import badge
from tests.test_posters import DISTRICT, URL, poster

LONG = "很长的名字" * 40
LEAST_SIZE = {"a4": 18, "a3": 18, "sign": 18}
"""Points of the smallest letters where people stand before a sheet."""


def made(count: int) -> list[str]:
    return [codes.mint() for _ in range(count)]


def printed(order: Order, many: int = 0) -> tuple[bytes, list[str]]:
    """Two pages of an order and the addresses that stand on them; a tent shows each on both sides."""
    sheets_ = [poster(code=code) for code in made(many or order.codes_on_page + 1)]
    sides = 2 if order.layout == "tent" else 1
    return sheets.pdf(sheets_, DISTRICT, URL, order), sorted([one.url for one in sheets_] * sides)


def read(pages, seen=lambda page: page) -> list[str]:  # type: ignore[no-untyped-def]
    return sorted(url for page in pages for url in paper.codes(seen(page)))


@pytest.mark.parametrize("dpi", [60, 100, 150])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_code_reads_straight_blurred_and_tilted(layout: str, dpi: int) -> None:
    order = Order(layout=layout)
    pdf, urls = printed(order)
    pages = paper.pages(pdf, dpi)
    shake = partial(paper.blurred, dpi=dpi, metres=distance.reach(urls[0], order.code_width))
    assert len(pages) == 2
    for seen in (lambda page: page, shake, paper.tilted):
        assert read(pages, seen) == urls


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_code_reads_from_as_far_as_it_promises(layout: str) -> None:
    """From there a cheap phone has three pixels for a module, and its hand shakes as much as the distance makes it."""
    order = Order(layout=layout)
    pdf, urls = printed(order)
    dpi = 3 * 25.4 / (order.code_width / len(qr.matrix(urls[0])))
    shake = partial(paper.blurred, dpi=dpi, metres=distance.reach(urls[0], order.code_width))
    assert read(paper.pages(pdf, dpi), lambda page: paper.tilted(shake(page))) == urls


@pytest.mark.parametrize("labels", LABELS)
def test_every_label_paper_carries_readable_codes(labels: str) -> None:
    pdf, urls = printed(Order(layout="stickers", labels=labels))
    assert read(paper.pages(pdf, 150)) == urls


def test_stickers_move_as_far_as_they_are_told() -> None:
    def first_letter(order: Order) -> tuple[float, float]:
        _, (left, _bottom, _right, top) = paper.letters(printed(order, 1)[0])[0][0]
        return left, top

    at_home = first_letter(Order(layout="stickers"))
    moved = first_letter(Order(layout="stickers", right=2.5, down=-1))
    assert [round((there - here) / 72 * 25.4, 1) for here, there in zip(at_home, moved, strict=True)] == [2.5, 1.0]


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_letters_stand_clear_of_each_other_in_every_language(layout: str, language: str) -> None:
    order = Order(layout=layout, language=language)
    full = poster(project=LONG, site=LONG, target=LONG, department=LONG, number="SS-2026-" + "9" * 30)
    for sheet in (poster(), full):
        place = DISTRICT if sheet is not full else District(name=LONG, complaint_line=LONG)
        (page,) = paper.letters(sheets.pdf([sheet], place, URL, order))
        assert paper.overprinted(page) == []


@pytest.mark.parametrize("language", [language for language in WORDINGS if language != "zh"])
def test_the_second_language_asks_the_question(language: str) -> None:
    (words,) = paper.texts(sheets.pdf([poster()], DISTRICT, URL, Order(language=language)))
    assert "".join(WORDINGS[language].question.split()) in words
    assert "这件实事办得怎么样？" in words


EVERY = tuple(WORDINGS)


@pytest.mark.parametrize("layout", ["a4", "a3", "sign"])
@pytest.mark.parametrize("name", ["社区食堂提升", LONG])
def test_a_poster_asks_in_every_language_at_once(layout: str, name: str) -> None:
    order = Order(layout=layout, more=EVERY)
    sheet = poster(project=name, site=name, target=name, department=name)
    pdf = sheets.pdf([sheet], DISTRICT, URL, order)
    [words] = paper.texts(pdf)
    assert all("".join(WORDINGS[language].question.split()) in words for language in WORDINGS)
    assert "晨光区请您来评" in words or layout == "sign"
    [letters] = paper.letters(pdf)
    assert paper.overprinted(letters) == []
    assert min(box[1] for letter, box in letters if letter.strip()) > 10 / 25.4 * 72  # the foot stays on its page
    assert min(paper.sizes(pdf)) >= LEAST_SIZE[layout]
    if layout != "sign":  # the last line of the promise stands clear of the rule under it
        ends, begins = (next(box for letter, box in letters if letter == sign) for sign in "限网")
        assert ends[1] - begins[3] > 4 / 25.4 * 72
    [page] = paper.pages(pdf)
    assert paper.codes(paper.tilted(page)) == [sheet.url]
    [code] = zxingcpp.read_barcodes(page)
    module = order.code_width / len(qr.matrix(sheet.url)) / 25.4 * paper.DPI
    quiet = (page.height - code.position.top_left.y + 3.8 * module) * 72 / paper.DPI
    asked = [box[1] for letter, box in letters if letter in "Как"]
    assert asked
    assert min(asked) > quiet


@pytest.mark.parametrize("layout", ["tent", "cards", "stickers"])
def test_small_layouts_have_room_for_one_other_language(layout: str) -> None:
    with pytest.raises(problems.NoRoomForLanguages, match="poster or a sign"):
        Order(layout=layout, more=("ja",))


def test_a_sheet_may_speak_chinese_only() -> None:
    (words,) = paper.texts(sheets.pdf([poster()], DISTRICT, URL, Order(language="zh")))
    assert not re.search("How|Scan|login", words)


@pytest.mark.parametrize("layout", LEAST_SIZE)
@pytest.mark.parametrize("length", [1, 200])
def test_old_eyes_read_every_letter_of_a_poster(layout: str, length: int) -> None:
    long = poster(project="很长" * length, site="很长" * length, target="很长" * length, department="很长" * length)
    pdf = sheets.pdf([long], DISTRICT, URL + "/" + "w" * 40, Order(layout=layout))
    assert min(paper.sizes(pdf)) >= LEAST_SIZE[layout]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_accessible_pdf(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter itself refuses a file that breaks PDF/UA-1: no tags, no title, a picture without words."""
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    root = paper.reader(printed(Order(layout=layout), 2)[0]).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_embeds_its_font_and_gives_the_chinese_back(layout: str) -> None:
    pdf, _ = printed(Order(layout=layout), 1)
    fonts = paper.fonts(pdf)
    assert fonts
    assert all(fonts.values())
    assert all("+NotoSansCJK" in name for name in fonts), fonts
    assert any(words in "".join(paper.texts(pdf)) for words in ("这件实事办得怎么样", "社区食堂提升"))
    assert str(paper.reader(pdf).trailer["/Root"]["/Lang"]).startswith("zh")  # type: ignore[index]


def test_badges_are_accessible_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    assert badges.pdf([badge()], DISTRICT).startswith(b"%PDF")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_bookmarks_by_its_projects(layout: str) -> None:
    sheets_ = [poster(), poster(project="断头路打通")]
    reader = paper.reader(sheets.pdf(sheets_, DISTRICT, URL, Order(layout=layout)))
    assert [mark.title for mark in reader.outline] == ["社区食堂提升", "断头路打通"]  # type: ignore[union-attr]


CUT = {"a4": (210, 297), "a3": (297, 420), "sign": (297, 420), "tent": (210, 297), "cards": (90, 54)}
"""What is left of a page in millimetres once it is cut along its marks."""


@pytest.mark.parametrize("layout", CUT)
def test_a_printing_house_finds_boxes_marks_and_bleed(layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The boxes are read back from the file; of marks and colour is asked what lies on the paper."""
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    sheets_ = [poster(code=code) for code in made(2)]
    place = District(name="晨光区", complaint_line="12345", colour="#0b5d5e")
    pdf = sheets.pdf(sheets_, place, URL, Order(layout=layout, marks=True))
    width, height = CUT[layout]
    pages = paper.reader(pdf).pages
    assert len(pages) == 2
    for page in pages:
        boxes = [page.mediabox, page.bleedbox, page.trimbox]
        assert [[round(float(edge) / 72 * 25.4, 1) for edge in box] for box in boxes] == [
            [13 - room, 13 - room, 13 + width + room, 13 + height + room] for room in (13, 3, 0)
        ]
    drawn = paper.pages(pdf, 254)  # ten pixels are a millimetre
    assert sorted({url for page in drawn for url in paper.codes(page)}) == sorted(each.url for each in sheets_)
    ink = np.asarray(drawn[0]) < 200
    assert ink[100:130, 150 : 130 + 10 * width - 20].all()  # colour runs 3 mm over the upper edge
    assert not ink[90:98, 150 : 130 + 10 * width - 20].any()
    for x in (130, 130 + 10 * width):
        assert ink[10:85, x - 2 : x + 3].any(axis=1).all()  # a mark above each side
    for y in (130, 130 + 10 * height):
        assert ink[y - 2 : y + 3, 10:85].any(axis=0).all()
    root = paper.reader(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert paper.reader(pdf).outline


def test_label_papers_that_are_cut_already_get_no_marks() -> None:
    with pytest.raises(problems.CutAlready, match="cut already"):
        Order(layout="stickers", marks=True)


@pytest.mark.parametrize(
    ("metres", "level", "modules"), [(None, "Q", 29), (0.5, "H", 33), (1, "Q", 29), (1.1, "L", 25)]
)
def test_the_distance_decides_the_error_correction(metres: float | None, level: str, modules: int) -> None:
    assert distance.level_for(poster().url, 110, metres) == level
    assert len(qr.matrix(poster().url, level)) - 2 * qr.QUIET == modules  # type: ignore[arg-type]


def test_a_distance_that_no_phone_reads_from_is_refused_with_the_width_it_needs() -> None:
    with pytest.raises(problems.TooFar, match=r"From|from 5 m a code must be 485 mm wide.*110 mm.*1\.1 m"):
        sheets.pdf([poster()], DISTRICT, URL, Order(metres=5))


def test_an_address_too_long_for_a_sticker_is_refused() -> None:
    endless = poster(code="7K3Q9XWM")
    endless = type(endless)(**vars(endless) | {"url": f"{URL}/{'w' * 400}/S/7K3Q9XWM"})
    with pytest.raises(problems.TooFar):
        sheets.pdf([endless], DISTRICT, URL, Order(layout="stickers"))


@pytest.mark.parametrize("asked", [{"layout": "a9"}, {"language": "fr"}, {"labels": "L1"}])
def test_paper_that_is_not_there_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(problems.UnknownPaper, match=next(iter(asked.values()))):
        Order(**asked)


@pytest.mark.parametrize("moved", [{"right": 10.5}, {"down": -11.0}])
def test_stickers_are_not_moved_off_the_paper(moved: dict[str, float]) -> None:
    with pytest.raises(problems.OffThePaper):
        Order(layout="stickers", **moved)  # type: ignore[arg-type]


NAME_OF_80 = (
    "秋实街道老旧小区综合改造提升工程（含加装电梯、雨污分流、飞线整治、适老化改造、便民服务中心建设"
    "及周边绿化景观提升）二期第三标段惠民实事项目全过程公开示范点建设内容之一二三四"
)[:80]


@pytest.mark.parametrize("layout", ["a4", "a3", "sign"])
def test_a_name_of_eighty_characters_stands_there_whole(layout: str) -> None:
    assert len(NAME_OF_80) == 80
    (words,) = paper.texts(sheets.pdf([poster(project=NAME_OF_80)], DISTRICT, URL, Order(layout=layout)))
    assert NAME_OF_80 in words


@pytest.mark.parametrize("name", ["社区食堂提升", NAME_OF_80, LONG])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_printer_without_borders_is_not_needed_and_no_quiet_zone_is_entered(layout: str, name: str) -> None:
    """Most printers leave 5 mm of each edge white; around a code four modules stay white on every side.

    Letters are looked for by their boxes too, for a code's white border could hide them.
    """
    order = Order(layout=layout)
    pages = [poster(project=name, site=name, target=name, department=name)] * order.codes_on_page
    pdf = sheets.pdf(pages, DISTRICT, URL, order)
    (page,) = paper.pages(pdf, 150)
    letters = [[edge / 72 * 150 for edge in box] for letter, box in paper.letters(pdf)[0] if letter.strip()]
    grey = np.asarray(page)
    edge = round(5 / 25.4 * 150)
    inner = grey[edge:-edge, edge:-edge]
    assert inner.size
    assert (grey < 200).sum() == (inner < 200).sum()
    found = zxingcpp.read_barcodes(page)
    assert len(found) == (2 * order.codes_on_page if layout == "tent" else order.codes_on_page)
    module = order.code_width / len(qr.matrix(pages[0].url)) / 25.4 * 150
    for code in found:
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
        left, right = min(c.x for c in corners), max(c.x for c in corners)
        top, bottom = min(c.y for c in corners), max(c.y for c in corners)
        near, far = round(0.5 * module) + 1, int(3.8 * module)
        for strip in (
            grey[top - far : top - near, left:right],
            grey[bottom + near : bottom + far, left:right],
            grey[top:bottom, left - far : left - near],
            grey[top:bottom, right + near : right + far],
        ):
            assert strip.min() > 128
        foot, head = page.height - bottom - far, page.height - top + far  # letters are measured from below
        boxes = [(left - far, foot, right + far, head)]
        assert not [
            box for box in letters for west, south, east, north in boxes
            if min(box[2], east) - max(box[0], west) > 1 and min(box[3], north) - max(box[1], south) > 1
        ]  # fmt: skip
