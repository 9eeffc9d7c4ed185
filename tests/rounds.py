"""The cast of the rounds: the office, two departments and two deputies, and a site that one deputy marks low."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import passes
from survey.people.tables import Body, Deputy, Role
from survey.register.tables import Department, Site
from survey.rounds.tables import Finding
from survey.visits.tables import BallotCount, Mark
from tests.shipped import publish_shipped
from tests.walker import Browser

if TYPE_CHECKING:
    from tests.conftest import Clock

MARKS = {"target": 18, "schedule": 12, "quality": 17, "benefit": 16, "openness": 9, "upkeep": 8, "fixed": 4}


@dataclass
class Cast:
    """Everybody who has to do with findings at one site, each with a browser."""

    session: Session
    clock: "Clock"
    code: str
    office: Browser
    department: Browser
    other_department: Browser
    deputy: Browser
    other_deputy: Browser

    def score(self, phone: Browser | None = None, **marks: int) -> Browser:
        """Let a deputy score the site; the marks told are the ones that differ from good ones."""
        fields = {f"answer_{name}": str(value) for name, value in (MARKS | marks).items()}
        phone = (phone or self.deputy).open(f"/S/{self.code}")
        phone.fill(fields, visit_kind="unannounced", answer_improve_first="upkeep", answer_comment="路灯在东侧")
        if marks:
            fields["answer_evidence"] = "三盏路灯不亮"
            phone.fill(fields)
        return phone.press("提交").sees("已收到")

    def findings(self) -> list[Finding]:
        """All findings, the oldest first, as they are now; the session that read them is closed again."""
        with Session(self.session.get_bind(), expire_on_commit=False) as session:
            rows = list(session.scalars(select(Finding).order_by(Finding.id)))
            session.expunge_all()
        return rows

    def finding(self) -> Finding:
        """The one finding there is."""
        [found] = self.findings()
        return found

    def department_id(self, name: str) -> str:
        with Session(self.session.get_bind()) as session:
            return str(session.scalars(select(Department.id).where(Department.name == name)).one())

    def let_it_be_late(self) -> None:
        """Move the one finding's deadline to yesterday."""
        yesterday = self.clock().date() - timedelta(days=1)
        self.session.execute(update(Finding).values(due_on=yesterday))
        self.session.commit()

    def others_vote(self) -> None:
        """Count two more marks of the one ballot, so that it has a result."""
        satisfied = BallotCount.mark == Mark.SATISFIED
        self.session.execute(update(BallotCount).where(satisfied).values(count=BallotCount.count + 2))
        self.session.commit()

    def desk(self, name: str, **fields: str) -> Browser:
        """The office does something to the one finding."""
        return self._do(self.office, "/desk/findings", name, fields)

    def answer(self, name: str, who: Browser | None = None, **fields: str) -> Browser:
        """The department does something to the one finding."""
        return self._do(who or self.department, "/department/findings", name, fields)

    def judge(self, verdict: str, text: str = "", who: Browser | None = None) -> Browser:
        """The deputy gives a verdict on the one finding."""
        return self._do(who or self.deputy, "/deputy/findings", "verdict", {"verdict": verdict, "text": text})

    def _do(self, who: Browser, folder: str, name: str, fields: dict[str, str]) -> Browser:
        address = f"{folder}/{self.finding().code}"
        who.open(address)
        assert who.status == 200, f"{address}: {who.status}"
        return who.fill(dict(fields)).press(action=f"{address}/{name}")


def cast(app: Flask, session: Session, site: Site, clock: "Clock", sign_in: Callable[..., Browser]) -> Cast:
    """Open the period, publish what ships, and give everybody a browser; committed."""
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.add(Department(name="区住建局"))
    code = site.codes[0].code
    secrets = []
    for number in ("RD01", "RD02"):
        person = Deputy(number=number, name=f"代表{number}", body=Body.CONGRESS, created_at=clock())
        session.add(person)
        session.flush()
        secrets.append(passes.issue(session, person, clock()))
    session.commit()
    phones = [Browser(app.test_client()).open(f"/p/{secret}").press() for secret in secrets]
    return Cast(
        session,
        clock,
        code,
        sign_in(Role.OFFICE),
        sign_in(Role.DEPARTMENT, login="minzheng", department="区民政局"),
        sign_in(Role.DEPARTMENT, login="zhujian", department="区住建局"),
        *phones,
    )
