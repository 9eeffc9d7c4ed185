"""Codes on posters: typed by cold fingers, read through lookalikes, never accepted when wrong."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey import problems
from survey.register import codes

bodies = st.text(alphabet=codes.ALPHABET, min_size=7, max_size=7)


def complete(body: str) -> str:
    return body + codes.check_character(body)


@given(bodies)
def test_a_code_reads_as_itself(body: str) -> None:
    assert codes.normalise(complete(body)) == complete(body)


def test_minted_codes_are_valid() -> None:
    assert all(codes.normalise(code) == code for code in (codes.mint() for _ in range(200)))


@given(bodies, st.integers(0, 7), st.integers(1, 31))
def test_every_wrong_character_is_noticed(body: str, place: int, change: int) -> None:
    code = complete(body)
    wrong = codes.ALPHABET[codes.VALUE[code[place]] ^ change]
    with pytest.raises(problems.MistypedCode):
        codes.normalise(code[:place] + wrong + code[place + 1 :])


@given(bodies, st.integers(0, 6), st.integers(0, 6))
def test_swapped_characters_are_noticed(body: str, one: int, other: int) -> None:
    assume(body[one] != body[other])
    swapped = list(body)
    swapped[one], swapped[other] = body[other], body[one]
    assert codes.check_character("".join(swapped)) != codes.check_character(body)


@pytest.mark.parametrize("change", [str.lower, lambda c: f" {c[:4]} {c[4:]} ", lambda c: f"{c[:4]}-{c[4:]}"])
def test_case_and_spaces_are_forgiven(change) -> None:  # type: ignore[no-untyped-def]
    code = complete("7K3Q9XW")
    assert codes.normalise(change(code)) == code


def test_lookalikes_and_full_width_are_forgiven() -> None:
    assert codes.normalise("oi" + complete("01ABVXY")[2:].replace("V", "u")) == complete("01ABVXY")
    assert codes.normalise("".join(chr(ord(c) + 0xFEE0) for c in complete("7K3Q9XW"))) == complete("7K3Q9XW")


@pytest.mark.parametrize("typed", ["", "7K3", "7K3Q9XW!", "中文中文中文中文", "7K3Q9XWMM", "\x00" * 8])
def test_nonsense_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(problems.MistypedCode) as refusal:
        codes.normalise(typed)
    assert str(refusal.value)
