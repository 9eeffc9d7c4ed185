"""An expression tree written out in the language of XLSForm, so that compiling it gives the same tree again."""

from decimal import Decimal

from survey.questionnaires.expressions import BINDING, SITUATION, Tree

QUOTES = (("'", "'"), ('"', '"'), ("‘", "’"), ("“", "”"))
TIGHTEST = max(BINDING.values()) + 1


def written(tree: Tree) -> str:
    """Write a tree out; what is no condition at all is empty."""
    return "" if tree is None else _written(tree, 0)


def _written(tree: Tree, weakest: int) -> str:
    """Write a tree where only what binds at least as tightly as `weakest` may stand without brackets."""
    if not isinstance(tree, list):
        return _literal(tree)
    operator, *operands = tree
    if operator == "ref":
        return _reference(operands[0])
    if operator == ".":
        return "."
    if operator == "neg":
        return f"-{_written(operands[0], TIGHTEST)}"
    if operator not in BINDING:
        return f"{operator}({', '.join(_written(operand, 0) for operand in operands)})"
    binding = BINDING[operator]
    left, right = _written(operands[0], binding), _written(operands[1], binding + 1)
    return f"({left} {operator} {right})" if binding < weakest else f"{left} {operator} {right}"


def _reference(name: str) -> str:
    return SITUATION.get(name) or (name[1:] if name.startswith("#") else f"${{{name}}}")


def _literal(value: str | int | float) -> str:
    if isinstance(value, str):
        opening, closing = next(pair for pair in QUOTES if pair[1] not in value)
        return f"{opening}{value}{closing}"
    return f"{Decimal(str(value)):f}"
