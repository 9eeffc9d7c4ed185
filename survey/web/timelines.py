"""A finding's timeline in words, for the page and for paper."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flask import Flask, g, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import photos
from survey.collect.masking import mask
from survey.printing import look, timelines
from survey.printing.timelines import Entry, Timeline
from survey.register import district, names
from survey.register.tables import Department
from survey.rounds import callbacks
from survey.rounds.tables import Act, By, Finding, Move
from survey.web.filters import day, moment
from survey.web.language import language
from survey.web.transaction import db, settings
from survey.web.words import word


def actor(move: Move) -> str:
    """Who acted: the department by its name, everybody else by their part, a resident who was called as such."""
    if move.by is By.DEPARTMENT and move.department:
        return _name(move.department, move)
    return gettext("Resident, by phone") if callbacks.by_phone(move) else word(move.by)


def _name(department: Department, move: Move) -> str:
    """What a department was called when this was done."""
    if "names_at" not in g:
        g.names_at = names.names_at(db())
    return str(g.names_at(department, move.at))


def deed(move: Move) -> str:
    """What was done, to whom it was sent and how it was classed."""
    words = word(move.act)
    if move.act in (Act.DISPATCH, Act.ASSIGN) and move.department:
        words = gettext("%(act)s: %(name)s", act=words, name=_name(move.department, move))
    if move.act is Act.RETURN and move.department:
        handler = gettext("%(name)s should handle it", name=_name(move.department, move))
        words = gettext("%(act)s: %(name)s", act=words, name=handler)
    return f"{words} · {word(move.reply_class)}" if move.reply_class else words


def promise(move: Move) -> str:
    """The day that a reply promises or a plan names, in words; nothing where there is none."""
    if move.promised_on is None:
        return ""
    if move.act is Act.PLAN:
        return str(gettext("planned to be done by %(day)s", day=day(move.promised_on)))
    return str(gettext("promised until %(day)s", day=day(move.promised_on)))


def pdf(finding: Finding, found: Sequence[str]) -> ResponseReturnValue:
    """The timeline as pages to print; `found` are the hashes of the finding's photos that the reader may see."""
    page = Timeline(
        title=mask(finding.subject) or finding.project.name,
        under=f"{finding.code} · {word(finding.state)} · {gettext('Round %(number)s', number=finding.round)}",
        facts=list(_facts(finding)),
        text=mask(finding.text),
        photos=_paths(found),
        heading=gettext("What happened"),
        entries=list(_entries(finding.moves)),
    )
    answer = make_response(timelines.pdf(page, language(), look.of(district.current(db()))))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{finding.code}.pdf"'
    return answer


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    yield gettext("Project"), f"{finding.project.number} {finding.project.name}"
    if finding.site:
        yield gettext("Site"), finding.site.name
    yield gettext("Department"), finding.department.name if finding.department else gettext("not sent yet")
    yield gettext("Raised by"), f"{word(finding.origin)} · {day(finding.raised_at)}"
    yield gettext("Severity"), word(finding.severity)
    yield gettext("Due"), day(finding.due_on) if finding.due_on else "–"
    if finding.plan_due_on:
        yield gettext("Plan due"), day(finding.plan_due_on)


def _entries(moves: Iterable[Move]) -> Iterator[Entry]:
    round_ = 0
    for move in moves:
        heading = gettext("Round %(number)s", number=move.round) if move.round != round_ else ""
        round_ = move.round
        done = f"{actor(move)} {deed(move)}"
        late = gettext("after the deadline") if move.in_time is False else ""
        promised = promise(move)
        under = " · ".join(filter(None, (moment(move.at), promised, late)))
        yield Entry(heading, done, mask(move.text), under, _paths(each.photo_sha256 for each in move.photos))


def _paths(hashes: Iterable[str]) -> list[Path]:
    return [photos.path_of(settings().photos, sha256) for sha256 in hashes]


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(actor=actor, deed=deed, promise=promise)
