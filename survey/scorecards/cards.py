"""The scorecard of a project, whole: what the office sees. `public.of` hides what others may not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.collect.masking import mask
from survey.register import cancelling
from survey.register.tables import Project
from survey.scorecards import (
    around,
    bands,
    channel_mix,
    counts,
    deputies,
    district,
    doubt,
    judgement,
    labels,
    panel,
    satisfaction,
    suppression,
    theme_releases,
    wilson,
)
from survey.scorecards.counts import GRADES, OVERALL, UNKNOWN, Counts
from survey.scorecards.district import Background
from survey.scorecards.labels import Labels
from survey.scorecards.model import (
    Card,
    ChannelShare,
    Deputies,
    Option,
    Promise,
    Question,
    Residents,
    Satisfaction,
    Share,
)
from survey.scorecards.model_around import Around

IMPROVE = "improve"
BEST_FIRST = GRADES[::-1]
SATISFIED = ("5", "4")


def find(session: Session, number: str) -> Project:
    """Find a project by its number, with what a card says of it; raises NotFound."""
    project = session.scalar(
        select(Project)
        .where(Project.number == number)
        .options(joinedload(Project.category), joinedload(Project.department))
    )
    if project is None:
        raise problems.NotFound()
    return project


def of_project(session: Session, project: Project, now: datetime, background: Background | None = None) -> Card:
    """Draw up a project's card; the background may be given when many cards are drawn up at once."""
    background = background or district.background(session, district.period_at(session, now))
    words = labels.of_category(session, project.category.known_as)
    until = None
    if background.before is not None:
        boundaries = counts.at_boundaries(session, background.period, background.before, project.id)[1]
        until = boundaries.get(project.id, date.min)
    answered = counts.of_project(session, project.id, background.period, until)
    residents = residents_of(answered, background, words)
    graded = counts.grades(counts.together(answered.get(OVERALL, {})))
    seen = deputies_of(project, background)
    return judgement.complete(
        Card(
            number=project.number,
            name=project.name,
            as_of=now.astimezone(background.zone).isoformat(timespec="minutes"),
            raw=True,
            minimum=suppression.least(background.minimum),
            promise=promise_of(session, project, background.zone),
            residents=residents,
            deputies=seen,
            difference=None,
            warnings=(),
            doubt=doubt.of_project(session, project.id, graded, background),
            around=around_of(session, project, now, background, seen),
            themes=theme_releases.of_project(session, project.id, background.period),
        )
    )


def deputies_of(project: Project, background: Background) -> Deputies:
    """Sum up what deputies saw: plain means and the fair score."""
    marks, fair = background.marks.get(project.id, []), panel.of_project(background.panel, project.id)
    return deputies.of_marks(marks, background.marks_variance, background.full_projects, fair)


def around_of(session: Session, project: Project, now: datetime, background: Background, seen: Deputies) -> Around:
    """What stands around the marks, the self-evaluation beside the fair score."""
    beside = around.own_marks(background.own.get(project.id), seen.fair, background.usual_gap)
    found = around.of_project(session, project, now.astimezone(background.zone).date())
    return replace(found, own=beside)


def promise_of(session: Session, project: Project, zone: ZoneInfo) -> Promise:
    """What the register says was promised, and whether it was given up."""
    day, reason = cancelled(session, project, zone)
    return Promise(
        target=project.target,
        department=project.department.name,
        category=project.category.name,
        state=project.state.value,
        starts_on=project.starts_on.isoformat() if project.starts_on else None,
        due_on=project.due_on.isoformat() if project.due_on else None,
        cancelled_on=day,
        cancel_reason=reason,
    )


def cancelled(session: Session, project: Project, zone: ZoneInfo) -> tuple[str | None, str]:
    """(day, reason) of a project's cancellation, for everybody to read; (None, "") while it goes on."""
    said = cancelling.cancellation(session, project)
    return (said.at.astimezone(zone).date().isoformat(), mask(said.reason)) if said else (None, "")


