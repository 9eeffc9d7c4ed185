"""The demo's paper: numbered sheets of the site with most answers on paper, keyed in, and some that wait."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import paper_sheets
from survey.collect.tables import Channel, Submission
from survey.demo import people
from survey.questionnaires.tables import Version
from survey.register import codes
from survey.register.tables import Site
from survey.settings import DISTRICT_TIME

WAITING = 8
"""Sheets that are printed and not keyed; of the first of them one of two keyings is done."""


def number(session: Session, random: Random, now: datetime) -> None:
    """Give the answers on paper of one site the sheets that they were keyed from."""
    groups: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    for row in session.scalars(select(Submission).where(Submission.channel == Channel.PAPER)):
        groups[row.site_id, row.version_id].append(row)
    if not groups:
        return
    (site_id, version_id), rows = max(groups.items(), key=lambda each: (len(each[1]), -each[0][0]))
    rows.sort(key=lambda row: row.received_at)
    place = codes.living(session, session.get_one(Site, site_id))
    assert place is not None  # the demo withdraws none of these
    at, today = rows[0].received_at - timedelta(days=1), now.astimezone(DISTRICT_TIME).date()
    sheets = paper_sheets.number(
        session, session.get_one(Version, version_id), place.code, "zh", count=len(rows) + WAITING, now=at, today=today
    )
    for sheet, row in zip(sheets, rows, strict=False):
        sheet.submission_id = row.id
        paper_sheets.settle(sheet, people.OFFICE_LOGIN, row.received_at)
    for sheet in sheets[len(rows) :]:
        sheet.submission_id = UUID(int=random.getrandbits(128), version=4)
    paper_sheets.keep_first(sheets[len(rows)], rows[0].answers, people.OFFICE_LOGIN)
