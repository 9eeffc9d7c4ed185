"""The workbook's formulas give the card's numbers when somebody else calculates them.

LibreOffice does where it is installed. Because it need not be, a small calculator of the few functions that are used
stands in as well: it knows nothing of our arithmetic, only of Excel's.
"""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Site
from tests.conftest import Clock
from tests.district import Scene
from tests.test_fair import FAIR, VISITS
from tests.walker import Browser

Cell = float | str
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOKEN = re.compile(r"(?:(\w+)!)?\$?([A-Z]+)(?:\$?(\d+))?(?::\$?([A-Z]+)(?:\$?\d+)?)?(?![A-Z(])")


class Calculator:
    """Reads an .xlsx and calculates its cells from values and formulas, ignoring the results stored beside them."""

    def __init__(self, content: bytes) -> None:
        archive = ZipFile(io.BytesIO(content))
        shared = ["".join(item.itertext()) for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))]
        names = [str(e.get("name")) for e in _all(archive.read("xl/workbook.xml"), "sheet")]
        self.cells: dict[str, dict[str, tuple[str, Cell]]] = {}
        for number, name in enumerate(names, 1):
            page = _all(archive.read(f"xl/worksheets/sheet{number}.xml"), "c")
            self.cells[name] = {str(cell.get("r")): _read(cell, shared) for cell in page}

    def value(self, sheet: str, address: str) -> Cell:
        """A cell as a calculation gives it; NaN where that divides by zero, since IF here weighs both its sides."""
        formula, stored = self.cells[sheet].get(address, ("", ""))
        try:
            return self.calculate(sheet, formula) if formula else stored
        except ZeroDivisionError:
            return float("nan")

    def column(self, sheet: str, letters: str) -> list[Cell]:
        last = max((int(re.sub(r"\D", "", a)) for a in self.cells[sheet]), default=0)
        return [self.value(sheet, f"{letters}{row}") for row in range(2, last + 1)]

    def calculate(self, sheet: str, formula: str) -> Cell:
        def reference(found: re.Match[str]) -> str:
            where, column, row, end = found.groups()
            if found.group(0) == "FALSE":
                return "False"
            place = where or sheet
            if end is None:
                return f"value({place!r}, '{column}{row}')"
            if row is None:
                return f"area({place!r}, '{column}', '{end}')"
            return f"cells({place!r}, '{column}', '{end}', {row})"

        texts = formula.split('"')
        code = '"'.join(TOKEN.sub(reference, part) if place % 2 == 0 else part for place, part in enumerate(texts))
        code = re.sub(r"(?<![<>=])=(?!=)", "==", code).replace("^", "**")
        functions = {
            "value": self.value,
            "area": lambda place, first, last: [
                self.column(place, chr(letter)) for letter in range(ord(first), ord(last) + 1)
            ],
            "cells": lambda place, first, last, row: [
                self.value(place, f"{chr(letter)}{row}") for letter in range(ord(first), ord(last) + 1)
            ],
            **FUNCTIONS,
        }
        found: Cell = eval(code, {"__builtins__": {}}, functions)  # our own formulas, in a test
        return found


def _matching(areas: list[list[Cell]], wanted: Cell) -> list[int]:
    return [place for place, cell in enumerate(areas[0]) if cell == wanted]


def _average_if(areas: list[list[Cell]], wanted: Cell, values: list[list[Cell]]) -> float:
    found = [float(values[0][place]) for place in _matching(areas, wanted)]
    return sum(found) / len(found)


FUNCTIONS: dict[str, Callable[..., Cell]] = {
    "SUM": lambda cells: sum(float(cell) for cell in cells),
    "SQRT": lambda number: number**0.5,
    "MIN": min,
    "MAX": max,
    "OR": lambda *parts: any(parts),
    "AND": lambda *parts: all(parts),
    "N": lambda cell: 0.0 if cell == "" else cell,
    "IF": lambda yes, one, other: one if yes else other,
    "COUNTIF": lambda areas, wanted: float(len(_matching(areas, wanted))),
    "AVERAGEIF": _average_if,
    "SUMIF": lambda areas, wanted, values: sum(float(values[0][place]) for place in _matching(areas, wanted)),
    "VLOOKUP": lambda wanted, areas, column, _exact: areas[column - 1][_matching(areas, wanted)[0]],
}


def _all(document: bytes, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(document).iter(f"{NAMESPACE}{tag}"))


def _read(cell: ElementTree.Element, shared: list[str]) -> tuple[str, Cell]:
    """A cell's formula, empty if it has none, and the value stored in it."""
    formula, value = (cell.findtext(f"{NAMESPACE}{tag}", "") for tag in "fv")
    if cell.get("t") == "s":
        return formula, shared[int(value)]
    return formula, value if cell.get("t") == "str" or not value else float(value)


ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def without_results(content: bytes) -> bytes:
    """The same workbook, the result beside every formula made a wrong one."""
    old, made = ZipFile(io.BytesIO(content)), io.BytesIO()
    with ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-1</v>", old.read(name)))
    return made.getvalue()


