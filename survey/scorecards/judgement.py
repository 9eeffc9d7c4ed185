"""What a card says about itself, from the figures that it shows: where the views differ and how sure we are."""

from dataclasses import replace
from math import hypot

from survey.scorecards import satisfaction
from survey.scorecards.model import Card, Deputies, Difference, Residents
from survey.scorecards.suppression import FULL

TOO_FEW = "too_few"
ONE_OCCASION = "one_occasion"
GROUPS_APART = "groups_not_comparable"
ALL_FULL_MARKS = "all_full_marks"
DEPENDS_ON_FLAGGED = "depends_on_flagged"
ONE_CHANNEL = "one_channel"
SELF_FAR_ABOVE = "self_far_above"
COMPONENT_MISSING = "component_missing"
WARNINGS = (
    TOO_FEW,
    ONE_OCCASION,
    GROUPS_APART,
    ALL_FULL_MARKS,
    DEPENDS_ON_FLAGGED,
    ONE_CHANNEL,
    SELF_FAR_ABOVE,
    COMPONENT_MISSING,
)
"""In the order in which every card gives them."""


def complete(card: Card) -> Card:
    """Add the difference and the warnings that follow from a card's figures."""
    return replace(
        card,
        difference=difference(card.residents, card.deputies),
        warnings=warnings(card),
    )


def difference(residents: Residents, deputies: Deputies) -> Difference | None:
    """Deputies − residents on 0–100; known when |gap| > √(reach_d² + reach_r²), the reach half an interval's width."""
    found, marks = residents.satisfaction, deputies.every
    if found is None or marks.mean is None:
        return None
    best = deputies.fair or marks
    assert best.mean is not None
    gap = best.mean - satisfaction.percent(found.mean)
    if best.low is None or best.high is None:
        return Difference(round(gap, 4), known=False)
    reach = hypot((best.high - best.low) / 2, (found.high - found.low) / 4 * 100 / 2)
    return Difference(round(gap, 4), known=abs(gap) > reach)


def warnings(card: Card) -> tuple[str, ...]:
    """What a reader must know before believing the figures, always in the same order."""
    residents, deputies = card.residents, card.deputies
    answers = residents.n or 0
    holds = {
        TOO_FEW: 0 < answers < FULL or residents.level.value == "few",
        ONE_OCCASION: deputies.every.n > 0 and deputies.every.occasions == 1,
        GROUPS_APART: deputies.fair is not None and deputies.fair.groups > 1,
        ALL_FULL_MARKS: deputies.alike is not None,
        DEPENDS_ON_FLAGGED: card.doubt is not None and card.doubt.matters,
        ONE_CHANNEL: answers >= FULL and len(residents.channels) == 1,
        SELF_FAR_ABOVE: card.around is not None and card.around.own is not None and card.around.own.far_above,
        COMPONENT_MISSING: residents.n == 0 or deputies.every.n == 0,
    }
    return tuple(warning for warning in WARNINGS if holds[warning])
