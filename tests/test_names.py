"""Categories, batches, groups and departments are renamed and merged, and nothing that happened loses its name."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Account, AuditEntry, Role
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Category, Department, FormerName, Project, Site
from survey.rounds import rates
from tests.conftest import Clock
from tests.district import Scene
from tests.rounds import Cast, cast
from tests.walker import Browser, in_english

FILE = "编号,项目名称,类别,责任单位,批次\nSS-2026-001,社区食堂提升,养老服务,{},\n"


@pytest.fixture
def clerk(office: Browser, site: Site) -> Browser:
    """The office, reading English."""
    return in_english(office)


@pytest.fixture
def people(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    made = cast(app, session, site, clock, sign_in)
    in_english(made.office)
    return made


def rename(clerk: Browser, kind: str, old: str, new: str) -> Browser:
    return clerk.open(f"/desk/names/{kind}").follow(old).fill(name=new).press("Rename")


def merge(clerk: Browser, kind: str, old: str, into: str) -> Browser:
    return clerk.open(f"/desk/names/{kind}").follow(old).fill(into=into).press("Merge them")


def test_a_department_renamed_mid_year_keeps_its_people_and_its_past(people: Cast) -> None:
    people.score(upkeep=2)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.clock.moment += timedelta(minutes=5)
    rename(people.office, "department", "区民政局", "区民政和养老局").sees("Saved")
    people.department.open("/department").sees("SS-2026-001")
    people.answer("accept")
    page = people.office.open(f"/desk/findings/{people.finding().code}")
    page.sees("区民政局", "区民政和养老局")
    people.office.open("/desk/projects/SS-2026-001").sees("区民政和养老局")
    assert (
        people.session.scalars(select(Account.department).where(Account.login == "minzheng")).one() == "区民政和养老局"
    )


def test_a_file_with_the_old_name_changes_nothing(clerk: Browser, session: Session) -> None:
    rename(clerk, "department", "区民政局", "区民政和养老局")
    rename(clerk, "category", "养老服务", "为老服务")
    choose_in_english(clerk, FILE.format("区民政局")).sees(
        "1 unchanged", "区民政局 → 区民政和养老局", "养老服务 → 为老服务"
    )
    session.rollback()
    assert session.scalars(select(Department.name)).all() == ["区民政和养老局"]


def choose_in_english(clerk: Browser, text: str) -> Browser:
    return clerk.open("/desk/import").fill(file=(BytesIO(text.encode()), "a.csv")).press()


def test_the_code_of_a_merged_department_goes_on_working(clerk: Browser, session: Session, scene: Scene) -> None:
    session.add(Department(name="区老龄办", code="LLB"))
    session.commit()
    merge(clerk, "department", "区老龄办", "区民政局").sees("0 projects go with it")
    choose_in_english(clerk, FILE.format("LLB")).sees("1 unchanged", "LLB → 区民政局")
    clerk.open("/desk/plan/SS-2026-001").fill(department="区老龄办").press("Save").sees("Nothing was changed")
    clerk.open("/desk/names/department").sees("Formerly 区老龄办")


def test_what_was_merged_counts_whole_and_its_past_keeps_its_name(people: Cast, site: Site) -> None:
    people.score(upkeep=2)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.clock.moment += timedelta(minutes=5)
    merge(people.office, "department", "区民政局", "区住建局").sees("1 project goes with it")
    assert [name for name, _ in rates.of_departments(people.session)] == ["区住建局"]
    people.session.rollback()
    people.other_department.open("/department").sees("SS-2026-001")
    people.answer("reply", people.other_department, text="路灯已修复。", reply_class="A")
    people.office.open(f"/desk/findings/{people.finding().code}").sees("区民政局", "区住建局")
    people.office.open("/desk/projects/SS-2026-001").sees("区民政局 → 区住建局", "became part of")
    people.office.open("/desk/findings/rates").sees("区住建局").misses("区民政局")


def test_a_category_in_use_is_not_taken_out_but_the_way_out_is_shown(clerk: Browser, session: Session) -> None:
    clerk.open("/desk/names").fill(name="助餐").press("Add").follow("养老服务").press("Take it out")
    assert clerk.status == 409
    clerk.sees("养老服务 is in use (projects: 1). Merge it into another one").fill(into="助餐").press("Merge them")
    clerk.sees("1 project goes with it").misses("is in use")
    assert session.scalars(select(Category.name).join(Project)).one() == "助餐"
    session.rollback()
    clerk.open("/desk/names/category").fill(name="绿化").press("Add").follow("绿化").press("Take it out").sees("Saved")
    session.rollback()
    assert session.scalars(select(Category.name)).all() == ["助餐"]


@pytest.mark.parametrize("kind", ["batch", "beneficiary_group"])
def test_batches_and_groups_are_named_anew_everywhere(clerk: Browser, session: Session, kind: str) -> None:
    clerk.open("/desk/plan/SS-2026-001").fill({kind: "旧名"}).press("Save")
    rename(clerk, kind, "旧名", "新名").sees("新名", "Formerly 旧名")
    clerk.open(f"/desk/names/{kind}").fill(name="另一个").press("Add").sees("另一个")
    merge(clerk, kind, "新名", "另一个").sees("Formerly 旧名、新名")
    clerk.open("/desk/plan/SS-2026-001").fill({kind: "旧名"}).press("Save").sees("Nothing was changed")
    session.rollback()
    assert session.scalars(select(getattr(Project, kind))).one() == "另一个"
    clerk.open("/desk/projects/SS-2026-001").sees("新名 → 另一个")


def test_a_name_is_not_given_twice_nor_to_something_else(clerk: Browser, session: Session) -> None:
    clerk.open("/desk/names").fill(name="养老服务").press("Add").sees("There is 养老服务 already")
    assert clerk.status == 409
    clerk.fill(name="助餐").press("Add")
    rename(clerk, "category", "养老服务", "助餐").sees("There is 助餐 already. To make two of them one, merge them")
    rename(clerk, "category", "养老服务", "为老服务")
    rename(clerk, "category", "助餐", "养老服务").sees("养老服务 is a former name of 为老服务")
    rename(clerk, "category", "为老服务", "养老服务").sees("Saved")
    session.rollback()
    assert {(one.name, one.means) for one in session.scalars(select(FormerName))} == {
        ("养老服务", "养老服务"),
        ("为老服务", "养老服务"),
    }


def test_what_somebody_took_out_meanwhile_is_not_found(clerk: Browser) -> None:
    clerk.open("/desk/names/category").follow("养老服务")
    other = Browser(clerk.client, "en")
    rename(other, "category", "养老服务", "为老服务")
    assert clerk.fill(name="助餐").press("Rename").status == 404
    assert clerk.open("/desk/names/nonsense").status == 404


def test_the_log_says_what_was_renamed_and_merged(clerk: Browser, session: Session) -> None:
    rename(clerk, "category", "养老服务", "为老服务")
    clerk.open("/desk/audit").sees("renamed something", "养老服务 → 为老服务")
    assert session.scalars(select(AuditEntry.act)).all() == ["name_changed"]


def test_a_renamed_category_keeps_its_questionnaire(people: Cast, session: Session) -> None:
    before = catalogue.for_project(session, Audience.RESIDENT, "养老服务").questionnaire
    assert before != catalogue.for_project(session, Audience.RESIDENT, "为老服务").questionnaire
    session.rollback()
    rename(people.office, "category", "养老服务", "为老服务")
    category = session.scalars(select(Category).execution_options(populate_existing=True)).one()
    assert catalogue.for_project(session, Audience.RESIDENT, category.known_as).questionnaire == before
    session.rollback()
    people.office.open(f"/S/{people.code}").sees("社区食堂提升")


@pytest.mark.sqlite
def test_only_the_office_names_things(sign_in: Callable[..., Browser], site: Site) -> None:
    for role in set(Role) - {Role.OFFICE}:
        assert sign_in(role, department="区民政局").open("/desk/names").status == 403