def residents_of(answered: Mapping[str, Counts], background: Background, words: Labels) -> Residents:
    """Sum up what residents said."""
    overall = answered.get(OVERALL, {})
    options = counts.together(overall)
    n = sum(options.get(grade, 0) for grade in GRADES)
    improve = counts.together(answered.get(IMPROVE, {}))
    found = satisfaction_of(options, background.satisfaction) if n else None
    return Residents(
        n=n,
        level=suppression.level(n, background.minimum),
        unknown=options.get(UNKNOWN, 0),
        satisfaction=found,
        satisfied=share_satisfied(options),
        grades=tuple(_option(words, OVERALL, grade, options.get(grade, 0), n) for grade in BEST_FIRST),
        channels=tuple(channel_of(channel, given) for channel, given in sorted(overall.items())),
        questions=tuple(
            question_of(name, counts.together(answered[name]), words)
            for name in words.asked({name: None for name in answered if name not in (OVERALL, IMPROVE)})
        ),
        improve=tuple(
            _option(words, IMPROVE, name, count, None)
            for name, count in sorted(improve.items(), key=lambda item: (-item[1], item[0]))
            if count
        ),
        adjusted=adjusted(overall, found, background),
    )


def adjusted(overall: Counts, found: Satisfaction | None, background: Background) -> float | None:
    """The plain mean freed of the project's mix of channels."""
    answers = {channel: sum(given.get(grade, 0) for grade in GRADES) for channel, given in overall.items()}
    if found is None or found.raw is None:
        return None
    return channel_mix.adjusted(found.raw, answers, background.effects)


def satisfaction_of(options: Mapping[str, int], fitted: satisfaction.District) -> Satisfaction:
    """The cautious mean with everything that it was made of."""
    found = satisfaction.estimate(counts.grades(options), fitted)
    return Satisfaction(
        mean=found.mean,
        low=found.low,
        high=found.high,
        raw=found.raw,
        weight=found.weight,
        k=fitted.k,
        m=fitted.m,
        tau2=fitted.tau2,
        variance_m=fitted.variance_m,
        basis=fitted.basis.value,
        label=bands.label(found, fitted),
        band=bands.residents_band(found),
    )


def share_satisfied(options: Mapping[str, int]) -> Share | None:
    """The share of the two best grades among all grades given; None when nobody gave one."""
    n = sum(options.get(grade, 0) for grade in GRADES)
    count = sum(options.get(grade, 0) for grade in SATISFIED)
    if not n:
        return None
    return Share(count, n, *(100 * part for part in wilson.interval(count, n)))


def channel_of(channel: str, options: Mapping[str, int]) -> ChannelShare:
    """What came through one channel."""
    return ChannelShare(channel, sum(options.get(grade, 0) for grade in GRADES), share_satisfied(options))


def question_of(name: str, options: Mapping[str, int], words: Labels) -> Question:
    """One further question: all options in the order of asking; "not known" is left out of n where grades are asked."""
    if name in words.several:
        ordered = sorted(options.items(), key=lambda item: (-item[1], item[0]))
        chosen = tuple(_option(words, name, option, count, None) for option, count in ordered if count)
        return Question(name, words.question(name), True, None, chosen, None)
    graded = set(options) <= {*GRADES, UNKNOWN}
    asked = BEST_FIRST if graded else (*words.options.get(name, {}), *sorted(set(options)))
    names = list(dict.fromkeys(option for option in asked if option != UNKNOWN))
    n = sum(options.get(option, 0) for option in names)
    shown = tuple(_option(words, name, option, options.get(option, 0), n) for option in names)
    return Question(name, words.question(name), False, n, shown, share_satisfied(options) if graded else None)


def _option(words: Labels, question: str, option: str, count: int, n: int | None) -> Option:
    return Option(option, words.option(question, option), count, 100 * count / n if n else None)
