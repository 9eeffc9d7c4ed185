"""The expression language of XLSForm, compiled to a small JSON tree.

A tree is a literal (number, text), `["ref", name]`, `["."]` for the answer itself, or `[operator, operand, …]` where
the operator is a sign (`+ - * div mod = != < <= > >= and or neg`) or a function's name. evaluate.py and
static/js/evaluate.js interpret it; tests/data/expressions.json proves them equal.
"""

import re
from typing import Any, NamedTuple

Tree = Any

LONGEST = 4000
"""Characters of one expression."""

FUNCTIONS: dict[str, tuple[int, int]] = {
    "not": (1, 1),
    "if": (3, 3),
    "coalesce": (2, 2),
    "selected": (2, 2),
    "selected-at": (2, 2),
    "count-selected": (1, 1),
    "string-length": (1, 1),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "concat": (1, 20),
    "substr": (2, 3),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 2),
    "min": (1, 20),
    "max": (1, 20),
    "true": (0, 0),
    "false": (0, 0),
}
"""Each function with the fewest and the most arguments it takes."""

LOOSEST_FIRST = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
BINDING = {sign: strength for strength, signs in enumerate(LOOSEST_FIRST, start=1) for sign in signs}

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<text>'[^']*'|"[^"]*")
    | \$\{\s*(?P<reference>[A-Za-z_][\w.-]*)\s*\}
    | (?P<word>[A-Za-z][A-Za-z0-9-]*)
    | (?P<sign><=|>=|!=|[=<>+\-*(),.])
    )""",
    re.VERBOSE,
)


class ExpressionError(ValueError):
    """What is wrong with an expression, in one English sentence for the author of the questionnaire."""


class Token(NamedTuple):
    kind: str
    text: str


def compile_expression(source: str) -> Tree:
    """Compile one expression; raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError(f"The expression is longer than {LONGEST} characters.")
    parser = _Parser(_tokens(source))
    tree = parser.expression(0)
    if parser.here is not None:
        raise ExpressionError(f"There is something left over at {parser.here.text!r}.")
    return tree


def references(tree: Tree) -> set[str]:
    """The questions that a tree refers to."""
    if not isinstance(tree, list):
        return set()
    if tree[0] == "ref":
        return {tree[1]}
    return set().union(*(references(operand) for operand in tree[1:]))


def _tokens(source: str) -> list[Token]:
    found, at = [], 0
    source = source.rstrip()
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(f"The part {source[at : at + 12]!r} could not be read.")
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """A Pratt parser: every operator binds as tightly as BINDING says, to the left."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def here(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def expression(self, weakest: int) -> Tree:
        """Read an expression whose operators all bind more tightly than `weakest`."""
        left = self._operand()
        while (token := self.here) is not None and BINDING.get(token.text, 0) > weakest and token.kind != "text":
            self._at += 1
            left = [token.text, left, self.expression(BINDING[token.text])]
        return left

    def _take(self) -> Token:
        token = self.here
        if token is None:
            raise ExpressionError("The expression ends too early.")
        self._at += 1
        return token

    def _operand(self) -> Tree:
        token = self._take()
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "reference":
            return ["ref", token.text]
        if token.kind == "word":
            return self._call(token.text)
        if token.text == "-":
            return ["neg", self.expression(BINDING["*"])]
        if token.text == ".":
            return ["."]
        if token.text == "(":
            inner = self.expression(0)
            self._expect(")")
            return inner
        raise ExpressionError(f"{token.text!r} cannot stand here.")

    def _call(self, name: str) -> Tree:
        if name not in FUNCTIONS:
            raise ExpressionError(f"The function {name}() is not known here.")
        self._expect("(")
        arguments: list[Tree] = []
        if self.here is not None and self.here.text != ")":
            arguments.append(self.expression(0))
            while self.here is not None and self.here.text == ",":
                self._at += 1
                arguments.append(self.expression(0))
        self._expect(")")
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            raise ExpressionError(f"{name}() takes {fewest if fewest == most else f'{fewest} to {most}'} values.")
        return [name, *arguments]

    def _expect(self, sign: str) -> None:
        token = self._take()
        if token.text != sign or token.kind != "sign":
            raise ExpressionError(f"{sign!r} is missing before {token.text!r}.")
