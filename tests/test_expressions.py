"""The expression language: one table of cases and 12,000 generated expressions, the same in Python and JavaScript."""

import gzip
import json
import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from survey.questionnaires.evaluate import OPERATIONS, evaluate
from survey.questionnaires.expressions import (
    ANOTHER_WAY,
    ARGUMENTS,
    SITUATION,
    ExpressionError,
    compile_expression,
    references,
)
from survey.settings import assets
from survey.web.extras import CORE

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "expressions.json").read_text(encoding="utf-8")
)
SCRIPTS = [assets("static") / "js" / name for name in ("evaluate.js", "functions.js")]
JavaScript = Callable[[list[Any]], list[Any]]


@pytest.fixture(scope="module")
def javascript(chromium: Browser) -> Iterator[JavaScript]:
    """Evaluate [tree, answers, own] triples in a real Chromium."""
    page = chromium.new_page()
    for script in SCRIPTS:
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    run = "triples => JSON.parse(triples).map(t => evaluate(t[0], t[1], t[2]))"
    yield lambda triples: page.evaluate(run, json.dumps(triples))
    page.close()


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same; numbers by value, not a number is itself."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return (math.isnan(one) and math.isnan(other)) or float(one) == float(other)
    return type(one) is type(other) and one == other


def value_of(case: dict[str, Any]) -> Any:
    return math.nan if case["value"] is None else case["value"]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_python_gives_the_value_of_the_table(case: dict[str, Any]) -> None:
    found = evaluate(compile_expression(case["source"]), case.get("answers", {}), case.get("own", ""))
    assert same(found, value_of(case)), found


@pytest.mark.browser
def test_javascript_gives_the_values_of_the_table(javascript: JavaScript) -> None:
    found = javascript([[compile_expression(c["source"]), c.get("answers", {}), c.get("own", "")] for c in CASES])
    wrong = [(c["source"], value) for c, value in zip(CASES, found, strict=True) if not same(value, value_of(c))]
    assert not wrong


def test_every_function_and_sign_has_a_case() -> None:
    used = {node for case in CASES for node in _operators(compile_expression(case["source"]))}
    assert set(OPERATIONS) | {"and", "or", "if", "ref", "."} == used
    assert set(ARGUMENTS) < used
    written = " ".join(case["source"] for case in CASES)
    assert [name for name in (*SITUATION.values(), *ANOTHER_WAY) if name not in written] == []


def _operators(tree: Any) -> set[str]:
    return {tree[0]}.union(*map(_operators, tree[1:])) if isinstance(tree, list) else set()


def test_the_script_is_small() -> None:
    assert len(gzip.compress(b"".join(script.read_bytes() for script in SCRIPTS), 9)) <= 2048


def test_pages_know_which_script_does_what() -> None:
    does = re.findall(r'^ {4}"?([^\s":]+)"?: (?:function|equal)', SCRIPTS[0].read_text(encoding="utf-8"), re.M)
    assert {*does, "ref", ".", "and", "or", "if"} == CORE


NAMES = ("a", "b", "many")
plain = st.text(st.characters(exclude_characters="'\"“”‘’", exclude_categories=["Cs"]), max_size=6)
digits = st.integers(0, 10**15 - 1).map(str)
words = st.one_of(
    plain,
    digits,
    st.dates().map(str),
    st.times().map(lambda time: time.isoformat("minutes")),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds")),
    st.sampled_from(
        ["", "na", "x", "y x", "满意", " 5 ", "-3", "-2.75", "1.50", "５", "2026-02-29", "24:00", "T10:00", "😀"]
    ),
)
figures = st.one_of(digits, st.sampled_from(["0", "1", "2", "0.5", "2.5", "0.1", "100", "3.14159"]))
PATTERNS = ("[a-z]+", "\\d{1,3}", "x?", "(x|y) x", ".*", "[^x]", "满意?", "\\w+ \\w+")
REFERENCES = (*(f"${{{name}}}" for name in NAMES), ".")
SIGNS = ("+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or")
answer = st.one_of(
    words,
    st.integers(-9, 999),
    st.floats(-1e6, 1e6),
    st.lists(st.sampled_from(["x", "y", "5"]), unique=True),
    st.lists(st.one_of(st.integers(-9, 999), st.floats(-1e6, 1e6), words), max_size=5),
)


