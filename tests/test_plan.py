"""The plan: departments propose, the office decides, and a promise that is changed keeps what it was."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from survey import problems
from survey.database import writer
from survey.people.tables import AuditEntry, Role
from survey.register import positions, promises, proposals
from survey.register.promises import Amendment
from survey.register.tables import Change, Datum, Department, Project, Proposal, Site
from tests.conftest import Clock
from tests.walker import Browser

PROPOSED = {
    "name": "新增长者食堂",
    "target": "新增长者食堂5家",
    "category": "养老服务",
    "due_on": "2026-12-20",
    "site": "滨河街道长者食堂",
}


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE, name="陈静")
    clerk.headers["Accept-Language"] = "en"
    return clerk


@pytest.fixture
def ours(sign_in: Callable[..., Browser], site: Site) -> Browser:
    """The department that leads the project."""
    browser = sign_in(Role.DEPARTMENT, name="林远", department="区民政局")
    browser.headers["Accept-Language"] = "en"
    return browser


@pytest.fixture
def theirs(sign_in: Callable[..., Browser], session: Session) -> Browser:
    """Another department, which must be refused what is not its own."""
    session.add(Department(name="区城市管理局"))
    browser = sign_in(Role.DEPARTMENT, login="other", department="区城市管理局")
    browser.headers["Accept-Language"] = "en"
    return browser


def propose(browser: Browser, **changes: str) -> Browser:
    return browser.open("/department/proposals").fill({**PROPOSED, **changes}).press("Send it to the office")


def test_a_proposal_becomes_a_project_with_a_number_and_a_code(ours: Browser, clerk: Browser, session: Session) -> None:
    propose(ours).sees("The office has it now", "新增长者食堂", "Waits for the office")
    clerk.open("/desk/proposals").follow("新增长者食堂").sees("新增长者食堂5家").fill(decision="accepted", batch="一批")
    clerk.press("Decide").sees("Accepted")
    ours.open("/department").sees("SS-2026-002", "新增长者食堂")
    made = session.scalars(select(Project).where(Project.number == "SS-2026-002")).one()
    assert made.batch == "一批"
    assert made.due_on == date(2026, 12, 20)
    session.commit()
    clerk.open("/desk/projects/SS-2026-002").sees("滨河街道长者食堂")


def test_sites_are_proposed_by_address_and_on_a_map_and_become_the_projects(
    ours: Browser, clerk: Browser, session: Session
) -> None:
    propose(ours, site="一号食堂\n二号食堂", address="滨河路1号\n滨河路2号", coordinates="31.2, 121.4", datum="martian")
    ours.sees("Please say which system the coordinates are in").fill(datum="gcj02", coordinates="31.2, 沪")
    ours.press("Send it to the office").sees("Please write latitude and longitude")
    ours.fill(coordinates="31.23, 121.47\n121.48, 31.24\n31.2, 121.4").press("Send it to the office").sees(
        "a line for each site"
    )
    ours.fill(coordinates="31.23, 121.47\n121.48, 31.24").press("Send it to the office").follow("新增长者食堂")
    ours.sees("一号食堂", "滨河路2号", "Among all sites of the district")
    clerk.open("/desk/proposals").follow("新增长者食堂").sees("滨河路1号")
    assert [mark.get_text() for mark in clerk.page.select("svg title")] == ["一号食堂", "二号食堂"]
    clerk.fill(decision="accepted", number="SS-2026-090").press("Decide")
    sites = session.scalars(
        select(Site).join(Project).where(Project.number == "SS-2026-090").order_by(Site.position)
    ).all()
    at = positions.of_sites(session, [site.id for site in sites])
    assert [(site.name, site.address) for site in sites] == [("一号食堂", "滨河路1号"), ("二号食堂", "滨河路2号")]
    assert [at[site.id].given_in for site in sites] == [Datum.GCJ02, Datum.GCJ02]
    assert [round(at[site.id].latitude, 2) for site in sites] == [31.23, 31.24]
    assert at[sites[0].id].latitude != 31.23  # kept in WGS-84
    assert len(clerk.open("/desk/projects/SS-2026-090").page.select("svg title")) == 2
    assert all(len(site.codes) == 1 for site in session.scalars(select(Site).options(selectinload(Site.codes))))


def test_a_target_without_a_number_is_sent_back_with_everything_typed(ours: Browser) -> None:
    propose(ours, target="新增食堂：5").sees("A target needs a number and its unit")
    propose(ours, target="多建一些食堂").sees("A target needs a number")
    assert ours.status == 422
    assert ours.page.select_one("#name")["value"] == "新增长者食堂"


def test_the_office_asks_back_and_the_department_answers(ours: Browser, clerk: Browser) -> None:
    propose(ours)
    clerk.open("/desk/proposals").follow("新增长者食堂").fill(decision="asked_back").press("Decide")
    clerk.sees("Please tell the department why").fill(decision="asked_back", note="在哪些街道？").press("Decide")
    ours.open("/department").sees("在哪些街道？").follow("新增长者食堂").sees("在哪些街道？")
    ours.fill(target="滨河、长青街道各新增1家").press("Send it to the office")
    clerk.open("/desk/proposals").follow("新增长者食堂").sees("滨河、长青街道各新增1家")


def test_a_proposal_is_merged_into_a_project_or_declined(ours: Browser, clerk: Browser) -> None:
    propose(ours)
    propose(ours, name="新增助浴点", target="新增助浴点2处")
    clerk.open("/desk/proposals").follow("新增长者食堂").fill(decision="merged", into="SS-1").press("Decide")
    assert clerk.status == 422
    clerk.fill(decision="merged", into="SS-2026-001").press("Decide").sees("Merged")
    clerk.follow("新增助浴点").fill(decision="declined", note="资金未落实").press("Decide").sees("Declined")
    ours.open("/department/proposals").follow("新增助浴点").sees("资金未落实")


def test_a_number_is_given_once_and_a_decision_made_once(ours: Browser, clerk: Browser, session: Session) -> None:
    propose(ours)
    clerk.open("/desk/proposals").follow("新增长者食堂").fill(decision="accepted", number="SS-2026-001").press("Decide")
    clerk.sees("There is a project with the number SS-2026-001 already")
    second = Browser(clerk.client, "en").open(clerk.path)
    clerk.fill(decision="accepted", number="SS-2026-009").press("Decide")
    second.fill(decision="declined", note="太晚").press("Decide").sees("has been decided already")
    assert session.scalars(select(Proposal)).one().decided_by == "陈静"


def test_two_acceptances_of_one_number_at_the_same_moment_make_one_project(
    ours: Browser, engine: Engine, session: Session, clock: Clock
) -> None:
    propose(ours)
    propose(ours, name="口袋公园")
    first_id, second_id = session.scalars(select(Proposal.id).order_by(Proposal.id))
    session.rollback()

    def accept_second() -> str:
        with writer(engine) as other, pytest.raises(problems.NumberTaken) as refused:
            proposals.accept(other, proposals.to_decide(other, second_id), "SS-2026-009", "", clock())
        return refused.value.code

    with writer(engine) as session, ThreadPoolExecutor(1) as another:
        proposals.accept(session, proposals.to_decide(session, first_id), "SS-2026-009", "", clock())
        second = another.submit(accept_second)
        sleep(0.2)  # the second stands and waits by now
        assert not second.done()
        session.commit()
        assert second.result() == "number_taken"


def test_another_department_does_not_see_a_proposal(ours: Browser, theirs: Browser) -> None:
    propose(ours)
    theirs.open("/department/proposals").misses("新增长者食堂")
    assert theirs.open("/department/proposals/1").status == 404


def test_a_lowered_target_stays_visible_with_its_reason(ours: Browser, clerk: Browser, session: Session) -> None:
    clerk.open("/desk/projects/SS-2026-001").follow("Edit").fill(target="新增老年人助餐点3家").press("Save")
    clerk.sees("Please say why").fill(reason="两处场地未落实").press("Save")
    for reader, path in ((clerk, "/desk/projects/SS-2026-001"), (ours, "/department/projects/SS-2026-001")):
        reader.open(path).sees("新增老年人助餐点5家 → 新增老年人助餐点3家", "两处场地未落实", "陈静")
    assert session.scalars(select(AuditEntry.act)).all() == ["project_edited"]


def test_what_is_no_promise_changes_without_a_reason_and_nothing_is_no_change(
    clerk: Browser, site: Site, session: Session
) -> None:
    clerk.open("/desk/plan/SS-2026-001").press("Save").sees("Nothing was changed")
    clerk.open("/desk/plan/SS-2026-001").fill(owner="王局长", category="助餐").press("Save").sees("王局长", "助餐")
    assert session.scalars(select(Change.column).order_by(Change.id)).all() == ["category", "owner"]


def test_the_second_editor_sees_what_changed_and_chooses(clerk: Browser, site: Site, session: Session) -> None:
    first = Browser(clerk.client, "en").open("/desk/plan/SS-2026-001")
    clerk.open("/desk/plan/SS-2026-001").fill(owner="王局长").press("Save")
    first.fill(owner="李局长").press("Save").sees("陈静 changed this project", "Now it says: 王局长")
    assert first.status == 409
    first.press("Save").sees("李局长", "王局长 → 李局长")


def test_a_version_that_is_no_number_is_an_old_one_and_loses_nothing(clerk: Browser, site: Site) -> None:
    clerk.open("/desk/plan/SS-2026-001").fill(owner="王局长", version="nonsense").press("Save")
    assert clerk.status == 409
    clerk.press("Save").sees("王局长")


def test_an_unknown_department_is_refused_at_its_field(clerk: Browser, site: Site) -> None:
    clerk.open("/desk/plan/SS-2026-001").fill(department="区幻想局").press("Save").sees("We know no department")
    assert clerk.status == 422


def test_an_import_that_changes_a_promise_is_kept_too(
    run: Callable[..., tuple[int, str]], site: Site, session: Session, tmp_path: object
) -> None:
    file = tmp_path / "register.csv"  # type: ignore[operator]
    file.write_text("编号,项目名称,类别,责任单位,目标\nSS-2026-001,社区食堂提升,养老服务,区民政局,新增2家\n", "utf-8")
    assert run("import-projects", str(file))[0] == 0
    kept = session.scalars(select(Change).where(Change.column == "target")).one()
    assert (kept.old, kept.new) == ("新增老年人助餐点5家", "新增2家")
    assert (kept.who, kept.reason) == ("command line", "register.csv")


def test_history_is_the_newest_first(session: Session, site: Site, clock: Clock) -> None:
    by = Amendment("陈静", "", clock())
    promises.amend(session, site.project, {"owner": "一"}, by)
    promises.amend(session, site.project, {"owner": "二"}, by)
    assert [change.new for change in promises.history(session, site.project)] == ["二", "一"]
    assert site.project.version == 3
