"""With and without: what flagged answers do to a project's cautious mean."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from survey.scorecards import bands, flags, satisfaction
from survey.scorecards.district import Background
from survey.scorecards.model import Doubt
from survey.scorecards.satisfaction import District, Estimate, Floats
from survey.scorecards.suppression import FEW, FULL

MATTERS = 0.2
"""Grades by which flagged answers must move the mean before a card warns."""


@dataclass(frozen=True)
class Pair:
    """A set's figures both ways; the project's own, not the set's."""

    with_it: Estimate
    without: Estimate


def pair(counted: Floats, flagged: Floats, district: District, *, is_aside: bool) -> Pair:
    """A project's estimate with and without a set of its answers, given what counts now."""
    everything, rest = (counted + flagged, counted) if is_aside else (counted, counted - flagged)
    return Pair(satisfaction.estimate(everything, district), satisfaction.estimate(rest, district))


def of_project(session: Session, project_id: int, counted: Floats, background: Background) -> Doubt | None:
    """Say what flagged answers do to a project's mean; None where nothing is flagged."""
    suspect, aside = flags.doubtful(session, project_id, background.period)
    if not suspect.sum() and not aside.sum():
        return None
    fitted = background.satisfaction
    shown = satisfaction.estimate(counted, fitted)
    without = satisfaction.estimate(counted - suspect, fitted)
    whole = satisfaction.estimate(counted + aside, fitted)
    return Doubt(
        undecided=int(suspect.sum()),
        set_aside=int(aside.sum()),
        mean=shown.mean if shown.n else None,
        without=without.mean if without.n else None,
        with_all=whole.mean,
        matters=bool(suspect.sum()) and _moves(shown, without),
    )


def _moves(shown: Estimate, without: Estimate) -> bool:
    """Whether leaving answers out moves the mean by more than 0.2 or changes the band."""
    return abs(shown.mean - without.mean) > MATTERS or bands.residents_band(shown) != bands.residents_band(without)


def public(whole: Doubt | None, n: int) -> Doubt | None:
    """What may be published: rounded, of 30 answers or more, and no set of fewer than five."""
    if whole is None or n < FULL or 0 < whole.undecided < FEW or 0 < whole.set_aside < FEW or n - whole.undecided < FEW:
        return None
    means = (None if mean is None else round(mean, 1) for mean in (whole.mean, whole.without, whole.with_all))
    mean, without, with_all = means
    return replace(whole, mean=mean, without=without, with_all=with_all)
