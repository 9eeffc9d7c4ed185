"""A small district for tests of scorecards: projects whose residents and deputies said what the test says."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Channel, Period, Submission, Tally, VisitKind
from survey.people.tables import Body, Deputy
from survey.questionnaires.tables import Audience, Version, VersionState
from survey.register.tables import Project, Site


def _version(audience: Audience, digit: str) -> Version:
    """A published questionnaire of the test that asks nothing."""
    return Version(
        questionnaire=f"{audience}/of-the-test",
        number=1,
        audience=audience,
        title="问卷",
        state=VersionState.PUBLISHED,
        content={},
        content_hash=digit * 64,
        source_hash=digit * 64,
    )


class Scene:
    """What happened in the district, told to the database row by row."""

    def __init__(self, session: Session, site: Site, now: datetime) -> None:
        self.session, self.site, self.now = session, site, now
        self.period = Period(name="2026", opens_on=date(2026, 1, 1), closes_on=date(2026, 12, 31))
        self.version = _version(Audience.DEPUTY, "0")
        session.add_all([self.period, self.version])
        session.flush()
        self.deputies: dict[str, Deputy] = {}

    def project(self, number: str, name: str = "公园改造") -> Project:
        """Another project of the same department and category, with one site."""
        first = self.site.project
        project = Project(
            number=number,
            name=name,
            category_id=first.category_id,
            department_id=first.department_id,
            created_at=self.now,
            changed_at=self.now,
        )
        self.session.add(Site(project=project, name="东门"))
        self.session.flush()
        return project

    def residents(
        self,
        project: Project,
        question: str = "overall",
        channel: str = "site",
        day: date = date(2026, 11, 20),
        **counts: int,
    ) -> None:
        """Add residents' answers: `residents(project, g5=12, g4=3, na=1)`; a leading g is dropped before digits."""
        for name, count in counts.items():
            option = name[1:] if name[1:].isdigit() else name
            key = (project.id, channel, question, option, day, 0)
            tally = self.session.get(Tally, key) or Tally(
                project_id=key[0], channel=channel, question=question, option=option, day=key[4], count=0
            )
            tally.count += count
            self.session.add(tally)
        self.session.commit()

    def say(
        self, project: Project, text: str = "", at: datetime | None = None, channel: Channel = Channel.SITE
    ) -> None:
        """Let a resident answer, and write something."""
        if (
            version := self.session.query(Version)
            .filter_by(questionnaire=f"{Audience.RESIDENT}/of-the-test")
            .one_or_none()
        ) is None:
            version = _version(Audience.RESIDENT, "1")
            self.session.add(version)
            self.session.flush()
        self.session.add(
            Submission(
                project_id=project.id,
                id=uuid.uuid4(),
                site_id=self.session.scalars(select(Site.id).where(Site.project_id == project.id)).first(),
                period_id=self.period.id,
                version_id=version.id,
                audience=Audience.RESIDENT,
                channel=channel,
                language="zh",
                answers={"overall": "2", "comment": text},
                content_hash="0" * 64,
                receipt=uuid.uuid4().hex[:10].upper(),
                received_at=at or self.now,
            )
        )
        self.session.commit()

    def mark(self, project: Project, deputy: str, score: float, *, announced: bool = True, days_ago: int = 3) -> None:
        """Let a deputy score a project."""
        if deputy not in self.deputies:
            made = Deputy(number=deputy, name=f"代表{deputy}", body=Body.CONGRESS, created_at=self.now)
            self.session.add(made)
            self.session.flush()
            self.deputies[deputy] = made
        self.session.add(
            Submission(
                project_id=project.id,
                id=uuid.uuid4(),
                site_id=self.session.scalars(select(Site.id).where(Site.project_id == project.id)).one(),
                period_id=self.period.id,
                version_id=self.version.id,
                audience=Audience.DEPUTY,
                channel=Channel.SITE,
                language="zh",
                answers={},
                content_hash="0" * 64,
                receipt=uuid.uuid4().hex[:10].upper(),
                received_at=self.now - timedelta(days=days_ago),
                deputy_id=self.deputies[deputy].id,
                visit_kind=VisitKind.ANNOUNCED if announced else VisitKind.UNANNOUNCED,
                score=score,
            )
        )
        self.session.commit()
