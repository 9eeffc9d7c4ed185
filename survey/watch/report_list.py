"""A spreadsheet of media reports: read row by row, refused cell by cell, logged all or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey import problems
from survey.people import lists
from survey.people.lists import Refusal, Row, Rows
from survey.problems import N_
from survey.register.spreadsheet import dates
from survey.watch import links
from survey.watch.tables import Tone

HEADINGS: dict[str, tuple[str, ...]] = {
    "link": ("链接", "网址", "报道链接", "链接地址", "link", "url"),
    "title": ("标题", "报道标题", "题目", "title"),
    "outlet": ("媒体", "媒体名称", "发布媒体", "来源", "outlet", "media"),
    "published_on": ("日期", "发布日期", "发布时间", "刊发时间", "date", "published"),
    "project": ("项目编号", "编号", "涉及项目", "project", "number"),
    "tone": ("倾向", "基调", "正负面", "tone"),
    "suggestion": ("建议", "意见建议", "提出的建议", "suggestion"),
}
NEEDED = ("link",)
MOST_ROWS = 2_000
NO_LINK = N_("“{told}” is no link. It begins with http:// or https://.")
TONES: Mapping[str, Tone] = {
    "": Tone.NEUTRAL,
    **dict.fromkeys(("中性", "一般", "neutral"), Tone.NEUTRAL),
    **dict.fromkeys(("表扬", "正面", "赞扬", "praise", "positive"), Tone.PRAISE),
    **dict.fromkeys(("批评", "负面", "监督", "critical", "negative"), Tone.CRITICAL),
}


@dataclass(frozen=True)
class Line:
    """One report of the list; without a day it was published today."""

    link: str
    title: str
    outlet: str
    published_on: date | None
    project: str
    tone: Tone
    suggestion: str


def read(rows: Rows, numbers: set[str]) -> tuple[list[Line], list[Refusal]]:
    """Read a sheet; `numbers` are the projects there are. Raises NoReports without a column of links, and LongList."""
    if (found := lists.headings(rows, HEADINGS, NEEDED)) is None:
        raise problems.NoReports()
    head, columns = found
    read_: list[Line] = []
    refusals: list[Refusal] = []
    for row in lists.below(rows, head, columns, most=MOST_ROWS):
        if not any(row.told.values()):
            continue
        try:
            read_.append(_line(row, numbers))
        except _Wrong as wrong:
            told = (("told", row.told[wrong.column][:60]),)
            refusals.append(Refusal(row.cells[wrong.column], wrong.sentence, told))
    return read_, refusals


def of_text(text: str) -> tuple[list[Line], list[Refusal]]:
    """Read pasted lines: a link, and behind a space or a tab its title; a refusal names the line."""
    lines: list[Line] = []
    refusals: list[Refusal] = []
    for place, written in enumerate(text.splitlines(), 1):
        link, _, title = written.strip().replace("\t", " ", 1).partition(" ")
        if not link:
            continue
        try:
            checked = links.check(link)
            outlet = links.outlet(checked)
            lines.append(Line(checked, title.strip()[:200] or outlet, outlet, None, "", Tone.NEUTRAL, ""))
        except problems.NotALink:
            refusals.append(Refusal(str(place), NO_LINK, (("told", link[:60]),)))
    return lines, refusals


class _Wrong(Exception):
    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


def _line(row: Row, numbers: set[str]) -> Line:
    told = {name: words[:2000] for name, words in row.told.items()}
    try:
        link = links.check(told["link"])
    except problems.NotALink:
        raise _Wrong("link", NO_LINK) from None
    try:
        day = dates.read(row.raw.get("published_on"), end=False)  # type: ignore[arg-type]
    except dates.NotADate:
        raise _Wrong("published_on", N_("“{told}” is no day. Write it as 2026-11-30.")) from None
    if (project := told.get("project", "")) and project not in numbers:
        raise _Wrong("project", N_("There is no project with the number “{told}”."))
    if (tone := TONES.get(told.get("tone", "").lower())) is None:
        raise _Wrong("tone", N_("“{told}” is no tone. Write 表扬, 中性 or 批评."))
    outlet = told.get("outlet", "")[:200] or links.outlet(link)
    return Line(link, told.get("title", "")[:200] or outlet, outlet, day, project, tone, told.get("suggestion", ""))
