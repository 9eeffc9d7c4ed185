"""The sheets of a questionnaire's file (.xlsx, .csv or a Markdown table) as rows of plain cells.

pyxform reads the files. It is imported only here, when a file is read: it costs a quarter of a second.
"""

import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from survey import packages, problems
from survey.problems import N_, Fault, WrongForm
from survey.questionnaires.instead import heading

KINDS = {".md": ".md", ".csv": ".csv", ".xlsx": ".xlsx"}
SHEETS = ("survey", "choices", "settings")
LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 2000


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet (the headings are row 1) and its filled cells by heading."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, sentence: str, /, **values: object) -> Fault:
        return Fault(self.sheet, self.number, column, sentence, values)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings in order and its rows."""

    columns: Sequence[str]
    rows: Sequence[Row]


Sheets = Mapping[str, Sheet]


def read_sheets(data: bytes, ending: str, name: str) -> Sheets:
    """Read the sheets of a file; raises WrongForm, naming the file `name`."""
    if (sentence := _refuse_file(data, ending)) is not None:
        raise WrongForm(name, [Fault("", 0, "", sentence)])
    if ending == ".xlsx":
        _refuse_workbook(data, name)
    raw = _read(data, ending, name)
    faults = [*_unknown_sheets(raw), *_large(raw)]
    if not raw.get("survey"):
        faults.append(Fault("survey", 0, "", N_("There is no sheet “survey” with questions. Please add it.")))
    if faults:
        raise WrongForm(name, faults)
    return {sheet: _sheet(sheet, raw) for sheet in SHEETS}


def _refuse_file(data: bytes, ending: str) -> str | None:
    if ending == ".xls":
        return N_("This is an old .xls workbook. Please save it as .xlsx in Excel and send that.")
    if ending not in KINDS:
        return N_("A questionnaire is an .xlsx workbook, a .csv file or a Markdown table (.md).")
    if len(data) > LARGEST_FILE:
        return N_("The file is larger than 5 MB. A questionnaire has only words; please remove pictures from it.")
    return None


def _refuse_workbook(data: bytes, name: str) -> None:
    """Raise WrongForm for a workbook that is none, or that is refused before anything else reads it."""
    try:
        packages.look_through(data, dict.fromkeys(SHEETS, MOST_ROWS + 1))
        with zipfile.ZipFile(BytesIO(data)) as parts:
            sentence = _refuse_parts(parts.namelist())
    except packages.LongSheet as long:
        raise WrongForm(name, [_long(long.sheet)]) from None
    except problems.NotAWorkbook:
        sentence = N_("The file is not an .xlsx workbook. Please save it again in Excel.")
    except problems.TooLargeWorkbook:
        sentence = N_("The workbook is too large when unpacked. Please copy the sheets into a new one.")
    if sentence is not None:
        raise WrongForm(name, [Fault("", 0, "", sentence)])


def _refuse_parts(names: Sequence[str]) -> str | None:
    if any("vbaProject" in part for part in names):
        return N_("The workbook has macros. Please save it as .xlsx without them.")
    if any("externalLinks" in part for part in names):
        return N_("The workbook has links to other workbooks. Please replace them by their values.")
    return None


def _read(data: bytes, ending: str, name: str) -> dict[str, Any]:
    from pyxform import xls2json_backends as reader
    from pyxform.errors import PyXFormError

    read = {".md": reader.md_to_dict, ".csv": reader.csv_to_dict, ".xlsx": reader.xlsx_to_dict}[ending]
    try:
        with warnings.catch_warnings(action="ignore"):  # about drop-down lists and the like, which are not read
            return dict(read(data))
    except IndexError:
        sentence = N_("A row has more cells than there are headings. Please compare the rows with the first one.")
    except AttributeError:  # pyxform strips every heading, which a number cannot bear
        sentence = N_("A heading in the first row is a number. Please write the name of the column.")
    except (PyXFormError, UnicodeDecodeError, ValueError):
        sentence = N_("The file could not be read as a questionnaire. Please compare it with one that we ship.")
    raise WrongForm(name, [Fault("", 0, "", sentence)])


def _unknown_sheets(raw: Mapping[str, Any]) -> list[Fault]:
    sentence = N_(
        "This sheet is not known. Call it survey, choices or settings, or put _ before its name to keep notes."
    )
    names = [str(name) for name in raw.get("sheet_names", ())]
    return [Fault(name, 0, "", sentence) for name in names if name.lower() not in SHEETS and not name.startswith("_")]


def _large(raw: Mapping[str, Any]) -> list[Fault]:
    return [_long(name) for name in SHEETS if len(raw.get(name, ())) > MOST_ROWS]


def _long(sheet: str) -> Fault:
    sentence = N_("The sheet has more than {most} rows. Please split the questionnaire.")
    return Fault(sheet, 0, "", sentence, {"most": MOST_ROWS})


def _sheet(name: str, raw: Mapping[str, Any]) -> Sheet:
    found = (str(column) for header in raw.get(f"{name}_header", ()) for column in header if column is not None)
    headings = [heading(column) for column in found if column != "None"]
    rows = [Row(name, number, _cells(cells)) for number, cells in enumerate(raw.get(name, ()), start=2)]
    return Sheet(headings, [row for row in rows if row.cells])


def _cells(cells: Mapping[Any, Any]) -> dict[str, str]:
    return {
        heading(str(column or "?").strip()): str(value).strip()
        for column, value in cells.items()
        if str(value or "").strip()
    }
