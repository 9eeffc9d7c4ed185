"""The demo's deputies on the road: announced tours of several sites by several deputies, and unannounced visits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from survey.collect.tables import VisitKind
from survey.demo import sentences
from survey.demo.residents import Fields, Standing
from survey.people.tables import Deputy
from survey.questionnaires import answers
from survey.questionnaires.evaluate import holds
from survey.questionnaires.model import Question, Questionnaire
from survey.register.tables import Project, ProjectState

VISITED = 45
TOURS, SITES_OF_TOUR, DEPUTIES_OF_TOUR = 9, 4, (4, 5, 6)
OFTEN = 14
"""How many of the visited projects get three unannounced visits; the others get one."""
KIND_EVERY = 5
"""Every fifth deputy gives full marks wherever the visit was announced."""
NOTICE = 0.05
"""What being expected adds to the marks, in parts of the full marks."""

FLAW = 0.035
"""How often something is so bad that there is a finding."""


@dataclass(frozen=True)
class Visit:
    """One deputy at one project on one day."""

    place: int
    deputy: Deputy
    kind: VisitKind
    day: date


def plan(random: Random, projects: Sequence[Project], deputies: Sequence[Deputy], days: Sequence[date]) -> list[Visit]:
    """Who goes where and when: tours go through 36 of the visited projects, unannounced visits to any of them."""
    begun = [place for place, project in enumerate(projects) if project.state is not ProjectState.NOT_STARTED]
    visited = sorted(random.sample(begun, min(VISITED, len(begun))))
    visits: dict[tuple[int, int, date], Visit] = {}
    for tour in range(TOURS):
        day = days[len(days) * (tour + 1) // (TOURS + 1)]
        party = random.sample(list(deputies), random.choice(DEPUTIES_OF_TOUR))
        for place in visited[tour * SITES_OF_TOUR : (tour + 1) * SITES_OF_TOUR]:
            for deputy in party:
                visits[place, deputy.id, day] = Visit(place, deputy, VisitKind.ANNOUNCED, day)
    for place in visited[:OFTEN] * 2 + visited:
        deputy, day = random.choice(deputies), random.choice(days)
        visits.setdefault((place, deputy.id, day), Visit(place, deputy, VisitKind.UNANNOUNCED, day))
    return list(visits.values())


def sheet(random: Random, questionnaire: Questionnaire, seen: Standing, visit: Visit) -> dict[str, object]:
    """Fill the scoring sheet as a deputy does: kinder when expected, some with full marks for everything."""
    announced = visit.kind is VisitKind.ANNOUNCED
    kind = announced and visit.deputy.id % KIND_EVERY == 0
    share = 0.53 + 0.075 * seen.grade + (NOTICE if announced else 0) + (visit.deputy.id % 7 - 3) * 0.01
    fields: Fields = {}
    typed: dict[str, object] = {}
    for question in questionnaire.questions:
        if holds(question.relevant, typed) and (question.required or random.random() < 0.25):
            for value in _value(random, question, 1.0 if kind else share):
                fields[question.name], typed[question.name] = [value], _read(question, value)
    return answers.clean(questionnaire, fields)


def _value(random: Random, question: Question, share: float) -> Iterator[str]:
    if question.score is not None:
        if question.name == "fixed" and random.random() < 0.7:
            yield "na"  # nothing was found the last time
            return
        full = round(question.score.max)
        if share < 1 and random.random() < FLAW:
            share = random.uniform(0.3, 0.58)
        marks = full if share >= 1 else round(full * random.gauss(share, 0.06))
        yield str(min(full, max(round(full * 0.3), marks)))
    elif question.type == "text":
        about = sentences.PROOF if share >= 1 else sentences.DOUBT
        yield sentences.one(random, about if question.name == "evidence" else sentences.ADVICE)
    elif question.choices:
        yield random.choice(question.choices).name


def _read(question: Question, value: str) -> object:
    return int(value) if question.score is not None and value != "na" else value


def workdays(first: date, last: date) -> list[date]:
    """The days from Monday to Friday between two days; the last day alone when there is none."""
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5] or [last]
