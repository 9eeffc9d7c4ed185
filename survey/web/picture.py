"""The five lists as one picture, for the desk's first page, a wall and a leader's phone."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext

from survey.collect import channels
from survey.collect.counts import Hidden
from survey.database import database_of
from survey.questionnaires.tables import Audience
from survey.register import district, lights, orders, projects, site_map
from survey.register.lights import Light
from survey.register.projects import Filter
from survey.register.tables import ProjectState
from survey.rounds import funnel
from survey.scorecards import comparison, overview, voices
from survey.scorecards import district as figures
from survey.scorecards.gaps import Gap as Expected
from survey.visits import sealing
from survey.watch import reports
from survey.web import list_kinds
from survey.web.transaction import db, now, settings, today

WEEK = timedelta(days=7)
SHOWN = 8
VOICES = 4
KEPT = timedelta(minutes=10)
Found = tuple[Expected | None, float | None, float | None]
"""Announced − unannounced, deputies − residents, self-evaluation − deputies."""


@dataclass(frozen=True)
class Gap:
    """How far two views lie apart, in points of 100; `probably` is the reach in which the truth lies."""

    words: str
    points: float
    probably: tuple[float, float] | None = None
    is_more: bool = False
    """Whether full marks hide part of it."""


def of_lists(hidden: Hidden) -> dict[str, object]:
    """The lists' figures, and what is late."""
    came_in = channels.totals(db(), now() - WEEK, hidden)
    behind = projects.page(db(), Filter(light=Light.RED), today(), order=orders.DUE, limit=SHOWN)
    return {
        "totals": projects.totals(db(), Filter(), today()),
        "states": list(ProjectState),
        "lights": list(Light),
        "by_light": lights.counts(db(), today()),
        "residents": came_in.get(Audience.RESIDENT, (0, 0)),
        "deputies": came_in.get(Audience.DEPUTY, (0, 0)),
        "reports": reports.totals(db(), reports.Filter(), now() - WEEK),
        "behind": list_kinds.rows("home", behind),
    }


def of_screen(*, has_voices: bool) -> dict[str, object]:
    """All that a wall shows: nothing of visits that are not released, and residents' figures of an earlier day."""
    place = district.current(db())
    said = voices.newest(db(), now(), minimum=place.publication_minimum, limit=VOICES) if has_voices else []
    return {
        **of_lists(sealing.unreleased()),
        "map": site_map.of_district(db(), today()),
        "funnel": funnel.of_district(db(), sealing.unreleased()),
        "came_words": funnel.CAME_WORDS,
        "gaps": _gaps(),
        "channels": channels.graded(db()),
        "visits": channels.visits(db(), sealing.unreleased()),
        "voices": said,
        "district": place,
        "moment": now(),
    }


_found: dict[tuple[object, ...], Found] = {}


def _gaps() -> list[Gap]:
    """The gaps that can be told, as everybody may see them.

    They follow from an earlier day's figures, so that they are worked out once in KEPT at most.
    """
    key = (database_of(db()), today(), now().timestamp() // KEPT.total_seconds())
    if (found := _found.get(key)) is None:
        _found.clear()
        found = _found[key] = _compared()
    (expected, difference, own), gaps = found, []
    if difference is not None:
        gaps.append(Gap(gettext("Deputies − residents"), difference))
    if expected is not None:
        reach = (expected.low, expected.high) if expected.low is not None and expected.high is not None else None
        gaps.append(Gap(gettext("Announced − unannounced"), expected.gap, reach, expected.at_least))
    if own is not None:
        gaps.append(Gap(gettext("Self-evaluation − deputies"), own))
    return gaps


def _compared() -> Found:
    zone = settings().timezone
    period = figures.period_at(db(), now(), zone)
    background = figures.background(db(), period, zone, today=today(), before=today())
    found = comparison.of_district(overview.of_district(db(), background, raw=False), background, raw=False)
    return found.expected, found.mean_difference, background.usual_gap
