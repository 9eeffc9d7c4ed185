"""Workbooks that are dirty in the ways of other offices."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from survey import problems
from survey.register.spreadsheet import headings, stored, workbook
from survey.register.spreadsheet.columns import Column
from survey.register.spreadsheet.sheets import Sheet
from survey.register.tables import ProjectState
from tests.conftest import Clock
from tests.spreadsheets import HEADINGS, counts, look, row, said, take, text_table, xlsx


def guessed(*heads: str) -> dict[str, str]:
    """Which heading each column of the register was guessed to be."""
    layout = headings.find([Sheet("", [heads])])
    return {column.value: heads[place] for column, place in layout.columns.items()}


def names(session: Session, number: str = "SS-1") -> list[str]:
    return [place.name for place in stored.register(session)[number].places]


def test_title_rows_a_note_and_totals_in_the_middle(session: Session) -> None:
    made = look(
        session,
        xlsx(
            ("2026年民生实事项目清单",),
            ("填报单位:区政府办",),
            HEADINGS,
            ("一、养老服务",),
            row(编号="SS-1"),
            ("小计", "1项"),
            (),
            HEADINGS,
            row(编号="SS-2"),
            ("", "合计"),
            ("总计:2项",),
            ("注:数据截至三月。",),
        ),
    )
    assert [line.row.number for line in made.lines] == ["SS-1", "SS-2"]
    assert [why.value for _, why in made.passed] == ["section", "total", "headings", "total", "total", "note"]
    assert [(each.kind.value, each.count) for each in made.repaired] == [
        ("title", 2), ("section", 1), ("total", 3), ("note", 1), ("headings", 1)
    ]  # fmt: skip


def test_what_was_put_in_order_is_counted_with_an_example(session: Session) -> None:
    made = look(
        session,
        xlsx(
            HEADINGS,
            row(编号="ＳＳ－１", 项目名称="社区\n食堂", 点位="甲、乙", 办结时限="2026年10月", 状态="已完工"),
            row(编号="SS-2", 办结时限="２０２６.９.１"),
            row(编号="SS-3"),
        ),
    )
    assert [(each.kind.value, each.count, each.example) for each in made.repaired] == [
        ("date", 2, "清单!G2: 2026年10月 → 2026-10-31"),
        ("number", 1, "清单!A2: ＳＳ－１ → SS-1"),
        ("state", 1, "清单!H2: 已完工 → 已办结"),
        ("blanks", 1, r"清单!B2: 社区\n食堂 → 社区食堂"),
        ("sites", 1, ""),
    ]
    assert not look(session, xlsx(HEADINGS, row())).repaired


def test_two_rows_of_headings(session: Session, clock: Clock) -> None:
    def heads(book: Any, sheet: Any) -> None:
        look = book.add_format()
        for place, words in enumerate(("编号", "项目名称", "类别")):
            sheet.merge_range(0, place, 1, place, words, look)
        sheet.merge_range(0, 3, 0, 4, "责任", look)
        sheet.merge_range(0, 5, 0, 6, "时间安排", look)
        for place, words in enumerate(("单位", "领导", "开工", "完工"), start=3):
            sheet.write(1, place, words)
        for place, words in enumerate(("SS-1", "食堂", "养老", "区民政局", "王局长", "2026.3", "2026.10")):
            sheet.write(2, place, words)

    take(session, xlsx(dirty=heads), clock)
    values = stored.register(session)["SS-1"].values
    assert (values[Column.DEPARTMENT], values[Column.OWNER]) == ("区民政局", "王局长")
    assert (values[Column.STARTS_ON], values[Column.DUE_ON]) == (date(2026, 3, 1), date(2026, 10, 31))


def test_two_rows_of_headings_in_a_text_table(session: Session) -> None:
    made = look(
        session,
        text_table(
            ("编号", "项目名称", "类别", "责任", "", "时间", ""),
            ("", "", "", "单位", "领导", "开工", "完工"),
            ("SS-1", "食堂", "养老", "区民政局", "王局长", "2026.3", "2026.10"),
        ),
    )
    assert made.lines[0].row.values[Column.DEPARTMENT] == "区民政局"
    assert made.lines[0].row.values[Column.DUE_ON] == date(2026, 10, 31)


def test_numbers_and_dates_stored_as_numbers(session: Session) -> None:
    made = look(session, xlsx(HEADINGS, row(编号=1.0, 开工日期=46082, 办结时限=46387.0)))
    values = made.lines[0].row.values
    assert values[Column.NUMBER] == "1"
    assert (values[Column.STARTS_ON], values[Column.DUE_ON]) == (date(2026, 3, 1), date(2026, 12, 31))


def test_cells_merged_downwards_count_for_every_row(session: Session) -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 3, 2, 3, "区教育局", book.add_format())

    made = look(session, xlsx(HEADINGS, row(责任单位=""), row(编号="SS-2", 责任单位=""), dirty=merge))
    assert [line.row.values[Column.DEPARTMENT] for line in made.lines] == ["区教育局", "区教育局"]


def test_a_number_merged_over_rows_is_one_project_with_several_sites(session: Session, clock: Clock) -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 3, 0, "SS-1", book.add_format())

    rows = [row(编号="", 点位="甲"), ("", "", "", "", "乙"), ("", "", "", "", "丙、丁"), row(编号="SS-2")]
    take(session, xlsx(HEADINGS, *rows, dirty=merge), clock)
    assert names(session) == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("cell", "sites"),
    [
        ("甲、乙\n丙;丁", ["甲", "乙", "丙", "丁"]),
        ("幼儿园(东区、西区)、小学", ["幼儿园(东区、西区)", "小学"]),
        ("幼儿园(东区、西区)、小学(本部；分部)", ["幼儿园(东区、西区)", "小学(本部；分部)"]),
        ("幼儿园（东区、西区)、小学", ["幼儿园（东区、西区)", "小学"]),
        ("甲(未完、乙", ["甲(未完", "乙"]),
        ("甲、、乙、甲\n", ["甲", "乙"]),
        ("春华街道\n第一社区", ["春华街道", "第一社区"]),
        ("长青苑等12个小区", ["长青苑等12个小区"]),
        ("", ["社区食堂"]),
    ],
)
def test_several_sites_in_one_cell(session: Session, clock: Clock, cell: str, sites: list[str]) -> None:
    take(session, xlsx(HEADINGS, row(点位=cell)), clock)
    assert names(session) == sites


def test_addresses_go_line_by_line_or_all_alike(session: Session, clock: Clock) -> None:
    head, good = (*HEADINGS, "地址"), (*row(点位="甲、乙"), "街1号\n街2号")
    take(session, xlsx(head, good, (*row(编号="SS-2", 点位="甲、乙"), "街1号")), clock)
    register = stored.register(session)
    assert [place.address for place in register["SS-1"].places] == ["街1号", "街2号"]
    assert [place.address for place in register["SS-2"].places] == ["街1号", "街1号"]


def test_the_sheet_with_the_register_is_chosen_and_a_hidden_one_never(session: Session) -> None:
    def more(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("台账")
        hidden = book.add_worksheet("旧台账")
        hidden.hide()
        for line, number in enumerate(("编号", "SS-7", "SS-8")):
            hidden.write_row(line, 0, row(编号=number) if line else HEADINGS)
        other.write_row(2, 0, HEADINGS)
        other.write_row(3, 0, row())

    made = look(session, xlsx(("一、编号不得重复。",), dirty=more, name="填表说明"))
    assert made.layout.sheet.name == "台账"
    assert [line.row.number for line in made.lines] == ["SS-1"]


def test_lookalike_headings_are_told_apart() -> None:
    heads = (
        "序号",
        "编 号",
        "子项目名称",
        "项目名称",
        "项目类别",
        "配合单位",
        "牵头单位",
        "责任单位联系电话",
        "实际完成时间",
        "计划完成时间",
    )
    assert guessed(*heads) == {
        "number": "编 号", "name": "项目名称", "category": "项目类别", "department": "牵头单位",
        "due_on": "计划完成时间",
    }  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        ("项目编号", "实事名称", "所属类别", "主责部门"),
        ("序号", "名称", "类型", "责任单位(盖章)"),
        ("编号*", "项 目 名 称", "类\n别", "牵头责任单位:"),
        ("Number", "Project name", "Category", "Lead department"),
        ("project_no", "NAME", "type", "department"),
        ("2026年项目编号", "民生实事项目", "领域", "区级责任单位"),
    ],
)
def test_synonyms_in_both_languages(heads: Sequence[str]) -> None:
    assert guessed(*heads) == dict(zip(("number", "name", "category", "department"), heads, strict=True))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("未开工", ProjectState.NOT_STARTED),
        ("在建", ProjectState.UNDER_WAY),
        ("推进中(60%)", ProjectState.UNDER_WAY),
        ("逾期", ProjectState.LATE),
        (" 已 完 成。", ProjectState.COMPLETED),
        ("In progress", ProjectState.UNDER_WAY),
    ],
)
def test_states_by_many_words(session: Session, word: str, state: ProjectState) -> None:
    assert look(session, xlsx(HEADINGS, row(状态=word))).lines[0].row.values[Column.STATE] is state


def test_every_wrong_cell_is_named_with_what_to_do(session: Session) -> None:
    wrong = [
        row(编号=""),
        row(编号="SS-2", 项目名称="", 类别="", 责任单位=""),
        row(编号="SS-3", 开工日期="尽快", 状态="差不多"),
        row(编号="SS-4", 开工日期="2026年12月"),
        row(编号="SS-5", 项目名称="长" * 201, 点位="长" * 201),
        row(编号="SS-6"),
        row(编号="SS-６"),
    ]
    made = look(session, xlsx(HEADINGS, *wrong, name="汇总表"))
    assert counts(made) == (0, 0, 0, 7)
    assert said(made) == [
        "汇总表!A2: This row has no number. Give every project its own number, or empty the row.",
        "汇总表!B3: The Name is missing. Please fill it in.",
        "汇总表!C3: The Category is missing. Please fill it in.",
        "汇总表!D3: The Department is missing. Please fill it in.",
        "汇总表!F4: “尽快” is no date we can read. Write it as 2026-03-01, 2026年3月1日 or 2026年3月.",
        "汇总表!H4: The state “差不多” is not known. Write 未启动, 推进中, 滞后 or 已办结.",
        "汇总表!G5: The due date 2026-10-31 lies before the start 2026-12-01. Please correct one of them.",
        "汇总表!B6: The Name is longer than 200 characters. Please shorten it.",
        "汇总表!E6: The Sites is longer than 200 characters. Please shorten it.",
        "汇总表!A7: The number SS-6 stands in 汇总表!A8 too. Give each project its own number.",
        "汇总表!A8: The number SS-6 stands in 汇总表!A7 too. Give each project its own number.",
    ]


def test_formulas_count_by_their_value_and_errors_are_refused(session: Session) -> None:
    def formulas(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, '="社区"&"食堂"', None, "社区食堂")
        sheet.write_formula(2, 3, "=VLOOKUP(A3,X:Y,2)", None, "#REF!")
        sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")

    rows = [row(项目名称=""), row(编号="SS-2", 责任单位=""), row(编号="SS-3", 点位="")]
    made = look(session, xlsx(HEADINGS, *rows, dirty=formulas))
    assert made.lines[0].row.values[Column.NAME] == "社区食堂"
    assert [(refusal.cell, refusal.sentence[:19]) for refusal in made.refusals] == [
        ("清单!D3", "This cell shows an "),
        ("清单!E4", "This cell shows an "),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_of_every_kind(session: Session, encoding: str, delimiter: str) -> None:
    content = text_table(HEADINGS, row(项目名称="食堂,提升;二期"), encoding=encoding, delimiter=delimiter)
    assert look(session, content).lines[0].row.values[Column.NAME] == "食堂,提升;二期"


def test_a_sheet_without_a_needed_column_says_which() -> None:
    layout = headings.find(workbook.sheets_of(xlsx(("编号", "项目名称", "点位"), ("1", "食堂", "甲"))))
    assert layout.missing == [Column.CATEGORY, Column.DEPARTMENT]


def test_headings_without_projects_are_refused(session: Session) -> None:
    with pytest.raises(problems.NoProjects):
        look(session, xlsx(HEADINGS, ("合计", "0项")))
