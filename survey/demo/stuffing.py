"""Somebody praises one project over and over on a Saturday evening, so that the desk has something to decide about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from survey.collect.arrivals import Arrival
from survey.collect.tables import Channel
from survey.register.tables import Project
from survey.settings import DISTRICT_TIME

PLACE = 27
SHEETS = 24
EVERY = timedelta(seconds=21)
PRAISE = {"aware": "yes", "benefited": "yes", "overall": "5"}


def praise(arrivals: Iterable[Arrival], projects: Sequence[Project]) -> Iterator[Arrival]:
    """Make the first sheets of one project all the same, one short after the other; the rest pass as they are."""
    codes = {site.codes[0].code for project in projects[PLACE : PLACE + 1] for site in project.sites}
    first: Arrival | None = None
    done = 0
    for arrival in arrivals:
        if arrival.code not in codes or done >= SHEETS:
            yield arrival
            continue
        first = first or arrival
        at = first.received_at + done * EVERY
        day = at.astimezone(DISTRICT_TIME).date()
        stuffed = replace(arrival, code=first.code, answers=dict(PRAISE), channel=Channel.SITE, seconds=2 + done % 5)
        yield replace(stuffed, received_at=at, day=day)
        done += 1
