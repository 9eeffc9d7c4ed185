"""What an edition takes up of a project's new figures, so that comparing two editions tells nobody's answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey.scorecards import judgement
from survey.scorecards.model import Card, Deputies, Doubt, Residents, deputies_of, residents_of
from survey.scorecards.suppression import BATCH, LEAST_MARKS


def renewed(card: Card, old: Mapping[str, Any], editions: dict[str, int]) -> tuple[Card, dict[str, int]]:
    """Keep an old card's figures wherever too little is new, and say of which edition they are."""
    was, saw = residents_of(old), deputies_of(old)
    residents, deputies = card.residents, card.deputies
    if not moved(was.n, residents.n, BATCH):
        residents, editions = was, editions | {"residents": old["figures_of_edition"]["residents"]}
        card = replace(card, doubt=Doubt(**old["doubt"]) if old.get("doubt") else None)
    else:
        residents = _renewed_parts(was, residents)
    if _sheets_moved(saw, deputies):
        deputies = _unsplit(saw, deputies)
    else:
        deputies, editions = saw, editions | {"deputies": old["figures_of_edition"]["deputies"]}
    themes = _renewed_themes(old.get("themes"), card.themes)
    return judgement.complete(replace(card, residents=residents, deputies=deputies, themes=themes)), editions


def _renewed_themes(was: dict[str, Any] | None, now: dict[str, Any] | None) -> dict[str, Any] | None:
    """Keep what residents wrote about where fewer than five comments are new, whatever else was counted anew."""
    return was if was and now and not moved(was["n"], now["n"], BATCH) else now


def moved(before: int | None, after: int | None, least: int) -> bool:
    """Whether a count moved by enough to be shown anew; a hidden count is as good as none."""
    return abs((after or 0) - (before or 0)) >= least


def _renewed_parts(was: Residents, now: Residents) -> Residents:
    """Keep single questions and channels that fewer than five new answers touched."""
    asked = {question.question: question for question in was.questions}
    questions = tuple(
        asked[q.question] if q.question in asked and not q.several and not moved(asked[q.question].n, q.n, BATCH) else q
        for q in now.questions
    )
    through = {channel.channel: channel.n for channel in was.channels}
    steps = [abs(channel.n - through.get(channel.channel, 0)) for channel in now.channels]
    channels = now.channels if not through or all(step == 0 or step >= BATCH for step in steps) else was.channels
    unknown = now.unknown if moved(was.unknown, now.unknown, BATCH) else was.unknown
    return replace(now, questions=questions, channels=channels, unknown=unknown)


def _sheets_moved(was: Deputies, now: Deputies) -> bool:
    """Whether each kind of visit stayed as it was or has three new sheets, and at least one has."""
    pairs = ((was.announced, now.announced), (was.unannounced, now.unannounced))
    steps = [abs(after.n - before.n) for before, after in pairs]
    return was.every.n == 0 or (any(steps) and all(step == 0 or step >= LEAST_MARKS for step in steps))


def _unsplit(was: Deputies, now: Deputies) -> Deputies:
    """Keep the two kinds of visit together where their means would take an older mean of both apart."""
    were_together = was.every.mean is not None and was.announced.mean is None and was.unannounced.mean is None
    stood_still = was.announced.n == now.announced.n or was.unannounced.n == now.unannounced.n
    if not (were_together and stood_still):
        return now
    parts = (replace(marks, mean=None, low=None, high=None) for marks in (now.announced, now.unannounced))
    announced, unannounced = parts
    return replace(now, announced=announced, unannounced=unannounced, gap=None, gap_known=False)
