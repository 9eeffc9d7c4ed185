"""The rules of the house that a machine can keep."""

import ast
import dataclasses
import re
from collections import Counter
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from sqlalchemy import Engine

from survey import problems
from survey.settings import Settings
from survey.tables import metadata
from survey.web.language import LANGUAGES, STAFF_LANGUAGES
from survey.web.refusal_pages import BY_STATUS, HEADINGS
from survey.web.refusals import HTTP_SENTENCES, STATUS

PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
SAID = re.compile(r'\b_\("([^"]+)"')
ROOT = Path(__file__).parent.parent / "survey"
RANK = {
    "settings": 0, "problems": 0, "processors": 0,
    "database": 1, "packages": 1,
    "questionnaires": 2, "people": 2,
    "register": 3,
    "collect": 4, "watch": 4,
    "visits": 5, "rounds": 5,
    "scorecards": 6,
    "printing": 7,
    "tables": 7, "migrations": 7,
    "web": 8, "cli": 8, "app": 8, "demo": 8, "__main__": 8, "__init__": 0,
}  # fmt: skip
MODULES = sorted(path for path in ROOT.rglob("*.py") if "versions" not in path.parts)


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


WORDS_OF_LISTS = {
    "Plan": "谋实事", "Duty": "办实事", "Voice": "享实事", "Review": "评实事", "Watch": "看实事",
    "For whom": "受益群体",
    "everybody": "所有人", "Late": "滞后", "Behind": "红灯", "Overdue": "逾期",
}  # fmt: skip
"""What stands in the navigation and on every project; a sentence that means something else takes other English."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_never_go_up(path: Path) -> None:
    mine = RANK[room(path)]
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("survey.")}
    up = {
        name
        for name in ours
        if RANK.get(name, 0) > mine or (RANK.get(name) == mine and mine < 7 and name != room(path))
    }
    assert not up, f"{path.relative_to(ROOT)} (rank {mine}) imports {sorted(up)}"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if RANK[room(p)] < 8], ids=lambda path: str(path.relative_to(ROOT))
)
def test_only_the_edge_knows_http_and_commits(path: Path) -> None:
    assert not {
        name for name in imported(path) if name.split(".")[0] in ("flask", "flask_wtf", "flask_babel", "werkzeug")
    }
    if room(path) != "migrations":
        assert ".commit()" not in path.read_text(encoding="utf-8")


def test_every_problem_has_a_status() -> None:
    known = {p for p in vars(problems).values() if isinstance(p, type) and issubclass(p, problems.Problem)}
    assert known - {problems.Problem} == set(STATUS)


def test_codes_of_problems_are_unique() -> None:
    assert len({problem.code for problem in STATUS}) == len(STATUS)


def test_migrated_schema_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_map_of_the_house_is_true() -> None:
    told = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:survey|static|templates|docs|tests)/[^`]*)`", told))
    assert len(named) > 20
    assert not {path for path in named if not (ROOT.parent / path).exists()}
    assert not {room for room in RANK if (ROOT / room).is_dir() and f"survey/{room}/" not in told}


def test_every_sentence_of_the_product_is_said_in_chinese() -> None:
    source = ROOT / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    assert {word: getattr(catalogue.get(word), "string", "") for word in WORDS_OF_LISTS} == WORDS_OF_LISTS
    silent = [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)]
    assert not silent
    template = ROOT.parent / "templates"
    said = {match for page in template.rglob("*.html") for match in SAID.findall(page.read_text(encoding="utf-8"))}
    assert said, "no sentence was found in any template"
    assert not {sentence for sentence in said if catalogue.get(sentence) is None}


RESPONDENTS = (
    "questionnaire.html", "question/*.html", "layout.html", "receipt.html", "refusal.html", "waiting.html",
    "_waits.html", "_newer.html", "_code.html", "resident_finding.html", "card/*.html", "chart/axis.html",
    "chart/bars.html", "public/*.html", "event.html", "event_count.html", "kiosk/screens.html",
)  # fmt: skip
"""The pages that whoever answers may see in any language, scorecards too; other pages have two."""
ANSWERING = (
    "questionnaires/answers.py", "questionnaires/values.py", "web/arrivals.py", "web/card_words.py",
    "web/public_words.py", "web/public_complaints.py", "web/receipts.py", "scorecards/explain.py",
)  # fmt: skip
REFUSALS = (
    problems.Problem, problems.UnknownCode, problems.MistypedCode, problems.RevokedCode, problems.ClosedPeriod,
    problems.OtherContent, problems.TooLarge, problems.UnreadableText, problems.NotAsked, problems.WrongAnswers,
    problems.UnknownQuestionnaire, problems.UnknownReceipt, problems.NotFound, problems.StorageFull,
    problems.TooManyComplaints, problems.UnknownEvent, problems.UnknownTicket,
    problems.UnreadableNumber, problems.CancelledProject, problems.NotPublished,
)  # fmt: skip


def said_to_respondents() -> set[str]:
    pages = [page for name in RESPONDENTS for page in (ROOT.parent / "templates").glob(name)]
    spoken = {found[1] for page in pages for found in extract_from_file("jinja2.ext:babel_extract", page)}
    spoken |= {found[1] for path in ANSWERING for found in extract_from_file("python", ROOT / path, {"N_": None})}
    headings = {HEADINGS[refusal.code] for refusal in REFUSALS if refusal.code in HEADINGS} | set(BY_STATUS.values())
    return spoken | headings | {refusal.sentence for refusal in REFUSALS} | set(HTTP_SENTENCES.values())


def test_the_five_lists_keep_their_names() -> None:
    """A page that means something else by one of these words takes another sentence for it, such as “Plan by”."""
    with (ROOT / "translations" / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh")
    names = {"Plan": "谋实事", "Duty": "办实事", "Voice": "享实事", "Review": "评实事", "Watch": "看实事"}
    assert {name: catalogue[name].string for name in names} == names


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(STAFF_LANGUAGES)))
def test_every_sentence_that_respondents_read_is_said_in_their_language(language: str) -> None:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    spoken = said_to_respondents()
    assert len(spoken) > 80
    assert not {sentence for sentence in spoken if not (catalogue.get(sentence) or Message("")).string}
    for message in catalogue:
        assert sorted(PLACE.findall(message.id)) == sorted(PLACE.findall(message.string)), message.id


FILTERS = (
    re.compile(r"filters\.update\((?P<names>(?:\s*\w+=\w+,?)+)\s*\)"),
    re.compile(r"for \w+ in \((?P<names>[\w, ]+)\):\n\s+\w+\.add_(?:app_)?template_filter"),
    re.compile(r"\.add_(?:app_)?template_filter\((?P<names>\w+)\)|filters\[\"(?P<name>\w+)\"\]"),
)


def test_no_two_filters_of_the_templates_have_one_name() -> None:
    """The one that is registered last would be the only one, and the other's pages would say something else."""
    texts = [path.read_text(encoding="utf-8") for path in MODULES if room(path) == "web"]
    found = [match.groupdict() for text in texts for each in FILTERS for match in each.finditer(text)]
    names = [name for each in found for name in re.findall(r"(\w+)(?:=\w+)?", each["names"] or each.get("name") or "")]
    assert len(names) > 20
    assert [name for name, count in Counter(names).items() if count > 1 and name != "words"] == []


def test_every_setting_is_documented() -> None:
    """The variable that each field of Settings is read from stands in the table of docs/operations.md, and no other."""
    read = set(re.findall(r'"""([A-Z_]+): ', (ROOT / "settings.py").read_text(encoding="utf-8")))
    assert len(read) == len(dataclasses.fields(Settings))
    told = set(re.findall(r"^\| `([A-Z_]+)` ", (ROOT.parent / "docs/operations.md").read_text(encoding="utf-8"), re.M))
    assert told == read
