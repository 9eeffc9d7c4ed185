"""The marks that XLSForm allows in a text: **strong**, *stressed* and line breaks; anything else stands as it is."""

import re

STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
STRESSED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*])")


def plain(text: str) -> str:
    """A text without its marks, on one line: for paper, tables, lists, and wherever else nothing can be emphasised."""
    if not ("*" in text or "_" in text or "\n" in text):
        return text
    return STRESSED.sub(r"\2", STRONG.sub(r"\2", text)).replace("\n", " ")
