"""From the draw to the fix, with what each of six kinds of people can see at every step."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.register.tables import ProjectState, Site
from survey.rounds.tables import FindingState
from survey.visits import draws
from survey.visits.tables import Visit
from tests.conftest import Clock
from tests.rounds import Cast, cast
from tests.walker import Browser

EVERYBODY = ("office", "department", "other_department", "deputy", "other_deputy", "anybody")


class Eyes:
    """Who sees the visit on the own pages, and who can open the finding."""

    def __init__(self, people: Cast, anybody: Browser) -> None:
        self.people, self.anybody = people, anybody

    def who(self, name: str) -> Browser:
        return self.anybody if name == "anybody" else getattr(self.people, name)

    def see_visit(self) -> set[str]:
        """Those who find a visit on a list of theirs."""
        lists = {"office": "/desk/visits", "deputy": "/deputy", "other_deputy": "/deputy", "anybody": "/cards"}
        found = set()
        for name in EVERYBODY:
            page = self.who(name).open(lists.get(name, "/department/visits")).page
            links = page.select("main a[href*='/visits/']:not([href$='/draws']):not([href$='/plan'])")
            if links or any("暗访" in row.get_text() for row in page.select("main tbody")):
                found.add(name)
        return found

    def open_finding(self) -> set[str]:
        """Those who can open the one finding at the address that is theirs."""
        code = self.people.finding().code
        folders = {"office": "/desk", "deputy": "/deputy", "other_deputy": "/deputy", "anybody": "/deputy"}
        addresses = {name: f"{folders.get(name, '/department')}/findings/{code}" for name in EVERYBODY}
        return {name for name, address in addresses.items() if self.who(name).open(address).status == 200}


def test_from_the_draw_to_the_fix(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser], anybody: Browser
) -> None:
    site.project.state = ProjectState.UNDER_WAY
    people = cast(app, session, site, clock, sign_in)
    eyes = Eyes(people, anybody)
    assert eyes.see_visit() == set()

    people.office.open("/desk/visits/draws").fill(projects="1", deputies="1").press("固定候选名单")
    today = clock().date()
    people.office.fill(opens_on=today.isoformat(), closes_on=(today + timedelta(days=7)).isoformat()).press("抽取")
    with Session(session.get_bind()) as reading:
        [draw] = draws.newest(reading)
        assert draws.fault(draw) == ""
        code = reading.scalars(select(Visit.code)).one()
        assert draw.result is not None
        drawn = draw.result["deputies"]
    if drawn == ["RD02"]:
        people.deputy, people.other_deputy = people.other_deputy, people.deputy
    assert eyes.see_visit() == {"office", "deputy"}

    people.score(upkeep=3)
    assert eyes.open_finding() == {"office", "deputy"}
    assert "department" not in eyes.see_visit()
    people.office.open(f"/desk/visits/{code}").press("公布结果")
    assert eyes.see_visit() == {"office", "deputy", "department"}

    ours = people.department_id("区民政局")
    steps = [
        (people.desk, ("dispatch",), {"department": people.department_id("区住建局")}, "other_department"),
        (people.answer, ("return", people.other_department), {"department": ours, "text": "不归我们管"}, ""),
        (people.desk, ("dispatch",), {"department": ours}, "department"),
        (people.answer, ("accept",), {}, "department"),
        (people.answer, ("reply",), {"reply_class": "B", "text": "在修", "promised_on": "2026-12-20"}, "department"),
        (people.judge, ("not_satisfied", "还是黑的"), {}, "department"),
        (people.answer, ("reply",), {"reply_class": "A", "text": "修好了", "promised_on": ""}, "department"),
        (people.judge, ("satisfied",), {}, "department"),
    ]  # fmt: skip
    for act, arguments, fields, also in steps:
        act(*arguments, **fields)
        assert eyes.open_finding() == {"office", "deputy"} | ({also} - {""}), f"after {arguments[0]}"
    assert people.finding().state is FindingState.FIXED