def recalculated(content: bytes, folder: Path) -> bytes:
    """Let LibreOffice open a workbook, calculate everything and save it."""
    (folder / "profile/user").mkdir(parents=True)
    (folder / "profile/user/registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, "utf-8")
    (folder / "given.xlsx").write_bytes(content)
    profile, out = f"-env:UserInstallation=file://{folder}/profile", folder / "out"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, folder / "given.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (out / "given.xlsx").read_bytes()


@pytest.fixture
def scene(session: Session, site: Site, clock: Clock) -> Scene:
    """The hand example: five projects, four deputies, and residents of one."""
    scene = Scene(session, site, clock())
    projects = [scene.project(letter, f"=项目{letter}") for letter in "ABCDE"]
    for project, deputy, score in VISITS:
        scene.mark(projects[project], f"D{deputy + 1}", score)
    scene.residents(projects[0], g5=12, g4=8)
    return scene


def test_formulas_recompute_the_hand_example(office: Browser, scene: Scene) -> None:
    answer = office.client.get("/desk/scorecards.xlsx")
    assert answer.status_code == 200
    book = Calculator(answer.data)
    rows = {book.value("Projects", f"A{row}"): row for row in range(2, 8)}
    for letter, expected in zip("ABCDE", FAIR, strict=True):
        assert book.value("Projects", f"Q{rows[letter]}") == pytest.approx(expected, abs=5e-5)
    assert book.value("Projects", f"L{rows['A']}") == pytest.approx(4.3)
    leniency = [book.value("Deputies", f"D{row}") for row in range(2, 6)]
    assert leniency == pytest.approx([53 / 24, -19 / 8, -11 / 8, 37 / 24])


def test_every_formula_gives_the_result_that_is_stored_beside_it(office: Browser, scene: Scene) -> None:
    book = Calculator(office.client.get("/desk/scorecards.xlsx").data)
    formulas = [
        (sheet, address, stored)
        for sheet, cells in book.cells.items()
        for address, (formula, stored) in cells.items()
        if formula and stored != ""
    ]
    assert len(formulas) > 60
    for sheet, address, stored in formulas:
        assert book.value(sheet, address) == pytest.approx(stored), (sheet, address)


@pytest.mark.sqlite
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed (libreoffice-calc-nogui)")
def test_libreoffice_calculates_the_same_numbers(office: Browser, scene: Scene, tmp_path: Path) -> None:
    weigh(office)
    content = office.client.get("/desk/scorecards.xlsx").data
    ours, theirs = Calculator(content), Calculator(recalculated(without_results(content), tmp_path))
    checked = 0
    for sheet, cells in ours.cells.items():
        for address, (formula, stored) in cells.items():
            if formula and stored != "":
                assert theirs.cells[sheet][address][1] == pytest.approx(stored, abs=1e-9), (sheet, address)
                checked += 1
    assert checked > 60
    assert theirs.cells["Projects"]["Q2"][1] == pytest.approx(FAIR[0], abs=5e-5)
    assert theirs.cells["Index"]["F3"][1] == pytest.approx(index_of_a(office), abs=0.05)


def weigh(office: Browser) -> None:
    """Let the office show an index of residents and deputies."""
    typed = {"residents": "60", "deputies": "40", "milestones": "0", "findings": "0"}
    office.open("/desk/scorecards/index").fill(typed, reason="第3号会议纪要").press(action="/desk/scorecards/index")


def index_of_a(office: Browser) -> float:
    """The index that the card of A shows."""
    rows = csv.DictReader(io.StringIO(office.client.get("/desk/projects/A/card.csv").data.decode("utf-8-sig")))
    [shown] = [row for row in rows if "index" in row.values() and "value" in row.values()]
    return float(shown["value"])


def test_the_index_is_recomputed_from_its_parts_and_is_none_where_one_is_missing(office: Browser, scene: Scene) -> None:
    assert "Index" not in Calculator(office.client.get("/desk/scorecards.xlsx").data).cells
    weigh(office)
    book = Calculator(office.client.get("/desk/scorecards.xlsx").data)
    assert [book.value("Index", f"{column}2") for column in "ABCDE"] == ["weights", 60, 40, 0, 0]
    assert [book.value("Index", f"A{row}") for row in (3, 4)] == ["A", "B"]
    assert book.value("Index", "F3") == pytest.approx(index_of_a(office), abs=0.05)
    assert book.value("Index", "F4") == ""  # no resident answered there


def test_one_projects_workbook_holds_its_row_alone(office: Browser, scene: Scene) -> None:
    book = Calculator(office.client.get("/desk/projects/A/card.xlsx").data)
    assert book.column("Projects", "A") == ["A"]
    assert book.value("Projects", "Q2") == pytest.approx(FAIR[0], abs=5e-5)
    assert book.cells["Projects"]["B2"] == ("", "=项目A")  # a text, not a formula


def test_workbooks_with_single_deputies_are_for_the_office_only(sign_in: Callable[..., Browser], scene: Scene) -> None:
    for role in (Role.VIEWER, Role.LEADER, Role.DEPARTMENT):
        browser = sign_in(role)
        for path in ("/desk/scorecards.xlsx", "/desk/projects/A/card.xlsx"):
            assert browser.client.get(path).status_code == 403
