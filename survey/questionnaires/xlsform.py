"""XLSForm in: the rows of a questionnaire's file become a frozen Questionnaire, or faults with their cells.

Nothing is ignored silently: what is not supported is refused with sheet, row, column and what to do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from survey.problems import N_, WrongForm
from survey.questionnaires import defaults, instead, kinds, other
from survey.questionnaires.cells import Cells
from survey.questionnaires.checks import Scope
from survey.questionnaires.columns import PICTURE, language_code, split_heading
from survey.questionnaires.expressions import Tree
from survey.questionnaires.model import Choice, Question, Questionnaire, Score, Section, Texts, split_names
from survey.questionnaires.workbook import Row, Sheet, Sheets, read_sheets

AUDIENCES = ("resident", "deputy")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
OPTION = re.compile(r"[\w.-]{1,64}")
LONGEST_NAMES = 200
MOST_QUESTIONS = 300
MOST_OPTIONS = 500
"""Of one list: streets and communities of a district are some hundreds."""
Pictures = Mapping[str, str]
NO_PICTURES: Pictures = {}
OR_OTHER = " or_other"
GRADES = ("1", "2", "3", "4", "5")

BAD_NAME = N_("“{name}” cannot be a name. Use up to 64 letters a–z, digits and _, beginning with a letter.")
BAD_OPTION = N_("“{name}” cannot be the name of an option. Use up to 64 letters, digits, _ . and -, without spaces.")
TWICE = N_("The name {name} is used twice. Please rename one of them.")
UNKNOWN_TYPE = N_("The question type “{type}” is not supported. Supported are {types}.")
ONE_ROW = N_("The sheet settings has one row under its headings. Please remove this one.")
NO_LIST_NAME = N_("The option belongs to no list. Please write the list's name.")
NA_HAS_NO_POINTS = N_("The option na means “not applicable” and is worth nothing. Please empty the cell.")
GROUP_IN_GROUP = N_("A group cannot stand inside another. Please end the first one before.")
TURNED = N_(
    "The options 1 to 5 are grades, and 5 is the best: it must be worth most and 1 least. Please turn the names round."
)
OTHER_END = N_("What is open here is a {kind}. Please write end_{kind}.")
ASKED_ONCE = N_("A question of type {type} cannot be asked several times. Please put it before or after the repeat.")
NOT_SCORED = N_("What is asked several times neither counts in the score nor opens findings. Please empty the cell.")
NO_GROUP = N_("No group is open here. Please remove this row.")
NOT_ENDED = N_("This {kind} is not ended. Please add a row end_{kind} after its last question.")
EMPTY_GROUP = N_("This group has no questions. Please remove it or add some.")
NO_QUESTIONS = N_("There are no questions. Please add a row for each.")
TOO_MANY_QUESTIONS = N_("These are more than {most} questions. Please split the questionnaire at this row.")
TOO_MANY_OPTIONS = N_("This list has more than {most} options. Please split it.")
NO_PICTURE = N_("There is no picture “{picture}”. Send it along with the questionnaire, under just this name.")
NO_OTHER = N_("With or_other there is no choice filter. Please write the option “other” into the list.")
NO_CALCULATION = N_("There is nothing to work out. Please write the calculation.")
NO_LIST = N_("There is no list “{list}” in the sheet choices.")
NO_POINTS = N_("No option of this question has points. Please fill the column points in the sheet choices.")
NO_NA = N_("The options of this question say it themselves: offer an option na and remove na here.")


def read_file(path: Path, name: str, pictures: Pictures = NO_PICTURES) -> Questionnaire:
    """Read a questionnaire's file; raises WrongForm with every fault that was found."""
    return read(path.read_bytes(), path.suffix.lower(), name, pictures)


def read(data: bytes, ending: str, name: str, pictures: Pictures = NO_PICTURES) -> Questionnaire:
    """Read a questionnaire called `name` from the bytes of a .xlsx, .csv or .md file; raises WrongForm."""
    return of_sheets(read_sheets(data, ending, name), name, pictures)


