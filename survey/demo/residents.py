"""The demo's residents: how many answer where and when, and what they say.

People like what was done: most projects sit near the ceiling, some are bad, and a few have so few answers that their
scorecards must hide them. Every answer goes through the rules of its questionnaire.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from survey.demo import sentences
from survey.questionnaires import answers
from survey.questionnaires.evaluate import holds
from survey.questionnaires.model import Question, Questionnaire
from survey.register.tables import Project, ProjectState

FEW = {3: 3, 8: 7, 16: 15, 27: 200}
"""Projects, by place in the register, with a number of answers of their own; those not started have none."""
LEAST_FOR_FEW = 1000
"""Submissions in all from which the numbers in FEW are kept."""
ANSWERED = {"comment": 0.12, "why_more": 0.4, "improve": 0.45}
"""How often optional questions are answered; others as USUALLY says."""
USUALLY = 0.72
UNKNOWN = "na"

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Standing:
    """How a project is seen: the middle of its grades, 1 to 5, and how many people know it."""

    grade: float
    known: float


def standing(random: Random, project: Project) -> Standing:
    """Draw how a project is seen: three of four well, one of ten badly; worse where it is late."""
    drawn = random.random()
    grade = 5.1 if drawn < 0.45 else 4.6 if drawn < 0.75 else 3.9 if drawn < 0.9 else 2.6
    late = 0.5 if project.state is ProjectState.LATE else 0.0
    return Standing(grade - late + random.gauss(0, 0.15), random.uniform(0.55, 0.95))


def numbers(random: Random, projects: Sequence[Project], total: int) -> list[int]:
    """How many residents answer each project, `total` in all; popular ones get twenty times what others get."""
    weights = [random.lognormvariate(0, 0.9) for _ in projects]
    few = {place: FEW[place] for place in FEW if place < len(projects)} if total >= LEAST_FOR_FEW else {}
    open_ = [p for p, project in enumerate(projects) if project.state is not ProjectState.NOT_STARTED and p not in few]
    found = [few.get(place, 0) for place in range(len(projects))]
    rest, sum_ = total - sum(found), sum(weights[place] for place in open_)
    for place in open_:
        found[place] = int(rest * weights[place] / sum_)
    for place in open_[: total - sum(found)]:
        found[place] += 1
    return found


def answer(random: Random, questionnaire: Questionnaire, seen: Standing, category: str) -> dict[str, object]:
    """Fill a questionnaire as one person would who sees the project so."""
    person = random.gauss(seen.grade, 0.7)
    fields: Fields = {}
    typed: dict[str, object] = {}
    for section in questionnaire.sections:
        in_group = random.random() < USUALLY
        for question in section.questions:
            asked = holds(section.relevant, typed) and holds(question.relevant, typed)
            if asked and (question.required or (in_group and random.random() < ANSWERED.get(question.name, 0.9))):
                values = list(_values(random, question, person, seen, category))
                if values:
                    fields[question.name] = values
                    typed[question.name] = values if question.type == "select_multiple" else values[0]
    return answers.clean(questionnaire, fields)


def _values(random: Random, question: Question, person: float, seen: Standing, category: str) -> Iterator[str]:
    names = [choice.name for choice in question.choices]
    if question.type == "select_one" and any(choice.points is not None for choice in question.choices):
        yield _grade(random, names, person, seen)
    elif question.type == "select_one":
        # What is offered first is what most people say: known, used, better than last year.
        yield random.choices(names, [seen.known if place == 0 else 0.25 for place in range(len(names))])[0]
    elif question.type == "select_multiple":
        yield from sorted(random.sample(names, min(len(names), random.choice((1, 1, 2)))), key=names.index)
    elif question.type == "text":
        mood = sentences.mood(round(person))
        yield sentences.one(random, mood, category)
    elif question.type in ("range", "integer"):
        low, high = (int(float(question.parameters.get(end, default))) for end, default in (("start", 1), ("end", 30)))
        yield str(random.randint(low, high))


def _grade(random: Random, names: Sequence[str], person: float, seen: Standing) -> str:
    if UNKNOWN in names and random.random() < 0.12 * (1.3 - seen.known):
        return UNKNOWN
    return str(min(5, max(1, round(random.gauss(person, 0.5)))))
