"""The public's side of a card: small numbers hidden once, here, for pages, JSON and CSV alike.

Everything that is published of fewer than 30 answers is a function of the shown cells, n and figures with one
decimal; `suppression.choose` tries what else could have led to the same. Intervals are drawn around the rounded mean
so that their ends tell nothing more than the mean itself.
"""

from dataclasses import replace

from survey.scorecards import doubt, judgement, suppression
from survey.scorecards.around import own_marks
from survey.scorecards.bands import TOO_FEW
from survey.scorecards.model import Card, Deputies, Fair, Marks, Option, Question, Residents, Satisfaction, Share
from survey.scorecards.model_around import Around
from survey.scorecards.suppression import FEW, FULL, LEAST_MARKS, SMALL, Counts, Level

BEST_FIRST = (5, 4, 3, 2, 1)


def of(card: Card) -> Card:
    """Hide from a whole card what the public may not see, and judge what is left."""
    shown = deputies(card.deputies)
    return judgement.complete(
        replace(
            card,
            raw=False,
            residents=residents(card.residents, card.minimum),
            deputies=shown,
            doubt=doubt.public(card.doubt, card.residents.n or 0),
            around=around_marks(card.around, shown.fair),
        )
    )


def around_marks(whole: Around | None, fair: Fair | None) -> Around | None:
    """Everything around the marks is public; the gap of the self-evaluation only where the fair score is."""
    if whole is None or whole.own is None:
        return whole
    usual = None if whole.own.usual is None else round(whole.own.usual, 1)
    own = own_marks((whole.own.month, whole.own.score), fair, usual)
    return replace(whole, own=own and replace(own, gap=None if own.gap is None else round(own.gap, 1)))


def residents(whole: Residents, minimum: int) -> Residents:
    """What may be published of residents' answers."""
    n = whole.n or 0
    level = suppression.level(n, minimum)
    nothing = Residents(None if level is Level.FEW else n, level, None, None, None, (), (), (), ())
    if level in (Level.NONE, Level.FEW) or whole.satisfaction is None:
        return nothing
    if level is Level.MEAN:
        return replace(nothing, satisfaction=_rounded(whole.satisfaction, exact=False))
    spread = _hide(whole.grades, whole.satisfied, _cautious(whole.satisfaction))
    through = whole.channels if all(channel.n >= FULL for channel in whole.channels) else ()
    grades, satisfied, exact = spread or ((), whole.satisfied if _is_even(whole.satisfied) else None, False)
    return Residents(
        n=n,
        level=level,
        unknown=whole.unknown if (whole.unknown or 0) >= FEW else None,
        satisfaction=_rounded(whole.satisfaction, exact=exact),
        satisfied=satisfied,
        grades=grades,
        channels=through,
        questions=tuple(shown for asked in whole.questions if (shown := question(asked, minimum)) is not None),
        improve=tuple(option for option in whole.improve if level is Level.FULL or (option.count or 0) > SMALL),
        adjusted=round(whole.adjusted, 1) if through and exact and whole.adjusted is not None else None,
    )


def _is_even(share: Share | None) -> bool:
    """Whether a share can stand alone: neither the satisfied nor the others are one or two people."""
    return share is not None and not any(1 <= part <= SMALL for part in (share.count, share.n - share.count))


def question(whole: Question, minimum: int) -> Question | None:
    """What may be published of one further question; None where that is nothing."""
    if whole.several:  # few may have been asked, so options of fewer than five people stay away
        options = tuple(option for option in whole.options if (option.count or 0) >= FEW)
        return replace(whole, options=options) if options else None
    if (whole.n or 0) < suppression.least(minimum):
        return None
    spread = _hide(whole.options, whole.satisfied, suppression.nothing_else)
    return None if spread is None else replace(whole, options=spread[0], satisfied=spread[1])