@dataclass(frozen=True)
class Deck:
    """What Hypothesis thought of for one round, from which a dealer makes many cases: it thinks slowly."""

    dealer: random.Random
    figures: list[str]
    words: list[str]
    answers: list[Any]

    def expression(self, depth: int = 3) -> str:
        """An expression in which every sign and function is about as frequent as any other."""
        name = self.dealer.choice(("", *SIGNS, "neg", *ARGUMENTS, *ANOTHER_WAY)) if depth else ""
        if not name:
            return self._atom()
        if name in SIGNS:
            return f"({self.expression(depth - 1)} {name} {self.expression(depth - 1)})"
        if name == "neg":
            return f"-{self.expression(depth - 1)}"
        if name == "regex":
            return f"regex({self.expression(depth - 1)}, '{self.dealer.choice(PATTERNS)}')"
        fewest, most = ARGUMENTS.get(name, (1, 1))
        many = self.dealer.randint(fewest, min(most, 3))
        return f"{name}({', '.join(self.expression(depth - 1) for _ in range(many))})"

    def _atom(self) -> str:
        kind = self.dealer.randrange(3)
        if kind == 0:
            return self.dealer.choice((*REFERENCES, *SITUATION.values()))
        return self.dealer.choice(self.figures) if kind == 1 else f"'{self.dealer.choice(self.words)}'"

    def situation(self) -> tuple[str, dict[str, Any], Any]:
        """An expression, what was answered so far, and the question's own answer."""
        answered = [name for name in (*NAMES, *SITUATION) if self.dealer.random() < 0.5]
        return (
            self.expression(),
            {n: self.dealer.choice(self.answers) for n in answered},
            self.dealer.choice(self.answers),
        )


decks = st.builds(
    Deck,
    st.integers(0, 2**64).map(random.Random),
    st.lists(figures, min_size=8, max_size=10),
    st.lists(words, min_size=12, max_size=16),
    st.lists(answer, min_size=12, max_size=16),
)


@pytest.mark.browser
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(deck=decks)
def test_python_and_javascript_agree(javascript: JavaScript, deck: Deck) -> None:
    given = [deck.situation() for _ in range(60)]
    triples = [[compile_expression(source), answers, own] for source, answers, own in given]
    for (source, answers, own), (tree, *_), value in zip(given, triples, javascript(triples), strict=True):
        ours = evaluate(tree, answers, own)
        assert same(ours, value), f"{source} with {answers}, . = {own!r}: {ours!r} in Python, {value!r} in JavaScript"


def test_cards_of_a_deck_reach_every_sign_and_function() -> None:
    deck = Deck(random.Random(1), ["1"], ["x"], ["y"])
    trees = [compile_expression(deck.expression()) for _ in range(2_000)]
    assert set().union(*map(_operators, trees)) >= {*ARGUMENTS, *SIGNS, "ref", "."} - set(SITUATION)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("", "ends too early"),
        ("1 +", "ends too early"),
        ("(1", "“)” is missing"),
        ("1 2", "left over at “2”"),
        ("${a", "“${a” could not be read"),
        ("'open", "could not be read"),
        ("a", "“a” is not a function"),
        ("${a} ＞ 3", "“＞ 3” could not be read"),
        ("* 2", "“*” cannot stand"),
        ("not()", "takes 1 to 1 values, not 0"),
        ("if(1, 2)", "takes 3 to 3 values, not 2"),
        ("today(1)", "“)” is missing before “1”"),
        ("position()", "is written position(..)"),
        ("position(.)", "is written position(..)"),
        ("once()", "cannot stand where it stands"),
        ("random()", "“random” is not a function"),
        ("pulldata('x')", "“pulldata” is not a function"),
        ("1234567890123456", "more than 15 digits"),
        ("regex('x', ${a})", "written out in quotes"),
        ("(" * 41 + "1" + ")" * 41, "more than 40 brackets"),
        ("-" * 3000 + "1", "more than 40 brackets"),
        ("1" + " + 1" * 1000, "longer than 4000"),
        ("not 1", "“(” is missing before “1”"),
        ("/data/a", "could not be read"),
    ],
)
def test_a_wrong_expression_says_what_is_wrong(source: str, part: str) -> None:
    with pytest.raises(ExpressionError) as error:
        compile_expression(source)
    assert part in str(error.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+", "(a|a)*", "a++", "a+?", "(?=a)", "(?P<n>a)", "(a", "a)", "*a", "[z-a]", "[", "a{2", "\\s", "\\1",
        "\\b", "^^a", "a$b", ".*.*.*.*", "a" * 201, "((a?)*)*", "[[a]]", "[a--b]", "a?" * 9, "(|a)+", "()*+", "a{5,2}",
    ],
)  # fmt: skip
def test_a_pattern_that_differs_or_never_ends_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="is not supported"):
        compile_expression(f"regex(., '{pattern}')")


def test_a_long_text_does_not_match() -> None:
    tree = compile_expression("regex(., 'a*')")
    assert evaluate(tree, {}, "a" * 200)
    assert not evaluate(tree, {}, "a" * 201)


def test_references_are_found_everywhere() -> None:
    assert references(compile_expression("if(${a} > 1, concat(${b}, .), -${c})")) == {"a", "b", "c"}
