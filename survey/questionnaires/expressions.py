"""The expression language of XLSForm, compiled to a small JSON tree.

A tree is a literal (number, text), `["ref", name]`, `["."]` for the answer itself, or `[operator, operand, …]` where
the operator is a sign (`+ - * div mod = != < <= > >= and or neg`) or a function's name. evaluate.py and
static/js/evaluate.js interpret it; tests/data/expressions.json proves them equal.

What an expression asks about the situation is a reference too, by a name that no question can have:
`["ref", "today()"]`, `["ref", "now()"]`, `["ref", ".."]` for the number of the block of a repeat, and
`["ref", "#column"]` for a column of the options. Whoever evaluates gives their values beside the answers.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from survey.problems import N_
from survey.questionnaires.patterns import UnsafePattern, plain_pattern

Tree = Any

LONGEST = 4000
"""Characters of one expression."""
DEEPEST = 40
"""Brackets and calls inside each other."""
LONGEST_NUMBER = 15
"""Digits of a number: as many as both interpreters keep exactly."""
MOST_ARGUMENTS = 20

ARGUMENTS: dict[str, tuple[int, int]] = {
    "not": (1, 1),
    "if": (3, 3),
    "coalesce": (2, 2),
    "selected": (2, 2),
    "selected-at": (2, 2),
    "count-selected": (1, 1),
    "string-length": (1, 1),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "regex": (2, 2),
    "concat": (1, MOST_ARGUMENTS),
    "substr": (2, 3),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 2),
    "min": (1, MOST_ARGUMENTS),
    "max": (1, MOST_ARGUMENTS),
    "sum": (1, 1),
    "count": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
}
"""Each function with the fewest and the most arguments it takes."""

SITUATION = {"today()": "today()", "now()": "now()", "..": "position(..)"}
"""References to the situation, and how they are written."""
ANOTHER_WAY: dict[str, Callable[[Tree], Tree]] = {
    "once": lambda value: ["coalesce", ["."], value],
    "decimal-date-time": lambda value: ["number", value],
}
"""Functions that say what can be said without them."""

BINDING = {
    "or": 1, "and": 2,
    "=": 3, "!=": 3,
    "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
"""How tightly each operator binds."""

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>'[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’)
    | \$\{\s*(?P<reference>[A-Za-z_][\w.-]*)\s*\}
    | (?P<word>[A-Za-z][A-Za-z0-9_-]*)
    | (?P<sign><=|>=|!=|[=<>+\-*(),.])
    )""",
    re.VERBOSE | re.ASCII,
)


class ExpressionError(ValueError):
    """What is wrong with an expression: an English sentence for the author, and the values to fill in."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values: Mapping[str, object] = values
        super().__init__(sentence.format(**values))


class Token(NamedTuple):
    kind: str
    text: str


END = Token("end", "")


def compile_expression(source: str, *, of_options: bool = False) -> Tree:
    """Compile one expression; one about options may name their columns. Raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError(N_("The condition is longer than {most} characters; please split it."), most=LONGEST)
    parser = _Parser(_tokens(source), of_options)
    tree = parser.expression(0)
    if parser.here is not END:
        raise ExpressionError(N_("There is something left over at “{part}”."), part=parser.here.text)
    return tree


def nodes(tree: Tree) -> Iterator[list[Any]]:
    """Every operation in a tree, the outermost first."""
    if isinstance(tree, list):
        yield tree
        for operand in tree[1:]:
            yield from nodes(operand)


def references(tree: Tree) -> set[str]:
    """The questions that a tree refers to."""
    return {name for name in named(tree) if not is_situation(name)}


def named(tree: Tree) -> set[str]:
    """Everything that a tree refers to, the situation included."""
    return {node[1] for node in nodes(tree) if node[0] == "ref"}


def is_situation(name: str) -> bool:
    """Whether a reference is not to a question."""
    return name in SITUATION or name.startswith("#")


