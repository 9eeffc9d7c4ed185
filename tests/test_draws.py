"""A draw is committed, revealed and can be drawn again by anybody; one changed byte of its record shows."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.demo import planned
from survey.people import audit, ties
from survey.people.tables import Body, Deputy, Role
from survey.register.tables import Category, Department, Project, ProjectState, Site
from survey.visits import draws, links, lottery, weights
from survey.visits.tables import Draw, Visit
from tests.conftest import Clock
from tests.rounds import cast
from tests.test_visit_prints import printed
from tests.test_visits import plan
from tests.walker import Browser

DRAWS = 4000
WISH = {"projects": 3, "deputies": 4}


@pytest.fixture
def district(session: Session, site: Site, clock: Clock) -> Session:
    """Twelve projects of three categories and twelve deputies of two bodies; committed."""
    site.project.state = ProjectState.UNDER_WAY
    parks = Department(name="区园林局")
    for number in range(2, 13):
        project = Project(
            number=f"SS-2026-{number:03}",
            name=f"项目{number}",
            category=Category(name=f"类别{number}") if number < 4 else site.project.category,
            department=parks,
            state=ProjectState.UNDER_WAY,
            created_at=clock(),
            changed_at=clock(),
        )
        session.add(Site(project=project, name="点位"))
    for number in range(1, 13):
        body = Body.CONGRESS if number < 7 else Body.CPPCC
        employer = "区园林局" if number == 12 else ""
        session.add(Deputy(number=f"D{number:02}", name="代表", body=body, employer=employer, created_at=clock()))
    session.commit()
    return session


def candidates(**weight: float) -> dict[str, Any]:
    projects = [
        {"number": name, "stratum": name[0], "weight": value, "conflicts": [], "sites": [1]}
        for name, value in weight.items()
    ]
    return {"wish": {"projects": 1, "deputies": 0}, "projects": projects, "deputies": []}


def test_the_same_record_gives_the_same_result(district: Session, clock: Clock) -> None:
    draw = draws.commit(district, WISH, "office", clock())
    result = draws.reveal(district, draw, "office", clock())
    assert result == lottery.draw(draw.seed, draw.candidates)
    assert (len(result["projects"]), len(result["deputies"])) == (3, 4)
    assert draws.fault(district, draw) == ""


def test_categories_and_bodies_share_the_places(district: Session, clock: Clock) -> None:
    draw = draws.commit(district, WISH, "office", clock())
    result = draws.reveal(district, draw, "office", clock())
    strata = {project["number"]: project["stratum"] for project in draw.candidates["projects"]}
    assert len({strata[project["number"]] for project in result["projects"]}) == 3
    assert Counter(number < "D07" for number in result["deputies"]) == {True: 2, False: 2}


def test_nobody_judges_the_own_employer(district: Session, clock: Clock) -> None:
    for _ in range(20):
        draw = draws.commit(district, {"projects": 3, "deputies": 12}, "office", clock())
        result = draws.reveal(district, draw, "office", clock())
        assert "D12" not in result["deputies"]
        assert len(result["deputies"]) == 11


def test_nobody_judges_the_own_contract(district: Session, clock: Clock) -> None:
    for project in district.scalars(select(Project)):
        project.contractor = "甲建设公司、乙园林公司"
    for number, column in (("D01", "employer"), ("D02", "ties")):
        setattr(district.scalars(select(Deputy).where(Deputy.number == number)).one(), column, "乙（园林） 公司")
    ties.declare(district, district.scalars(select(Deputy).where(Deputy.number == "D04")).one(), "甲建设公司", clock())
    district.scalars(select(Deputy).where(Deputy.number == "D03")).one().ties = "丙公司，甲建设公司"
    draw = draws.commit(district, {"projects": 3, "deputies": 12}, "office", clock())
    result = draws.reveal(district, draw, "office", clock())
    assert set(result["deputies"]) == {f"D{number:02}" for number in range(5, 12)}
    assert draws.fault(district, draw) == ""


def test_weights_are_chances() -> None:
    wins = Counter(lottery.draw(str(seed), candidates(a=3.0, b=1.0))["projects"][0]["number"] for seed in range(DRAWS))
    assert wins["a"] / DRAWS == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize(
    ("last_on", "score", "expected"),
    [
        (None, None, 5),
        (date(2026, 11, 1), 92.0, 1),
        (date(2026, 11, 1), 55.0, 3),
        (date(2026, 11, 1), 75.0, 2),
        (date(2026, 5, 1), 92.0, 3),
        (date(2020, 5, 1), 40.0, 7),
    ],
)
def test_long_unvisited_and_poor_projects_come_sooner(
    last_on: date | None, score: float | None, expected: float
) -> None:
    assert weights.weight(last_on, score, date(2026, 11, 24)) == expected


def test_a_draw_is_drawn_once_and_again_only_with_a_reason(district: Session, clock: Clock) -> None:
    draw = draws.commit(district, WISH, "office", clock())
    draws.reveal(district, draw, "office", clock())
    with pytest.raises(problems.NotNow):
        draws.reveal(district, draw, "office", clock())
    with pytest.raises(problems.ReasonNeeded):
        draws.commit(district, WISH, "office", clock(), replaces=draw)
    assert draws.commit(district, WISH, "office", clock(), replaces=draw, reason="两位代表请假").replaces_id == draw.id


def test_the_seed_is_told_only_after_the_draw(district: Session, office: Browser) -> None:
    office.open("/desk/visits/draws").fill(projects="3", deputies="4").press("固定候选名单").sees(
        "12 个项目，12 名代表委员"
    )
    address = office.path
    record = office.client.get(f"{address}.json").json
    assert record is not None
    assert (record["seed"], record["result"]) == (None, None)
    with Session(district.get_bind()) as session:
        seed = draws.newest(session)[0].seed
    assert seed not in office.response.get_data(as_text=True)
    office.fill(opens_on="2026-11-25", closes_on="2026-12-10").press("抽取").sees(seed, "结果与承诺一致")
    office.open("/desk/visits").sees("不定期暗访", "2026-11-25")


FIELDS = ("code", "candidates", "commitment", "seed", "result", "made_by", "committed_at", "revealed_at", "reason")


def written(draw: Draw) -> dict[str, Any]:
    """A draw's record as it would be written down."""
    told = {name: getattr(draw, name) for name in (*FIELDS, "replaces_id")}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def read(text: str) -> dict[str, Any]:
    """A record as it is read again; raises ValueError or KeyError when it is none."""
    told: dict[str, Any] = json.loads(text)
    if set(told) != {*FIELDS, "replaces_id"}:
        raise KeyError(text)
    return told | {name: datetime.fromisoformat(told[name]) for name in ("committed_at", "revealed_at")}


