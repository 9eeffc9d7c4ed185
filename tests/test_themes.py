"""What people wrote about: a stated method, a person's release, and nothing that tells of few people."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from survey.collect import submissions
from survey.collect.arrivals import Arrival
from survey.collect.tables import Channel, Submission
from survey.people.tables import Role
from survey.problems import WrongThemes
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Project
from survey.scorecards import publication, theme_releases, themes
from survey.scorecards.themes import OTHER, Theme
from tests.district import Scene
from tests.shipped import publish_shipped
from tests.walker import Browser, in_english

LIST = [Theme("价格", ("太贵", "收费")), Theme("卫生", ("脏", "异味")), Theme("网络", ("wifi", "5G"))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("饭菜太 贵，桌子也脏", {"价格", "卫生"}),
        ("ＷｉＦｉ很慢", {"网络"}),
        ("没有WIFI", {"网络"}),
        ("wifislow", set()),
        ("很好", set()),
        ("５Ｇ 信号差", {"网络"}),
    ],
)
def test_a_comment_belongs_to_every_theme_of_which_it_holds_a_word(text: str, said: set[str]) -> None:
    assert themes.of_comment(text, LIST) == said


def test_counts_by_the_authors_own_grade() -> None:
    found = themes.tally([("太贵", 2), ("太贵 脏", 5), ("好", 5), ("  ", 1), ("脏", None)], LIST)
    assert found.n == 4
    counts = {count.theme: (count.n, dict(count.grades)) for count in themes.counted(found, LIST)}
    assert counts == {
        "价格": (2, {2: 1, 5: 1}),
        "卫生": (2, {5: 1, None: 1}),
        "网络": (0, {}),
        OTHER: (1, {5: 1}),
    }


@pytest.mark.parametrize("line", ["价格", "：太贵", "价格：", "价格：贵\n价格：收费", "价格：" + "贵" * 21])
def test_a_list_that_makes_no_sense_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(WrongThemes) as wrong:
        themes.read(f"卫生：脏\n{line}")
    assert wrong.value.values["line"] in (2, 3)


def test_the_list_is_the_same_after_it_was_written_and_read() -> None:
    shipped = themes.read(theme_releases.SHIPPED)
    assert len(shipped) == 10
    assert themes.read(themes.written(shipped)) == shipped


def test_too_few_comments_publish_nothing() -> None:
    nine = themes.tally([("太贵", 5)] * 9, LIST)
    assert themes.public(nine, LIST, 5) is None
    assert themes.public(themes.tally([("太贵", 5)] * 12, LIST), LIST, 20) is None


@pytest.mark.parametrize("seed", range(60))
def test_nothing_published_is_of_one_to_four_people(seed: int) -> None:
    """Whatever was written: every number shown, and what is left when it is taken from the whole, is 0, 5 or more."""
    random = Random(seed)
    parts = ["太贵", "脏", "wifi", "好"]
    comments = [
        (" ".join(random.sample(parts, random.randrange(1, 4))), random.choice([1, 2, 3, 4, 5, 5, 5, None]))
        for _ in range(random.randrange(10, 60))
    ]
    found = themes.public(themes.tally(comments, LIST), LIST, 10)
    assert found is not None
    shown = found["themes"]
    assert all(theme["n"] >= 5 for theme in shown)
    for theme in shown:
        if theme["satisfied"] is not None:
            unknown = theme["n"] - theme["satisfied"] - theme["less"]
            assert all(part == 0 or part >= 5 for part in (theme["satisfied"], theme["less"], unknown))
    if len(shown) == 1:
        assert shown[0]["n"] == found["n"], "one theme alone: the rest would be told by subtraction"


def wrote(scene: Scene, project: Project, texts: list[tuple[str, str]]) -> None:
    """Residents who answered the shipped questionnaire through the door: grade and text."""
    version = catalogue.for_project(scene.session, Audience.RESIDENT, project.category.name)
    submissions.receive(
        scene.session,
        [
            Arrival(
                code=scene.site.codes[0].code,
                submission_id=uuid4(),
                version_id=version.id,
                audience=Audience.RESIDENT,
                language="zh",
                answers={"overall": grade, "comment": text},
                received_at=scene.now,
                day=scene.now.date(),
                channel=Channel.SITE,
                device=None,
            )
            for grade, text in texts
        ],
    )
    scene.session.commit()


PAGE = "/desk/projects/SS-2026-001/themes"


@pytest.fixture
def canteen_told(scene: Scene, canteen: Project) -> Project:
    publish_shipped(scene.session, scene.now)
    wrote(scene, canteen, [("2", "饭菜太贵")] * 6 + [("5", "好吃，味道好")] * 6 + [("1", "张医生态度差 13800138000")])
    return canteen


def publish(scene: Scene) -> dict[str, object] | None:
    publication.publish(scene.session, scene.period, "office", scene.now, "")
    scene.session.commit()
    found = publication.latest(scene.session, "SS-2026-001").content["themes"]
    scene.session.commit()
    return None if found is None else dict(found)


def test_a_person_looks_and_releases_and_the_next_edition_shows_counts_only(
    office: Browser, anybody: Browser, scene: Scene, canteen_told: Project
) -> None:
    assert publish(scene) is None
    page = in_english(office).open(PAGE).sees("13 comments", "价格", "某医生").misses("13800138000", "张医生")
    page.press("Release these counts for the next edition").sees("13 comments were released")
    in_english(anybody).open("/c/SS-2026-001").misses("What people wrote about")
    assert publish(scene) == {
        "n": 13,
        "themes": [
            {"theme": "价格", "n": 6, "satisfied": 0, "less": 6},
            {"theme": OTHER, "n": 7, "satisfied": None, "less": None},
        ],
    }
    anybody.open("/c/SS-2026-001").sees("What people wrote about", "13 people wrote something", "价格 · 6")
    anybody.misses("太贵", "医生")
    paper = PdfReader(BytesIO(office.client.get("/desk/projects/SS-2026-001/card.pdf?lang=en").data))
    assert "价格 6 · Something else 7" in "".join(page.extract_text() for page in paper.pages)
    assert b"theme,\xe4\xbb\xb7\xe6\xa0\xbc" in anybody.client.get("/c/SS-2026-001/card.csv").data
    office.open("/desk/audit").sees("released what people wrote about")


def test_one_more_comment_is_not_released_and_what_was_can_be_taken_back(
    office: Browser, scene: Scene, canteen_told: Project
) -> None:
    in_english(office).open(PAGE).press("Release these counts for the next edition")
    before = publish(scene)
    wrote(scene, canteen_told, [("1", "太贵")])
    refused = office.open(PAGE).press("Release these counts for the next edition")
    assert refused.status == 409
    refused.sees("Please wait for five more.")
    office.open(PAGE).press("Take back").sees("Taken back on")
    assert office.open(PAGE).press("Release these counts for the next edition").status == 409
    assert before is not None
    assert publish(scene) is None


def test_a_wrong_list_keeps_what_was_typed(office: Browser, scene: Scene) -> None:
    page = in_english(office).open("/desk/scorecards/themes").fill(themes="卫生：脏\n价格").press("Save")
    assert page.status == 422
    page.sees("Line 2: please write a theme once", "价格")
    office.open("/desk/scorecards/themes").fill(themes="噪音：吵 噪声").press("Save").sees("1 themes are looked for")
    assert theme_releases.listed(scene.session) == [Theme("噪音", ("吵", "噪声"))]
    scene.session.commit()


def test_comments_are_for_the_office_only(sign_in: Callable[..., Browser], canteen_told: Project) -> None:
    for role in (Role.LEADER, Role.VIEWER, Role.DEPARTMENT, Role.INTERVIEWER):
        browser = sign_in(role)
        assert browser.open(PAGE).status == 403
        assert browser.open("/desk/scorecards/themes").status == 403


def test_what_counts_no_more_is_not_read(scene: Scene, canteen_told: Project) -> None:
    assert theme_releases.tally(scene.session, canteen_told.id, scene.period).n == 13
    first = scene.session.scalars(select(Submission)).first()
    assert first is not None
    first.superseded_at = scene.now
    scene.session.flush()
    assert theme_releases.tally(scene.session, canteen_told.id, scene.period).n == 12
