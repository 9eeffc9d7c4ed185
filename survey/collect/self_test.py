"""Prove that every option of a questionnaire can be sent, is stored and counts; nothing of it stays.

One province's app refused one- and two-star ratings for a year and a half. What cannot be sent here is found before
anybody scans a code.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from survey.collect import tallies
from survey.collect.arrivals import Arrival
from survey.collect.submissions import Stored, receive
from survey.collect.tables import Period, Submission, VisitKind
from survey.people.tables import Body, Deputy
from survey.problems import N_, WrongAnswers
from survey.questionnaires import answers, catalogue, scoring
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience, Version
from survey.questionnaires.trials import Trial, trials
from survey.register import codes
from survey.register.tables import Category, Department, Project, Site

UNREACHABLE = N_("No answers lead to it: a condition or a rule never lets it be sent.")
REFUSED = N_("The door refuses it: {reason}")
NOT_STORED = N_("It was not stored as it was sent.")
NOT_COUNTED = N_("It was stored and not counted.")
STILL_COUNTED = N_("It was taken back and still counted.")
NAME = "self-test"


@dataclass(frozen=True)
class Failure:
    """An option that cannot be sent or does not count, and why."""

    question: str
    option: str
    sentence: str
    reason: str = ""


def failures(session: Session, version: Version, now: datetime, day: date) -> list[Failure]:
    """Send every option of a version that is or was published through the door, and take all of it back.

    The submissions belong to a project, a period and a deputy that exist only inside a savepoint.
    """
    questionnaire = catalogue.questionnaire_of(version)
    with session.begin_nested() as trial_run:
        trier = _Trier(session, version, questionnaire, now, day)
        found = [failure for trial in trials(questionnaire) for failure in trier.faults(trial)]
        project_id = trier.site.project_id
        trial_run.rollback()
    catalogue.forget(session, version.id)
    if tallies.of_project(session, project_id):
        found.append(Failure("", "", STILL_COUNTED))
    return found


class _Trier:
    """Sends trials to a project of its own."""

    def __init__(self, session: Session, version: Version, questionnaire: Questionnaire, now: datetime, day: date):
        self.session, self.version, self.questionnaire, self.now, self.day = session, version, questionnaire, now, day
        self.counted: Counter[tuple[str, str]] = Counter()
        category, department = Category(name=f"{NAME} {uuid.uuid4()}"), Department(name=f"{NAME} {uuid.uuid4()}")
        number = f"T-{uuid.uuid4()}"
        project = Project(
            number=number, name=NAME, category=category, department=department, created_at=now, changed_at=now
        )
        self.site = Site(project=project, name=NAME)
        self.deputy = Deputy(number=number, name=NAME, body=Body.CONGRESS, created_at=now)
        session.add_all([self.site, Period(name=number, opens_on=day, closes_on=day), self.deputy])
        self.code = codes.issue(session, self.site, now).code
        session.flush()

    def faults(self, trial: Trial) -> Iterator[Failure]:
        """What is wrong with one trial: at most the first thing that is."""
        if trial.fields is None:
            yield Failure(trial.question, trial.option, UNREACHABLE)
            return
        try:
            cleaned = answers.clean(self.questionnaire, trial.fields)
        except WrongAnswers as wrong:
            reason = "; ".join(f"{name}: {problem}" for name, problem in wrong.fields.items())
            yield Failure(trial.question, trial.option, REFUSED, reason)
            return
        if not self._is_stored(cleaned):
            yield Failure(trial.question, trial.option, NOT_STORED)
        elif not self._is_counted(cleaned):
            yield Failure(trial.question, trial.option, NOT_COUNTED)

    def _is_stored(self, cleaned: answers.Answers) -> bool:
        arrival = self._arrival(cleaned)
        (stored,) = receive(self.session, [arrival])
        if not isinstance(stored, Stored) or not stored.is_new:
            return False
        return self.session.get_one(Submission, (self.site.project_id, arrival.submission_id)).answers == cleaned

    def _arrival(self, cleaned: answers.Answers) -> Arrival:
        deputys = self.version.audience is Audience.DEPUTY
        return Arrival(
            code=self.code,
            submission_id=uuid.uuid4(),
            version_id=self.version.id,
            audience=self.version.audience,
            language=self.questionnaire.default_language,
            answers=cleaned,
            received_at=self.now,
            day=self.day,
            deputy_id=self.deputy.id if deputys else None,
            visit_kind=VisitKind.ANNOUNCED if deputys else None,
            score=scoring.score_of(self.questionnaire, cleaned) if deputys else None,
        )

    def _is_counted(self, cleaned: answers.Answers) -> bool:
        """Whether the tallies hold exactly what was sent so far; of deputies they hold nothing."""
        if self.version.audience is Audience.DEPUTY:
            return True
        self.counted.update(tallies.chosen(self.questionnaire, cleaned))
        stored = tallies.of_project(self.session, self.site.project_id)
        return stored == self.counted
