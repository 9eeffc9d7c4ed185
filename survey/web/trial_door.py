"""The whole door on a database of its own that is thrown away: what is sent here comes in by POST like everybody's.

Pages, permissions, reading, the intake and its commits are those of the product; only the district is made up. A
deputy's answers come with an open pass and a fresh token.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.collect import recounting, tallies
from survey.collect.self_test import NOT_COUNTED, NOT_STORED, REFUSED, STILL_COUNTED, Failure
from survey.collect.tables import Period, Submission
from survey.database import Base, reader, writer
from survey.people import passes, sessions
from survey.people.tables import Body, Deputy
from survey.questionnaires import answers, catalogue, versions
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience, Version
from survey.questionnaires.trials import Trial, trials
from survey.register import codes
from survey.register.tables import Category, Department, Project, Site
from survey.settings import Settings
from survey.web import who
from survey.web.intake import intake
from survey.web.transaction import engine

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NAME = "self-test"


@contextmanager
def open_door(settings: Settings, moment: datetime, language: str = "en") -> Iterator["TrialDoor"]:
    """A door as of a moment that refuses in one language, with the deployment's settings but for its data."""
    from survey.app import create_app

    with TemporaryDirectory(prefix="fivelists-") as folder:
        app = create_app(replace(settings, data=Path(folder), database_url="", url=""), CLOCK=lambda: moment)
        with app.app_context():
            Base.metadata.create_all(engine())
        try:
            yield TrialDoor(app, moment, language)
        finally:
            with app.app_context():
                intake().stop()
                engine().dispose()


class TrialDoor:
    """Sends fillings by POST, and looks what became of them."""

    def __init__(self, app: Flask, moment: datetime, language: str) -> None:
        self.app, self.moment = app, moment
        self.headers = {"Accept": "application/json", "Accept-Language": language}
        local = moment.astimezone(app.config["SETTINGS"].timezone)
        self.day, self.at = local.date(), f"{local:%Y-%m-%dT%H:%M:%S}"

    def failures(self, asked: Version) -> list[Failure]:
        """Send every option of every question of a version; what is refused, not stored or not counted."""
        questionnaire = catalogue.questionnaire_of(asked)
        with self.app.app_context():
            sender = _Sender(self, asked, questionnaire)
            found = [failure for trial in trials(questionnaire) for failure in sender.faults(trial)]
            return found + sender.removed()


class _Sender:
    """Answers one questionnaire at a site of its own."""

    def __init__(self, door: TrialDoor, asked: Version, questionnaire: Questionnaire) -> None:
        self.door, self.questionnaire, self.is_deputys = door, questionnaire, asked.audience is Audience.DEPUTY
        self.counted: Counter[tuple[str, str]] = Counter()
        self.client: FlaskClient = door.app.test_client(use_cookies=self.is_deputys)
        with writer(engine()) as session:
            self._settle(session, asked)
            session.commit()
        self.fields = {"questionnaire": str(self.version_id)}
        if self.is_deputys:
            page = self.client.get(f"/S/{self.code}").get_data(as_text=True)
            self.fields |= {"visit_kind": "announced", "csrf_token": TOKEN.findall(page)[0]}

    def _settle(self, session: Session, asked: Version) -> None:
        """Make the site, the published version, and the deputy's pass where one is needed."""
        moment, name = self.door.moment, f"{NAME} {uuid4()}"
        version = versions.publish(session, replace(self.questionnaire, name=asked.questionnaire), "", moment)
        project = Project(
            number=name,
            name=NAME,
            category=Category(name=name),
            department=Department(name=name),
            created_at=moment,
            changed_at=moment,
        )
        site = Site(project=project, name=NAME)
        session.add(site)
        if session.scalar(select(Period.id)) is None:
            session.add(Period(name=NAME, opens_on=self.door.day, closes_on=self.door.day))
        if self.is_deputys:
            deputy = Deputy(number=name, name=NAME, body=Body.CONGRESS, created_at=moment)
            session.add(deputy)
            session.flush()
            pass_ = passes.of_secret(session, passes.issue(session, deputy, moment), moment)
            passes.bind(session, pass_, moment)
            secret = sessions.open_for_pass(session, pass_, agent=NAME, now=moment)
            self.client.set_cookie(who.PASS_COOKIE, secret)
        self.code = codes.issue(session, site, moment).code
        session.flush()
        self.version_id, self.project_id = version.id, project.id

    def faults(self, trial: Trial) -> Iterator[Failure]:
        """What is wrong with one filling: at most the first thing that is."""
        if trial.fields is None:
            return
        id_ = uuid4()
        sent = {f"answer_{name}": values for name, values in trial.fields.items()}
        got = self.client.post(f"/s/{self.code}/{id_}", data=self.fields | sent, headers=self.door.headers)
        if got.status_code != 201:
            told = got.get_json(silent=True) or {}
            fields = [f"{name}: {problem}" for name, problem in (told.get("fields") or {}).items()]
            reason = "; ".join(fields) or told.get("message") or str(got.status_code)
            yield Failure(trial.question, trial.option, REFUSED, reason)
            return
        with reader(engine()) as session:
            stored = session.get(Submission, (self.project_id, id_))
            wanted = answers.clean(self.questionnaire, trial.fields, self.door.at)
            if stored is None or stored.answers != wanted:
                yield Failure(trial.question, trial.option, NOT_STORED)
            elif not self.is_deputys:
                self.counted.update(tallies.chosen(self.questionnaire, wanted))
                if tallies.of_project(session, self.project_id) != self.counted:
                    yield Failure(trial.question, trial.option, NOT_COUNTED)

    def removed(self) -> list[Failure]:
        """Set aside all that was sent, as is done with what is suspect, and count again: nothing may be left."""
        with writer(engine()) as session:
            ours = update(Submission).where(Submission.project_id == self.project_id)
            session.execute(ours.values(set_aside_at=self.door.moment))
            recounting.rebuild(session, self.door.app.config["SETTINGS"].timezone)
            left = tallies.of_project(session, self.project_id)
            session.commit()
        return [Failure("", "", STILL_COUNTED)] if left else []
