"""Scorecards as a workbook whose formulas recompute every score, so that anybody with a spreadsheet can check them."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import xlsxwriter
from sqlalchemy.orm import Session

from survey.register.tables import Project
from survey.scorecards import district, satisfaction
from survey.scorecards.counts import GRADES
from survey.scorecards.deputies import Mark
from survey.scorecards.district import Background
from survey.scorecards.model import Index
from survey.scorecards.panel import Panel
from survey.scorecards.satisfaction import Floats
from survey.scorecards.wilson import Z95

Value = str | float | None
Line = Sequence[Value]
"""Cells of one row; a text that begins with = is a formula of ours, never something that people typed."""

DISTRICT, PROJECTS, SHEETS, DEPUTIES, INDEX = "District", "Projects", "Sheets", "Deputies", "Index"
NO_INDEX: Mapping[str, Index] = {}
PARAMETERS = {
    "k": ("B1", "pretend answers of the cautious mean; empty: no difference measured"),
    "m": ("B2", "the district's mean of residents, 1–5"),
    "tau2": ("B3", "variance between projects"),
    "variance_m": ("B4", "variance of m"),
    "z": ("B5", "97.5 % point of the normal distribution"),
    "delta": ("B6", "what being expected adds to deputies' marks"),
    "leniency_k": ("B7", "k of leniency"),
}
PROJECT_HEADINGS = (
    *("number", "name", "department", "5", "4", "3", "2", "1", "n", "plain mean", "Z", "cautious mean", "low", "high"),
    *("sheets", "deputies' plain mean", "fair score", "se", "low", "high"),
)
SHEET_HEADINGS = ("project", "deputy", "day", "announced", "score", "leniency", "adjusted", "left for the deputy")
DEPUTY_HEADINGS = ("deputy", "sheets", "leniency", "leniency recomputed")


def of_projects(
    session: Session, projects: Sequence[Project], background: Background, index: Mapping[str, Index] = NO_INDEX
) -> bytes:
    """Make the .xlsx of some projects; all sheets of the district are in it, because leniencies stand on all.

    `index` is each project's by number, for a sheet of its own; empty while the office shows none.
    """
    given = district.grades(session, background)
    numbers = {project.id: project.number for project in projects}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E4EFEE"})
        _write(book.add_worksheet(PROJECTS), heading, PROJECT_HEADINGS, _projects(projects, background, given))
        _write(book.add_worksheet(SHEETS), heading, SHEET_HEADINGS, _sheets(background, numbers))
        _write(book.add_worksheet(DEPUTIES), heading, DEPUTY_HEADINGS, _deputies(background))
        _write(book.add_worksheet(DISTRICT), None, (), _parameters(background))
        if of_these := {project.number: index[project.number] for project in projects if project.number in index}:
            headings = ("number", *(part.component for part in next(iter(of_these.values())).parts), "index")
            _write(book.add_worksheet(INDEX), heading, headings, _indices(of_these))
    return content.getvalue()


def _write(sheet: Any, heading: Any, headings: Sequence[str], lines: Iterable[Line]) -> None:
    for column, text in enumerate(headings):
        sheet.write_string(0, column, text, heading)
    if headings:
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 18)
    for row, line in enumerate(lines, start=1 if headings else 0):
        for column, value in enumerate(line):
            if isinstance(value, Formula):
                sheet.write_formula(row, column, value, None, "" if value.result is None else value.result)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)


def _indices(index: Mapping[str, Index]) -> Iterator[Line]:
    """The weights, then each project's parts on 0–100 as its card shows them.

    There is no index where a part with weight is missing: leaving it out would lift the project.
    """
    weights = [float(part.weight) for part in next(iter(index.values())).parts]
    columns = "BCDEFGH"[: len(weights)]
    yield ("weights", *weights, None)
    for row, (number, found) in enumerate(index.items(), start=3):
        values = [part.value for part in found.parts]
        weighed = sum(weight * value for weight, value in zip(weights, values, strict=True) if weight and value)
        missing = ",".join(f'AND({column}$2>0,{column}{row}="")' for column in columns)
        products = "+".join(f"{column}$2*N({column}{row})" for column in columns)
        text = f'=IF(OR({missing}),"",({products})/SUM({columns[0]}$2:{columns[-1]}$2))'
        yield (number, *values, Formula(text, None if found.missing else weighed / sum(weights)))


class Formula(str):
    """A formula, with the result that it must have; programs that do not calculate show that."""

    result: float | None

    def __new__(cls, text: str, result: float | None) -> "Formula":
        made = super().__new__(cls, text)
        made.result = result
        return made


def at(name: str) -> str:
    """The absolute address of a parameter."""
    cell = PARAMETERS[name][0]
    return f"{DISTRICT}!$B${cell[1:]}"


def _parameters(background: Background) -> list[Line]:
    fitted, panel = background.satisfaction, background.panel
    values: Mapping[str, Value] = {
        "k": fitted.k,
        "m": fitted.m,
        "tau2": fitted.tau2,
        "variance_m": fitted.variance_m,
        "z": Z95,
        "delta": panel.fit.delta if panel else 0.0,
        "leniency_k": panel.fit.k if panel else None,
    }
    return [(name, values[name], meaning) for name, (_, meaning) in PARAMETERS.items()]


def _projects(projects: Sequence[Project], background: Background, given: Mapping[int, Floats]) -> list[Line]:
    nobody = np.zeros(len(GRADES))
    return [
        _project(row, project, background, given.get(project.id, nobody))
        for row, project in enumerate(projects, start=2)
    ]


def _project(row: int, project: Project, background: Background, given: Floats) -> Line:
    found = satisfaction.estimate(given, background.satisfaction)
    se = f"SQRT({at('tau2')}*(1-K{row})+(1-K{row})^2*{at('variance_m')})"
    mine = f"{SHEETS}!$A:$A,$A{row}"
    panel = background.panel
    place = panel.projects.get(project.id) if panel else None
    score: tuple[Value, ...] = (None,) * 5
    if panel is not None and place is not None:
        raw, fair, known = (float(part[place]) for part in (panel.fit.raw, panel.fit.fair, panel.se))
        sure = bool(np.isfinite(known))
        score = (
            Formula(f"=AVERAGEIF({mine},{SHEETS}!$E:$E)", raw),
            Formula(f"=MIN(100,MAX(0,AVERAGEIF({mine},{SHEETS}!$G:$G)))", min(100.0, max(0.0, fair))),
            known if sure else None,
            Formula(f"=MAX(0,Q{row}-{at('z')}*R{row})", max(0.0, fair - Z95 * known)) if sure else None,
            Formula(f"=MIN(100,Q{row}+{at('z')}*R{row})", min(100.0, fair + Z95 * known)) if sure else None,
        )
    return (
        project.number,
        project.name,
        project.department.name,
        *given[::-1].tolist(),
        Formula(f"=SUM(D{row}:H{row})", float(found.n)),
        Formula(f'=IF(I{row}=0,"",(5*D{row}+4*E{row}+3*F{row}+2*G{row}+H{row})/I{row})', found.raw),
        Formula(f'=IF(OR({at("k")}="",I{row}=0),0,I{row}/(I{row}+{at("k")}))', found.weight),
        Formula(f"=IF(I{row}=0,{at('m')},{at('m')}+K{row}*(J{row}-{at('m')}))", found.mean),
        Formula(f"=MAX(1,L{row}-{at('z')}*{se})", found.low),
        Formula(f"=MIN(5,L{row}+{at('z')}*{se})", found.high),
        Formula(f"=COUNTIF({mine})", float(len(background.marks.get(project.id, [])))),
        *score,
    )


def _sheets(background: Background, numbers: Mapping[int, str]) -> list[Line]:
    panel = background.panel
    if panel is None:
        return []
    given = [(project, mark) for project, marks in background.marks.items() for mark in marks]
    return [
        _sheet(row, numbers.get(project, f"#{project}"), mark, (panel, panel.projects[project]))
        for row, (project, mark) in enumerate(given, start=2)
    ]


def _sheet(row: int, number: str, mark: Mark, place: tuple[Panel, int]) -> Line:
    panel, project = place
    leniency = float(panel.fit.leniency[panel.deputies.index(mark.deputy)])
    expected = panel.fit.delta * (mark.announced - 0.5)
    fair = float(panel.fit.fair[project])
    return (
        number,
        mark.deputy,
        mark.day.isoformat(),
        float(mark.announced),
        mark.score,
        Formula(f"=VLOOKUP(B{row},{DEPUTIES}!$A:$C,3,FALSE)", leniency),
        Formula(f"=E{row}-F{row}-{at('delta')}*(D{row}-0.5)", mark.score - leniency - expected),
        Formula(f"=E{row}-AVERAGEIF($A:$A,A{row},$G:$G)-{at('delta')}*(D{row}-0.5)", mark.score - fair - expected),
    )


def _deputies(background: Background) -> list[Line]:
    panel = background.panel
    if panel is None:
        return []
    sheets = np.bincount(panel.sheets.deputy)
    return [
        (
            deputy,
            Formula(f"=COUNTIF({SHEETS}!$B:$B,A{row})", float(sheets[row - 2])),
            float(panel.fit.leniency[row - 2]),
            Formula(
                f"=SUMIF({SHEETS}!$B:$B,A{row},{SHEETS}!$H:$H)/(B{row}+{at('leniency_k')})",
                float(panel.fit.leniency[row - 2]),
            ),
        )
        for row, deputy in enumerate(panel.deputies, start=2)
    ]