def _tokens(source: str) -> list[Token]:
    found, at = [], 0
    source = source.rstrip()
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(N_("The part “{part}” could not be read."), part=source[at : at + 12].strip())
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """A Pratt parser: an operator takes to its right all that binds more tightly than itself."""

    def __init__(self, tokens: list[Token], of_options: bool) -> None:
        self._tokens = tokens
        self._of_options = of_options
        self._at = 0
        self._depth = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else END

    def expression(self, weakest: int) -> Tree:
        """Read an expression whose operators all bind more tightly than `weakest`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(N_("The condition has more than {most} brackets inside each other."), most=DEEPEST)
        left = self._operand()
        while (token := self.here).kind in ("word", "sign") and BINDING.get(token.text, 0) > weakest:
            self._at += 1
            left = [token.text, left, self.expression(BINDING[token.text])]
        self._depth -= 1
        return left

    def _take(self) -> Token:
        token = self.here
        if token is END:
            raise ExpressionError(N_("The condition ends too early."))
        self._at += 1
        return token

    def _operand(self) -> Tree:
        token = self._take()
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "reference":
            return ["ref", token.text]
        if token.kind == "word":
            return self._call(token.text)
        return self._signed(token)

    def _signed(self, token: Token) -> Tree:
        if token.text == "-":
            return ["neg", self.expression(BINDING["*"])]
        if token.text == ".":
            return ["."]
        if token.text == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        raise ExpressionError(N_("“{part}” cannot stand where it stands."), part=token.text)

    def _call(self, name: str) -> Tree:
        if self._of_options and self.here != Token("sign", "("):
            return ["ref", f"#{name}"]
        if name == "position":
            return self._position()
        if f"{name}()" in SITUATION:
            self._expect("(")
            self._expect(")")
            return ["ref", f"{name}()"]
        if name in ANOTHER_WAY:
            self._expect("(")
            value = self.expression(0)
            self._expect(")")
            return ANOTHER_WAY[name](value)
        if name not in ARGUMENTS:
            raise ExpressionError(N_("“{name}” is not a function that is supported here."), name=name)
        self._expect("(")
        arguments = self._arguments()
        fewest, most = ARGUMENTS[name]
        if not fewest <= len(arguments) <= most:
            raise ExpressionError(
                N_("{name}() takes {fewest} to {most} values, not {given}."),
                name=name, fewest=fewest, most=most, given=len(arguments),
            )  # fmt: skip
        return _with_plain_pattern(arguments) if name == "regex" else [name, *arguments]

    def _position(self) -> Tree:
        for sign in "(..)":
            if self.here != Token("sign", sign):
                raise ExpressionError(N_("The number of a block is written position(..)."))
            self._at += 1
        return ["ref", ".."]

    def _arguments(self) -> list[Tree]:
        arguments: list[Tree] = []
        if self.here.text != ")":
            arguments.append(self.expression(0))
            while self.here == Token("sign", ","):
                self._at += 1
                arguments.append(self.expression(0))
        self._expect(")")
        return arguments

    def _expect(self, sign: str) -> None:
        if self.here != Token("sign", sign):
            raise ExpressionError(N_("“{sign}” is missing before “{part}”."), sign=sign, part=self.here.text)
        self._at += 1


def _number(digits: str) -> int | float:
    if len(digits.replace(".", "").lstrip("0")) > LONGEST_NUMBER:
        raise ExpressionError(
            N_("The number {number} has more than {most} digits."), number=digits, most=LONGEST_NUMBER
        )
    return float(digits) if "." in digits else int(digits)


def _with_plain_pattern(arguments: list[Tree]) -> Tree:
    """A regex whose pattern both languages read the same way; only a written-out pattern can be checked for that."""
    value, pattern = arguments
    if not isinstance(pattern, str):
        raise ExpressionError(N_("The pattern of regex() must be written out in quotes."))
    try:
        return ["regex", value, plain_pattern(pattern)]
    except UnsafePattern as unsafe:
        raise ExpressionError(
            N_("The pattern “{pattern}” is not supported. Use letters, [a-z], \\d, \\w, ., ?, *, +, {{2,5}}, (a|b)."),
            pattern=str(unsafe),
        ) from None
