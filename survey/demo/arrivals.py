"""The demo's answers on their way in, as the one door takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from survey.collect.arrivals import Arrival
from survey.collect.tables import Channel, Period
from survey.demo import residents, visits
from survey.demo.residents import Standing
from survey.people.tables import Deputy
from survey.questionnaires import catalogue, scoring
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience
from survey.register.tables import Project
from survey.settings import DISTRICT_TIME

MONTHS_BACK = timedelta(days=150)
CHANNELS = {
    Channel.SITE: 78,
    Channel.EVENT: 9,
    Channel.KIOSK: 6,
    Channel.INTERVIEWER: 4,
    Channel.PAPER: 3,
}
HOURS = (2, 5, 8, 9, 8, 6, 4, 5, 7, 8, 7, 6, 7, 6, 3)
"""How busy each hour is from seven in the morning on."""


@dataclass
class Story:
    """What happens in the demo district; everything random is drawn from one seeded source, in one order."""

    session: Session
    random: Random
    projects: Sequence[Project]
    period: Period
    now: datetime
    seen: list[Standing] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = [residents.standing(self.random, project) for project in self.projects]

    @property
    def today(self) -> date:
        return self.now.astimezone(DISTRICT_TIME).date()

    @property
    def first_day(self) -> date:
        return max(self.period.opens_on, self.today - MONTHS_BACK)

    def from_residents(self, total: int) -> Iterator[Arrival]:
        """The residents' answers, project by project."""
        numbers = residents.numbers(self.random, self.projects, total)
        for project, seen, number in zip(self.projects, self.seen, numbers, strict=True):
            version_id, questionnaire = self._asked(Audience.RESIDENT, project)
            for _ in range(number):
                filled = residents.answer(self.random, questionnaire, seen, project.category.name)
                channel = self.random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
                yield self._arrival(project, version_id, filled, self._moment(self._day(project)), channel=channel)

    def from_deputies(self, deputies: Sequence[Deputy]) -> Iterator[Arrival]:
        """The deputies' scoring sheets, visit by visit."""
        days = visits.workdays(self.first_day, self.today)
        for visit in visits.plan(self.random, self.projects, deputies, days):
            project = self.projects[visit.place]
            version_id, sheet = self._asked(Audience.DEPUTY, project)
            filled = visits.sheet(self.random, sheet, self.seen[visit.place], visit)
            yield self._arrival(
                project,
                version_id,
                filled,
                self._moment(visit.day),
                deputy_id=visit.deputy.id,
                visit_kind=visit.kind,
                score=scoring.score_of(sheet, filled),
            )

    def _asked(self, audience: Audience, project: Project) -> tuple[int, Questionnaire]:
        version = catalogue.for_project(
            self.session, audience, project.category.name, group=project.beneficiary_group, project_id=project.id
        )
        return version.id, catalogue.of_id(self.session, version.id)[1]

    def _arrival(
        self, project: Project, version_id: int, answers: dict[str, Any], at: datetime, **more: Any
    ) -> Arrival:
        return Arrival(
            code=self.random.choice(project.sites).codes[0].code,
            submission_id=UUID(int=self.random.getrandbits(128), version=4),
            version_id=version_id,
            audience=Audience.DEPUTY if "deputy_id" in more else Audience.RESIDENT,
            language="zh",
            answers=answers,
            received_at=at,
            day=at.astimezone(DISTRICT_TIME).date(),
            **more,
        )

    def _day(self, project: Project) -> date:
        """A day since the project began; later ones are likelier, as word gets around."""
        first = min(max(self.first_day, project.starts_on or self.first_day), self.today)
        return first + timedelta(days=int((self.today - first).days * self.random.random() ** 0.7 + 0.5))

    def _moment(self, day: date) -> datetime:
        """A moment of a day, by daylight and never after now."""
        hour = 7 + self.random.choices(range(len(HOURS)), HOURS)[0]
        moment = time(hour, self.random.randrange(60), self.random.randrange(60))
        return min(datetime.combine(day, moment, DISTRICT_TIME).astimezone(UTC), self.now)
