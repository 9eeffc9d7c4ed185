"""Looking over a project's sheets by the rules of `suspicion`; what is found is kept by `flags`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from survey.collect.tables import Channel, Submission
from survey.questionnaires import catalogue
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience
from survey.scorecards import suspicion
from survey.scorecards.counts import GRADES, OVERALL, UNKNOWN
from survey.scorecards.suspicion import Rule

Sheets = Sequence[Row[Any]]


@dataclass(frozen=True)
class Found:
    """A set of sheets that a rule picked out, with the figures of its sentence."""

    project_id: int
    channel: Channel
    rule: Rule
    detail: Mapping[str, float | str]
    sheets: Sequence[UUID]


def projects_with_answers(session: Session, since: datetime | None) -> Sequence[int]:
    """The projects that residents answered since a moment, or ever."""
    rules = [Submission.audience == Audience.RESIDENT]
    if since is not None:
        rules.append(Submission.received_at > since)
    return session.scalars(select(Submission.project_id).where(*rules).distinct().order_by(Submission.project_id)).all()


def of_project(
    session: Session, project_id: int, usual: Mapping[str, float] | None = None, sigma2: float = 1.0
) -> list[Found]:
    """Look over all sheets of a project; `usual` are the district's channel effects, σ² its variance in a project."""
    columns = (Submission.id, Submission.channel, Submission.version_id, Submission.answers, Submission.content_hash)
    rows = session.execute(
        select(*columns, Submission.seconds, Submission.device_mark, Submission.superseded_at)
        .where(Submission.project_id == project_id, Submission.audience == Audience.RESIDENT)
        .order_by(Submission.received_at, Submission.id)
    ).all()
    by_channel: defaultdict[Channel, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_channel[row.channel].append(row)
    asked = {version: catalogue.of_id(session, version)[1] for version in {row.version_id for row in rows}}
    found = [
        Found(project_id, channel, rule, detail, [row.id for row in members])
        for channel, sheets in by_channel.items()
        for rule, detail, members in _in_channel(channel, sheets, asked)
    ]
    return found + _apart(project_id, by_channel, usual or {}, sigma2)


Pick = tuple[Rule, Mapping[str, float | str], Sheets]


def _in_channel(channel: Channel, sheets: Sheets, asked: Mapping[int, Questionnaire]) -> list[Pick]:
    """What one channel's sheets show; a kiosk is one device that many people use."""
    latest = [sheet for sheet in sheets if sheet.superseded_at is None]
    repeats = [] if channel is Channel.KIOSK else _repeats(sheets)
    return [*_runs(latest), *_pace(latest), *_straight(latest, asked), *_texts(latest, asked), *repeats]


def _runs(sheets: Sheets) -> list[Pick]:
    picks: list[Pick] = []
    for run in suspicion.identical_runs([sheet.content_hash for sheet in sheets]):
        detail = {"run": run.length, "limit": run.limit, "percent": 100 * run.share}
        picks.append((Rule.IDENTICAL, detail, sheets[run.start : run.start + run.length]))
    return picks


def _pace(sheets: Sheets) -> list[Pick]:
    paces = [suspicion.pace(sheet.seconds, len(sheet.answers)) for sheet in sheets]
    return _picked(sheets, lambda place: paces[place], (Rule.TOO_FAST, Rule.FAST))


def _straight(sheets: Sheets, asked: Mapping[int, Questionnaire]) -> list[Pick]:
    graded = {version: _graded(questionnaire) for version, questionnaire in asked.items()}

    def rule(place: int) -> Rule | None:
        answers = sheets[place].answers
        grades = [answers[name] for name in graded[sheets[place].version_id] if answers.get(name, UNKNOWN) != UNKNOWN]
        return Rule.STRAIGHT if suspicion.is_straight(grades) else None

    return _picked(sheets, rule, (Rule.STRAIGHT,))


def _picked(sheets: Sheets, rule_of: Callable[[int], Rule | None], rules: Sequence[Rule]) -> list[Pick]:
    """All sheets to which a rule applies, as one set for each rule."""
    sets = {rule: [sheet for place, sheet in enumerate(sheets) if rule_of(place) is rule] for rule in rules}
    return [(rule, {"count": len(members)}, members) for rule, members in sets.items() if members]


def _graded(questionnaire: Questionnaire) -> list[str]:
    """The questions that are answered with the five grades."""
    scale = {*GRADES, UNKNOWN}
    return [
        question.name
        for question in questionnaire.questions
        if question.type == "select_one" and {choice.name for choice in question.choices} <= scale
    ]


def _texts(sheets: Sheets, asked: Mapping[int, Questionnaire]) -> list[Pick]:
    open_ones = {v: [q.name for q in asked[v].questions if q.type == "text"] for v in asked}
    texts = [" ".join(str(s.answers[name]) for name in open_ones[s.version_id] if name in s.answers) for s in sheets]
    copies = suspicion.same_texts(texts, [sheet.device_mark for sheet in sheets])
    return [(Rule.SAME_TEXT, {"count": len(places)}, [sheets[place] for place in places]) for places in copies]


def _repeats(sheets: Sheets) -> list[Pick]:
    sent = suspicion.repeats([sheet.device_mark for sheet in sheets])
    return [(Rule.SAME_DEVICE, {"count": len(places)}, [sheets[place] for place in places]) for places in sent]


def _apart(
    project_id: int, by_channel: Mapping[Channel, Sheets], usual: Mapping[str, float], sigma2: float
) -> list[Found]:
    graded = {channel: _grades(sheets) for channel, sheets in by_channel.items()}
    means = {c.value: (len(given), sum(g for _, g in given) / len(given)) for c, given in graded.items() if given}
    return [
        Found(
            project_id,
            Channel(apart.channel),
            Rule.CHANNEL,
            {"mean": apart.mean, "others": apart.others},
            [sheet.id for sheet, _ in graded[Channel(apart.channel)]],
        )
        for apart in suspicion.channels_apart(means, usual, sigma2)
    ]


def _grades(sheets: Sheets) -> list[tuple[Row[Any], int]]:
    """The latest sheets with an overall grade, and the grade."""
    latest = (sheet for sheet in sheets if sheet.superseded_at is None)
    return [(sheet, int(sheet.answers[OVERALL])) for sheet in latest if sheet.answers.get(OVERALL) in GRADES]