def _hide(
    options: tuple[Option, ...], satisfied: Share | None, told: suppression.Told
) -> tuple[tuple[Option, ...], Share | None, bool] | None:
    """Hide small cells, and the share where it would betray them; None when nothing of the spread can be shown."""

    def also_share(table: Counts) -> object:
        return table[0] + table[1], told(table)

    ways = (also_share, told) if satisfied is not None else (told,)
    choice = suppression.choose([option.count or 0 for option in options], ways)
    if choice is None:
        return None
    shown = tuple(_without(option) if place in choice.hidden else option for place, option in enumerate(options))
    return shown, satisfied if choice.way == 0 else None, not choice.hidden


def _without(option: Option) -> Option:
    return replace(option, count=None, percent=None)


def _cautious(found: Satisfaction) -> suppression.Told:
    """The published mean as a function of counts (best grade first), for somebody who tries all of them."""

    def mean(counts: Counts) -> object:
        raw = sum(grade * count for grade, count in zip(BEST_FIRST, counts, strict=True)) / sum(counts)
        return round(found.m + found.weight * (raw - found.m), 1)

    return mean


def _rounded(found: Satisfaction, *, exact: bool) -> Satisfaction:
    """One decimal; the plain mean only where all cells are shown, from which anybody could work it out."""
    mean, reach = round(found.mean, 1), round(max(found.mean - found.low, found.high - found.mean), 1)
    return replace(
        found,
        mean=mean,
        low=round(max(1.0, mean - reach), 1),
        high=round(min(5.0, mean + reach), 1),
        raw=round(found.raw, 2) if exact and found.raw is not None else None,
        weight=round(found.weight, 4),
        k=None if found.k is None else round(found.k, 4),
        m=round(found.m, 4),
        tau2=round(found.tau2, 6),
        variance_m=round(found.variance_m, 6),
        label=found.label if exact else TOO_FEW,
    )


def deputies(whole: Deputies) -> Deputies:
    """What may be published of deputies' marks: a mean only of three deputies or more, and none by subtraction."""
    kinds = [marks for marks in (whole.announced, whole.unannounced) if marks.n]
    split = all(marks.deputies >= LEAST_MARKS for marks in kinds)
    every = _marks(whole.every, shown=whole.every.deputies >= LEAST_MARKS)
    shown = every.mean is not None
    return Deputies(
        every=every,
        announced=_marks(whole.announced, shown=split),
        unannounced=_marks(whole.unannounced, shown=split),
        gap=round(whole.gap, 1) if split and whole.gap is not None else None,
        gap_known=split and whole.gap_known,
        full_count=None,
        alike=whole.alike if shown else None,
        band=whole.band if shown else None,
        fair=_fair(whole.fair) if shown and whole.fair is not None else None,
    )


def _fair(whole: Fair) -> Fair:
    """One decimal, and no single deputy; what was taken off is an average over at least three of them."""
    mean, raw, notice = round(whole.mean, 1), round(whole.raw, 1), round(whole.notice, 1)
    shown = replace(
        whole,
        mean=mean,
        raw=raw,
        notice=notice,
        strictness=round(whole.strictness, 1),
        cautious=None,
        se=None,
        between=None,
        within=None,
        k=round(whole.k, 1),
        delta=round(whole.delta, 1),
        m=round(whole.m, 1),
        tau2=round(whole.tau2, 1),
        apart=None,
        deputies=(),
    )
    if whole.low is None or whole.high is None:
        return shown
    reach = round(max(whole.mean - whole.low, whole.high - whole.mean), 1)
    return replace(shown, low=round(max(0.0, mean - reach), 1), high=round(min(100.0, mean + reach), 1))


def _marks(marks: Marks, *, shown: bool) -> Marks:
    if not shown or marks.mean is None:
        return replace(marks, mean=None, low=None, high=None)
    mean = round(marks.mean, 1)
    if marks.low is None or marks.high is None:
        return replace(marks, mean=mean)
    reach = round(max(marks.mean - marks.low, marks.high - marks.mean), 1)
    low, high = round(max(0.0, mean - reach), 1), round(min(100.0, mean + reach), 1)
    return replace(marks, mean=mean, low=low, high=high)
