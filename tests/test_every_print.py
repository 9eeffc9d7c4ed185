"""Every print of the product: tagged, with title, language and bookmarks, its fonts subset, its Chinese copied."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image

from survey.collect.tables import Event
from survey.printing import (
    badges,
    draws,
    gantt,
    look,
    minutes,
    paper,
    pledges,
    scorecards,
    sheets,
    table,
    tickets,
    timelines,
    typesetting,
    visits,
)
from survey.printing.orders import LAYOUTS, Order
from survey.printing.typesetting import TEMPLATES
from survey.questionnaires import versions, xlsform
from tests import paper as read
from tests.test_badges import badge
from tests.test_posters import DISTRICT, URL, poster

SAID = "社区食堂提升"
FAIR = Event(code="7K3Q9XWM", name=SAID, place="文化广场", held_on=date(2026, 11, 28))
FACTS = [("责任单位", SAID), ("期限", "2026年11月30日")]
SHIPPED = dict(versions.shipped())


def questionnaire(name: str) -> Callable[[], bytes]:
    asked = xlsform.read_file(SHIPPED[name], name)
    return lambda: paper.pdf(asked, f"{name} 1", DISTRICT, "zh")


def numbered() -> bytes:
    asked = xlsform.read_file(SHIPPED["resident/core"], "resident/core")
    content = paper.content(asked, "resident/core 1", DISTRICT, "zh")
    return paper.numbered(content, {1: f"{URL}/desk/paper/1?version=1", 2: f"{URL}/desk/paper/2?version=1"})


def posters(layout: str) -> Callable[[], bytes]:
    return lambda: sheets.pdf([poster(project=SAID)], DISTRICT, URL, Order(layout=layout))


def card() -> bytes:
    bars = scorecards.Bars("总体", [scorecards.Bar("满意", 60.0, "60 %")])
    view = scorecards.View("居民", "82", 82.0, 78.0, 86.0, 81.0)
    page = scorecards.Page(
        number="SS-1", name=SAID, under="区民政局", figures=[scorecards.Figure("居民", "82", "分", ["共 40 份"])],
        notice=SAID,
        verdict="良", overall=bars, views_heading="各方怎么看", views=[view], district=80.0, before=[],
        sections=[scorecards.Section("发现的问题", [SAID])], questions_heading="逐题", questions=[bars], foot="晨光区",
    )  # fmt: skip
    return scorecards.pdf([page], SAID, "zh")


ballot = visits.Paper(
    SAID, "说明", "选一项", ["满意", "不满意"], 4, "计票", ("选项", "票数"), ["3", "1"], FACTS, "规则", ["计票人"]
)
route = visits.Programme(
    SAID, "晨光区", "请保密", FACTS, "路线", [visits.Stop(SAID, "SS-1", "食堂", "区民政局", f"{URL}/S/7K3Q9XWM")],
    "代表委员", ["闻清和"], "记录",
)  # fmt: skip
result = visits.Notice(SAID, "晨光区", "说明", ("选项", "票数"), [("满意", "3")], "满意", "规则", "2026年11月28日")
pledge = pledges.Pledge(
    SAID, "晨光区", FACTS, ("节点", "期限"), [("开工", "2026年3月")], "保证完成", [("责任人", "张三")], "", ""
)
given = minutes.Given(SAID, "SS-1", "区民政局", "2026年12月", "待办")
meeting = minutes.Minutes(SAID, "晨光区", FACTS, ("纪要", "谈了进度"), "交办", ["事项"] * 5, [given], "")
bar = gantt.Bar(SAID, "区民政局", "green", (10.0, 80.0), [gantt.Mark(50.0, "done")])
axis = gantt.Paper(SAID, "晨光区", "项目", [(0.0, "1月"), (50.0, "7月")], (60.0, "今天"), [bar], [("done", "已完成")])
drawn = draws.List("项目", ("编号", "名称", "分层"), [("SS-1", SAID, "养老服务")])
weighed = draws.List("候选项目", ("编号", "分层", "权重"), [("SS-1", "养老服务", "5.00")] * 60)
minute = draws.Minute(
    "抽取记录", "晨光区", "7K3Q9XWM", "请保密", [("承诺", "0123456789abcdef" * 4)], "一致", [drawn], ["抽取人"],
    [weighed], "survey draw --verify 7K3Q9XWM",
)  # fmt: skip
happened = timelines.Entry("第 1 回合", "交办", SAID, "11月20日", [])
timeline = timelines.Timeline(SAID, "F-1", FACTS, "饭凉了", [], "经过", [happened])
listed = table.Sheet("谋实事清单", "晨光区", date(2026, 11, 28), "", ["名称"], [20], [False], [[SAID]])

PRINTS: dict[str, Callable[[], bytes]] = {
    **{layout: posters(layout) for layout in LAYOUTS},
    "badges": lambda: badges.pdf([badge()], DISTRICT),
    "event sign": lambda: tickets.sign(FAIR, DISTRICT, URL, "en"),
    "tickets": lambda: tickets.pdf(FAIR, ["7K3Q9XWM"], DISTRICT, URL),
    "list": lambda: table.pdf(listed),
    "resident questionnaire": questionnaire("resident/core"),
    "deputies' sheet": questionnaire("deputy/core"),
    "numbered sheets": numbered,
    "scorecard": card,
    "timeline": lambda: timelines.pdf(timeline, "zh"),
    "ballot": lambda: visits.paper(ballot, "zh"),
    "programme": lambda: visits.programme(route, "zh"),
    "result": lambda: visits.notice(result, "zh"),
    "pledge": lambda: pledges.pdf(pledge),
    "minutes": lambda: minutes.pdf(meeting),
    "draw": lambda: draws.pdf(minute, "zh"),
    "gantt": lambda: gantt.pdf(axis),
}
OTHER_WORDS = {
    "badges": "政协委员",
    "resident questionnaire": "满意",
    "deputies' sheet": "分",
    "numbered sheets": "满意",
}
"""What is looked for where the project is not named."""
ELSEWHERE = {"booklet", "share"}
"""Asked on a whole register in test_lists.py; the picture of a link, which is no print, in test_public_pages.py."""
READER = shutil.which("pdftotext")
SHARED = {"fitting", "look", "sheet", "chart"}
"""Templates that others import."""


@pytest.mark.parametrize("name", PRINTS)
def test_a_print_is_tagged_and_its_chinese_can_be_copied(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter itself refuses what breaks PDF/UA-1; what else the issue asks for is read from the file."""
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    made = PRINTS[name]()
    found = read.reader(made)
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert str(root["/Lang"]).startswith("zh")  # type: ignore[index]
    assert found.metadata is not None
    assert found.metadata.title
    fonts = read.fonts(made)
    assert fonts
    assert all(fonts.values())
    assert all(font[7:8] == "+" and "NotoSansCJK" in font for font in fonts), fonts
    assert [mark.title for mark in found.outline if not isinstance(mark, list)]
    wanted = OTHER_WORDS.get(name, SAID)
    assert wanted in "".join(read.texts(made))
    assert wanted in "".join("".join(page.extract_text().split()) for page in found.pages)  # by a second reader
    if READER is not None:  # and by the one that the issue names, where it is installed
        shown = subprocess.run([READER, "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
        assert wanted in "".join(shown.split())


EDGE = 5.0
"""Millimetres that an office's printer leaves white; none without borders is needed."""


@pytest.mark.parametrize("name", PRINTS)
def test_a_printer_that_leaves_borders_prints_it_whole(name: str) -> None:
    for page in read.pages(PRINTS[name](), 60):
        ink = np.asarray(page) < 250
        edge = round(EDGE / 25.4 * 60)
        assert ink.any()
        assert ink.sum() == ink[edge:-edge, edge:-edge].sum()


def with_logo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every print have a wide logo, as the edge gives it to each."""
    drawn = BytesIO()
    Image.new("RGB", (400, 100), (140, 28, 19)).save(drawn, "PNG")
    office = look.Look("#0b5d5e", drawn.getvalue(), 4.0)
    monkeypatch.setattr(
        typesetting, "pdf", lambda template, data, _=None, real=typesetting.pdf: real(template, data, office)
    )


@pytest.mark.parametrize("name", PRINTS)
def test_a_logo_stands_clear_of_the_words_and_they_of_each_other(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = PRINTS[name]()
    with_logo(monkeypatch)
    made = PRINTS[name]()
    for pdf in (plain, made):
        assert read.overprinted(read.letters(pdf)[0]) == []
    logos, hidden = read.under_pictures(made)
    assert logos
    assert hidden == []


def test_no_template_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    real = typst.compile

    def note(template: Path, **how: object) -> object:
        used.add(Path(template).stem)
        return real(template, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "compile", note)
    for made in PRINTS.values():
        made()
    assert {path.stem for path in TEMPLATES.glob("*.typ")} - SHARED - ELSEWHERE == used
