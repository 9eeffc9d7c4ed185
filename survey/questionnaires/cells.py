"""Reading the cells of a questionnaire's rows, keeping every fault that is met on the way."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from survey.problems import N_, Fault
from survey.questionnaires import columns
from survey.questionnaires.checks import Scope, complaints
from survey.questionnaires.expressions import ExpressionError, Tree, compile_expression
from survey.questionnaires.kinds import CellError
from survey.questionnaires.model import MENTIONED, Texts
from survey.questionnaires.workbook import Row, Sheets

Value = TypeVar("Value")
YES_NO = ("required", "read_only")
NO = ("", "no", "false", "0")

NO_TEXTS = N_("There are no texts in the language “{language}”. Please write them or name another language.")
NO_LABEL = N_("The text in the default language ({language}) is missing.")
NO_MENTION = N_("Answers can be mentioned in the label and the hint of a question, and not here.")
NOT_TAKEN = N_("A row of type {type} does not take {column}. Please empty the cell.")
UNKNOWN_WORD = N_("“{word}” is not known in {column}. Use {words} or leave it empty.")
YES_OR_NOTHING = N_("Write yes or leave it empty.")
REQUIRED = N_("Write yes or leave it empty; to ask only sometimes, use the column relevant.")


class Cells:
    """The cells of all sheets, and the faults found in them so far."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.of_options = columns.of_options(sheets)
        further = {"choices": self.of_options}
        self.faults: list[Fault] = [
            f for name, sheet in sheets.items() for f in columns.faults_of(name, sheet, further.get(name, ()))
        ]
        self.faults += columns.too_many_languages(sheets)
        found = columns.languages_of(sheets)
        self.default_language = self._default_language(found)
        self.languages = tuple(dict.fromkeys(code or self.default_language for code in found))

    def _default_language(self, found: Sequence[str]) -> str:
        """The language that the settings name, else 中文 for headings that name none, else the first one named."""
        usual = columns.USUAL_LANGUAGE if "" in found else next(iter(found), columns.USUAL_LANGUAGE)
        rows = self.sheets["settings"].rows
        written = rows[0].get("default_language") if rows else ""
        code = columns.language_code(written)
        if not written or (code and (code in found or "" in found)):
            return code or usual
        self.fault(rows[0], "default_language", NO_TEXTS, language=written)
        return usual

    def fault(self, row: Row, column: str, sentence: str, /, **values: object) -> None:
        """Keep what is wrong with one cell."""
        self.faults.append(row.fault(column, sentence, **values))

    def texts(self, row: Row, column: str) -> Texts:
        return columns.texts_of(row, column, self.default_language)

    def mentions(self, row: Row, column: str, scope: Scope) -> None:
        """Keep a fault for every answer that a text mentions and that is not known where it is shown."""
        for heading, text in row.cells.items():
            if columns.split_heading(heading)[0] == column:
                for name in dict.fromkeys(MENTIONED.findall(text)):
                    for sentence, values in complaints(["ref", name], scope):
                        self.fault(row, heading, sentence, **values)

    def mentions_nothing(self, row: Row, *names: str) -> None:
        """Keep a fault for every text in some columns that mentions an answer."""
        for heading, text in row.cells.items():
            if columns.split_heading(heading)[0] in names and MENTIONED.search(text):
                self.fault(row, heading, NO_MENTION)

    def label(self, row: Row) -> Texts:
        """The label, which must be there in the default language."""
        label = self.texts(row, "label")
        if self.default_language not in label:
            heading = columns.heading_of(self.sheets[row.sheet], "label", self.default_language)
            self.fault(row, heading, NO_LABEL, language=self.default_language)
        return label

    def says_yes(self, row: Row, column: str) -> bool:
        """A cell that holds yes or nothing."""
        cell = row.get(column).lower().removesuffix("()")
        if cell not in ("yes", "true", "1", *NO):
            self.fault(row, column, REQUIRED if column == "required" else YES_OR_NOTHING)
        return cell in ("yes", "true", "1")

    def one_of(self, row: Row, column: str, words: Sequence[str]) -> str:
        """A cell that holds one of a few words, or nothing."""
        word = row.get(column)
        if word and words and word not in words:
            self.fault(row, column, UNKNOWN_WORD, word=word, column=column, words=", ".join(words))
        return word if word in words else ""

    def condition(self, row: Row, column: str, scope: Scope) -> Tree:
        """The compiled condition of a cell, checked against the questions it may ask about."""
        if not (source := row.get(column)):
            return None
        try:
            tree = compile_expression(source, of_options=scope.columns is not None)
        except ExpressionError as error:
            self.fault(row, column, error.sentence, **error.values)
            return None
        told: list[object] = []
        for complaint in complaints(tree, scope):
            if complaint not in told:
                told.append(complaint)
                self.fault(row, column, complaint[0], **complaint[1])
        return tree

    def read(self, row: Row, column: str, reader: Callable[[str], Value]) -> Value | None:
        """What a reader of kinds makes of a cell; None when it is wrong."""
        try:
            return reader(row.get(column))
        except CellError as error:
            self.fault(row, column, error.sentence, **error.values)
            return None

    def refuse_columns(self, row: Row, kind: str, taken: frozenset[str]) -> None:
        """Keep a fault for every known column that means nothing in a row of this type; a “no” says nothing anyway."""
        for heading, text in row.cells.items():
            column, _ = columns.split_heading(heading)
            known = column in columns.PLAIN["survey"] or column in columns.TEXTS["survey"]
            says_no = column in YES_NO and text.lower().removesuffix("()") in NO
            if known and column not in taken and not says_no:
                self.fault(row, heading, NOT_TAKEN, type=kind, column=column)