def of_sheets(sheets: Sheets, name: str, pictures: Pictures = NO_PICTURES) -> Questionnaire:
    """Read a questionnaire called `name` from its sheets, with the pictures that came along; raises WrongForm."""
    reader = _Reader(sheets, pictures)
    questionnaire = reader.questionnaire(name)
    if reader.cells.faults:
        raise WrongForm(name, reader.cells.faults)
    return questionnaire


@dataclass
class _Group:
    """A group that is being read; one without a name holds questions that stand outside groups."""

    row: Row
    name: str = ""
    label: Texts = field(default_factory=dict)
    relevant: Tree = None
    questions: list[Question] = field(default_factory=list)
    repeats: bool = False

    @property
    def kind(self) -> str:
        return "repeat" if self.repeats else "group"


class _Reader:
    """Reads the sheets from top to bottom."""

    def __init__(self, sheets: Sheets, pictures: Pictures) -> None:
        self.cells = Cells(sheets)
        self.pictures = pictures
        self.sheets = sheets
        self.all_names = {row.get("name") for row in sheets["survey"].rows}
        self.lists = self._lists(sheets["choices"])
        self.before: dict[str, Question] = {}
        self.repeated: set[str] = set()
        self.within: _Group | None = None
        """The repeat that is being read."""
        self.names: set[str] = set()
        self.count = 0
        """Questions so far."""
        self.refused: set[str] = set()
        """Names of rows whose type is not asked; a condition about one is no fault of its own."""

    def questionnaire(self, name: str) -> Questionnaire:
        rows = self.sheets["settings"].rows
        for row in rows[1:]:
            self.cells.fault(row, "", ONE_ROW)
        settings = rows[0] if rows else Row("settings", 2, {})
        return Questionnaire(
            name=name,
            title=self.cells.texts(settings, "form_title") or {self.cells.default_language: name},
            audience=self.cells.one_of(settings, "audience", AUDIENCES) or AUDIENCES[0],
            category=self._names(settings, "category"),
            languages=self.cells.languages,
            default_language=self.cells.default_language,
            sections=self._sections(),
            beneficiary_group=self._names(settings, "group"),
        )

    def _names(self, settings: Row, column: str) -> str:
        names = "、".join(split_names(settings.get(column)))
        if len(names) > LONGEST_NAMES:
            self.cells.fault(settings, column, N_("These are more than {most} characters."), most=LONGEST_NAMES)
        return names

    def _lists(self, sheet: Sheet) -> dict[str, tuple[Choice, ...]]:
        found: dict[str, dict[str, Choice]] = {}
        for row in sheet.rows:
            if not row.get("list_name"):
                self.cells.fault(row, "list_name", NO_LIST_NAME)
                continue
            choices = found.setdefault(row.get("list_name"), {})
            choice = self._choice(row)
            if choice.name in choices:
                self.cells.fault(row, "name", TWICE, name=choice.name)
            elif len(choices) == MOST_OPTIONS:
                self.cells.fault(row, "list_name", TOO_MANY_OPTIONS, most=MOST_OPTIONS)
            choices[choice.name] = choice
            if choice.name in GRADES and _is_turned(choices):
                self.cells.fault(row, "points", TURNED)
        return {name: tuple(choices.values()) for name, choices in found.items()}

    def _choice(self, row: Row) -> Choice:
        if not OPTION.fullmatch(row.get("name")):
            self.cells.fault(row, "name", BAD_OPTION, name=row.get("name"))
        points = self.cells.read(row, "points", kinds.points)
        self.cells.mentions_nothing(row, "label")
        if points is not None and row.get("name") == "na":
            self.cells.fault(row, "points", NA_HAS_NO_POINTS)
        attributes = {column: row.get(column) for column in self.cells.of_options if row.get(column)}
        image, images = self._picture(row, PICTURE), self._pictures(row)
        return Choice(row.get("name"), self.cells.label(row), points, attributes, image, images)

    def _pictures(self, row: Row) -> dict[str, str]:
        """The pictures for readers of one language."""
        headings = [(heading, split_heading(heading)) for heading in row.cells if heading != PICTURE]
        return {language_code(said): self._picture(row, heading) for heading, (c, said) in headings if c == PICTURE}

    def _picture(self, row: Row, heading: str) -> str:
        named = row.get(heading)
        if not named or kinds.KEPT_NAME.fullmatch(named):
            return named
        if named not in self.pictures:
            self.cells.fault(row, heading, NO_PICTURE, picture=named)
        return self.pictures.get(named, "")

    def _sections(self) -> tuple[Section, ...]:
        done: list[_Group] = []
        group: _Group | None = None  # the one that a begin_group opened
        for row in self.sheets["survey"].rows:
            kind = row.get("type").replace(" group", "_group").replace(" repeat", "_repeat")
            if kind in ("begin_group", "begin_repeat"):
                group = self._begin(row, group, kind)
                done.append(group)
            elif kind in ("end_group", "end_repeat"):
                self._end(row, group, kind)
                group = None
            else:
                for question in self._questions(row):
                    if group is None and (not done or done[-1].name):
                        done.append(_Group(row))
                    done[-1].questions.append(question)
                    self.before[question.name] = question
                    self.count += 1
                    if self.count == MOST_QUESTIONS + 1:
                        self.cells.fault(row, "type", TOO_MANY_QUESTIONS, most=MOST_QUESTIONS)
                    if group is not None and group.repeats and question.type in kinds.NOT_REPEATED:
                        self.cells.fault(row, "type", ASKED_ONCE, type=question.type)
                    if group is not None and group.repeats and (question.score or row.get("opens_finding")):
                        self.cells.fault(row, "score" if question.score else "opens_finding", NOT_SCORED)
        if group is not None:
            self.cells.fault(group.row, "type", NOT_ENDED, kind=group.kind)
        if not done:
            self.cells.fault(Row("survey", 1, {}), "type", NO_QUESTIONS)
        return tuple(self._section(group) for group in done)

    def _begin(self, row: Row, outer: _Group | None, kind: str) -> _Group:
        if outer is not None:
            self.cells.fault(row, "type", GROUP_IN_GROUP)
        self.cells.refuse_columns(row, kind, kinds.GROUP_COLUMNS)
        self.cells.mentions_nothing(row, "label")
        name = self._name(row)
        relevant = self.cells.condition(row, "relevant", self._scope(name))
        group = _Group(row, name, self.cells.texts(row, "label"), relevant, repeats=kind == "begin_repeat")
        self.within = group if group.repeats else None
        return group

    def _end(self, row: Row, group: _Group | None, kind: str) -> None:
        if group is None or kind != f"end_{group.kind}":
            self.cells.fault(row, "type", NO_GROUP if group is None else OTHER_END, kind=group.kind if group else "")
        self.cells.refuse_columns(row, kind, frozenset({"type", "name"}))
        if group is not None and group.repeats:
            self.repeated |= {group.name, *(question.name for question in group.questions)}
            self.before[group.name] = Question(group.name, "integer", group.label)
        self.within = None

    def _scope(self, own_name: str) -> Scope:
        """What a row may ask about: what stands before it, and what was answered several times only as a whole."""
        return Scope(
            self.before,
            self.all_names,
            own_name,
            repeated=self.repeated,
            in_repeat=self.within is not None,
            refused=self.refused,
        )

    def _section(self, group: _Group) -> Section:
        if not group.questions:
            self.cells.fault(group.row, "type", EMPTY_GROUP)
        return Section(group.name, group.label, tuple(group.questions), group.relevant, group.repeats)

    def _questions(self, row: Row) -> list[Question]:
        """The question of a row, and the one that or_other puts behind it."""
        plain = row.get("type").removesuffix(OR_OTHER) if row.get("type").startswith("select_") else row.get("type")
        question = self._question(replace(row, cells={**row.cells, "type": plain}))
        if question is None or plain == row.get("type"):
            return [] if question is None else [question]
        if question.choice_filter is not None:
            self.cells.fault(row, "choice_filter", NO_OTHER)
        self.names.add(specify := other.name_of(question))
        if specify in self.all_names:
            self.cells.fault(row, "type", TWICE, name=specify)
        return other.with_other(question, self.cells.languages)

    def _question(self, row: Row) -> Question | None:
        written, _, list_name = row.get("type").partition(" ")
        kind = kinds.KINDS.get(written)
        if kind is None or (list_name and written not in kinds.SELECTS):
            self.refused.add(row.get("name"))
            if (told := instead.sentence(row.get("type"))) is not None:
                self.cells.fault(row, "type", told[0], **told[1])
                return None
            supported = ", ".join((*kinds.KINDS, "begin_group", "end_group", "begin_repeat", "end_repeat"))
            self.cells.fault(row, "type", UNKNOWN_TYPE, type=row.get("type"), types=supported)
            return None
        self.cells.refuse_columns(row, written, kind.columns)
        question = Question(
            name=self._name(row),
            type=written,
            label=self.cells.texts(row, "label") if written == "calculate" else self.cells.label(row),
            hint=self.cells.texts(row, "hint"),
            required=self.cells.says_yes(row, "required"),
            read_only=self.cells.says_yes(row, "read_only"),
            default=row.get("default"),
            required_message=self.cells.texts(row, "required_message"),
            constraint_message=self.cells.texts(row, "constraint_message"),
            choices=self._choices(row, written, list_name.strip()),
            appearance=self.cells.one_of(row, "appearance", kind.appearances),
            parameters=self._parameters(row, written),
        )
        return self._with_rules(row, replace(question, score=self._score(row, question)))

    def _name(self, row: Row) -> str:
        name = row.get("name")
        if not NAME.fullmatch(name):
            self.cells.fault(row, "name", BAD_NAME, name=name)
        elif name in self.names:
            self.cells.fault(row, "name", TWICE, name=name)
        self.names.add(name)
        return name

    def _with_rules(self, row: Row, question: Question) -> Question:
        """The question with its conditions, which may ask about what stands before it."""
        unanswered = self._scope(question.name)
        answered = replace(unanswered, own=question)
        for column in ("label", "hint"):
            self.cells.mentions(row, column, unanswered)
        self.cells.mentions_nothing(row, "required_message", "constraint_message")
        if question.type == "calculate" and not row.get("calculation"):
            self.cells.fault(row, "calculation", NO_CALCULATION)
        ruled = replace(
            question,
            choice_filter=self.cells.condition(
                row, "choice_filter", replace(unanswered, columns=("name", *self.cells.of_options))
            ),
            calculation=self.cells.condition(row, "calculation", replace(answered, is_calculation=True)),
            relevant=self.cells.condition(row, "relevant", unanswered),
            constraint=self.cells.condition(row, "constraint", answered),
            opens_finding=self.cells.condition(row, "opens_finding", answered),
        )
        if "default" not in kinds.KINDS[question.type].columns:
            return ruled
        if question.default:
            self.cells.read(row, "default", lambda _: defaults.check(ruled))
        elif ruled.read_only:
            self.cells.fault(row, "read_only", defaults.FIXED_TO_NOTHING)
        return ruled

    def _choices(self, row: Row, kind: str, list_name: str) -> tuple[Choice, ...]:
        if kind not in kinds.SELECTS:
            return ()
        if list_name not in self.lists:
            self.cells.fault(row, "type", NO_LIST, list=list_name)
        return self.lists.get(list_name, ())

    def _parameters(self, row: Row, kind: str) -> dict[str, str]:
        return (self.cells.read(row, "parameters", kinds.range_parameters) or {}) if kind == "range" else {}

    def _score(self, row: Row, question: Question) -> Score | None:
        if not row.get("score") or question.type not in ("range", "select_one"):
            return None
        if question.type == "range":
            full = float(question.parameters.get("end", kinds.FULL_MARKS))
            return self.cells.read(row, "score", lambda cell: kinds.score(cell, full))
        if not kinds.has_points(question.choices):
            self.cells.fault(row, "score", NO_POINTS)
        score = self.cells.read(row, "score", lambda cell: kinds.score(cell, kinds.FULL_MARKS))
        if score is not None and score.na:
            self.cells.fault(row, "score", NO_NA)
        return score


def _is_turned(choices: Mapping[str, Choice]) -> bool:
    """Whether a list has all five grades with points that do not rise with them; scorecards count grades by name."""
    worth = [choices[grade].points for grade in GRADES if grade in choices]
    known = [points for points in worth if points is not None]
    return len(known) == len(GRADES) and any(more <= less for less, more in pairwise(known))