def other_bytes(text: str) -> Iterator[Draw]:
    """Every record that differs from this one in one digit or letter; what is none any more cannot even be stored."""
    told = read(text)
    for place, old in enumerate(text):
        new = str((int(old) + 1) % 10) if old.isdigit() else "x" if old.isalpha() else old
        with suppress(ValueError, KeyError):
            changed = read(f"{text[:place]}{new}{text[place + 1 :]}")
            if changed != told:
                yield Draw(**changed)


def test_every_draw_of_the_demo_verifies_and_none_with_one_byte_changed(district: Session, clock: Clock) -> None:
    projects, deputies = (district.scalars(select(table).order_by(table.id)).all() for table in (Project, Deputy))
    planned.plan(district, projects, deputies, clock())
    made = draws.newest(district)
    assert [bool(draw.reason) for draw in made] == [True, False]
    for draw in made:
        assert draws.fault(district, draw) == ""
        text = json.dumps(written(draw), ensure_ascii=False)
        with district.no_autoflush:
            told = Counter(draws.fault(district, changed) for changed in other_bytes(text))
        assert set(told) == {"commitment", "result", "log"}
        assert told.total() > len(text) / 2


@pytest.mark.parametrize("column", ["made_by", "committed_at", "revealed_at", "reason", "replaces_id", "result"])
def test_a_record_that_lost_something_shows(district: Session, clock: Clock, column: str) -> None:
    first = draws.commit(district, WISH, "office", clock())
    draw = draws.commit(district, WISH, "office", clock(), replaces=first, reason="两位代表请假")
    draws.reveal(district, draw, "office", clock())
    kept = {name: getattr(draw, name) for name in (*FIELDS, "replaces_id")}
    lost = "" if isinstance(kept[column], str) else clock() - timedelta(days=1) if column == "committed_at" else None
    with district.no_autoflush:
        assert draws.fault(district, Draw(**kept)) == ""
        assert draws.fault(district, Draw(**(kept | {column: lost}))) in ("log", "result")


def test_a_log_that_was_changed_with_the_record_shows(district: Session, clock: Clock) -> None:
    draw = draws.commit(district, WISH, "office", clock())
    draws.reveal(district, draw, "office", clock())
    draw.made_by = audit.newest(district, act="draw_committed")[0].actor = "somebody"
    assert draws.fault(district, draw) == "log"


@pytest.mark.sqlite
def test_the_command_draws_lists_and_verifies(district: Session, run: Callable[..., tuple[int, str]]) -> None:
    status, said = run("draw", "--projects", "2", "--deputies", "2", "--json")
    record = json.loads(said)
    assert (status, len(record["projects"]), len(record["deputies"])) == (0, 2, 2)
    assert [row["id"] for row in json.loads(run("draw", "--list", "--json")[1])] == [record["id"]]
    assert run("draw", "--verify", record["id"])[0] == 0
    draw = draws.of_code(district, record["id"])
    draw.seed = draw.seed.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    district.commit()
    assert run("draw", "--verify", record["id"])[0] == 1
    assert run("draw", "--verify", "NOSUCHID")[0] == 1


def test_the_last_of_the_panel_gives_way_to_who_links_what_nobody_linked() -> None:
    """A and B were scored by D1, C and D by D2: one of each in a panel links them all."""
    scored = {"D1": ["A", "B"], "D2": ["C", "D"]}
    assert links.groups(scored) == 2
    assert links.linking(scored, ["D1", "D3", "D2"], 2, ["A"]) == ["D1", "D2"]
    assert links.linking(scored, ["D3", "D1", "D2"], 1, ["E"]) == ["D1"]
    assert links.after(scored, ["D1", "D2"], ["A"]) == 1
    assert links.linking({}, ["D3", "D1"], 2, ["A"]) == ["D3", "D1"]


def test_a_record_of_before_is_verified_as_it_was(
    district: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = weights.candidates
    old = lambda *asked: {name: value for name, value in now(*asked).items() if name != "seen"}  # noqa: E731
    monkeypatch.setattr(weights, "candidates", old)
    draw = draws.commit(district, WISH, "office", clock())
    assert set(draws.reveal(district, draw, "office", clock())) == {"projects", "deputies"}
    assert draws.fault(district, draw) == ""


@pytest.mark.parametrize(
    ("by", "strata"),
    [("department", {"区园林局", "区民政局"}), ("state", {"under_way"}), ("due", {"–", "2026 Q4"}), ("band", {"–"})],
)
def test_the_office_chooses_the_strata(district: Session, clock: Clock, by: str, strata: set[str]) -> None:
    made = weights.candidates(district, {**WISH, "by": by, "deputies_by": "trade"}, clock())
    assert {project["stratum"] for project in made["projects"]} <= strata
    assert {deputy["stratum"] for deputy in made["deputies"]} == {"–"}


def test_what_is_sealed_is_in_no_weight_and_no_record(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    session.get_one(Project, site.project_id).state = ProjectState.UNDER_WAY
    session.commit()
    with Session(session.get_bind()) as reading:
        before = weights.candidates(reading, WISH, clock())
    code = plan(people)
    people.score(upkeep=3)
    with Session(session.get_bind()) as reading:
        assert weights.candidates(reading, WISH, clock()) == before
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").press("公布结果")
    with Session(session.get_bind()) as reading:
        after = weights.candidates(reading, WISH, clock())
    assert after["seen"] == [["RD01", "SS-2026-001", "unannounced", code]]
    assert after["projects"][0]["weight"] < before["projects"][0]["weight"]


def test_the_minute_is_printed_before_the_draw_and_after_it(
    district: Session, office: Browser, sign_in: Callable[..., Browser]
) -> None:
    office.open("/desk/visits/draws").fill(projects="3", deputies="3").press("固定候选名单")
    page, address = office.page, f"{office.path}/minute.pdf"
    draw = draws.newest(district)[0]
    district.commit()
    before = "".join(printed(office, address))
    assert draw.commitment in before
    assert draw.seed not in before
    assert all(each["number"] in before for kind in ("projects", "deputies") for each in draw.candidates[kind])
    office.page = page
    office.fill(opens_on="2026-12-01", closes_on="2026-12-01").press("抽取").sees("打印抽取记录")
    first, *_ = printed(office, address)
    district.refresh(draw)
    district.commit()
    drawn = [each["number"] for each in (draw.result or {})["projects"]] + (draw.result or {})["deputies"]
    for words in (draw.commitment, draw.seed, "请保密", "与审计日志相符", "监督人", *drawn):
        assert words in first
    code = district.scalars(select(Visit.code)).one()
    district.commit()
    office.open(f"/desk/visits/{code}").press("结束查访并启封").press("公布结果")
    assert "请保密" not in printed(office, address)[0]
    assert sign_in(Role.LEADER).open(address).status == 403
    draw.made_by = "somebody"
    district.commit()
    assert "这份记录被改动过" in printed(office, address)[0]


def test_the_minute_says_what_the_visit_does_for_comparison(district: Session, office: Browser) -> None:
    office.open("/desk/visits/draws").fill(projects="3", deputies="3", by="department").press("固定候选名单")
    office.fill(opens_on="2026-12-01", closes_on="2026-12-01").press("抽取")
    office.sees("安排的质量 0.0 →", "没有代表委员相连的组 0 → 1", "区园林局")
