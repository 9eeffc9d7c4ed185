"""Scorecards as PDF: two pages a project, in the reader's language, with nothing that the reader may not see."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfReader
from sqlalchemy.orm import Session

from survey.cli.booklet import scorecards
from survey.cli.context import Deployment
from survey.people.tables import Role
from survey.register.tables import Site
from survey.settings import Settings
from tests.conftest import Clock
from tests.district import Scene
from tests.walker import Browser

NUMBER = "SS-2026-001"


@pytest.fixture
def scene(session: Session, site: Site, clock: Clock) -> Scene:
    """A project with many answers and four deputies, and one with three answers."""
    scene = Scene(session, site, clock())
    scene.residents(site.project, g5=30, g4=10)
    scene.residents(site.project, "aware", yes=20, heard=15, no=5)
    for day, deputy in enumerate(("D1", "D2", "D3", "D4")):
        scene.mark(site.project, deputy, 88 + day, days_ago=day + 1)
    scene.residents(scene.project("SS-2026-002"), g5=2, g1=1)
    return scene


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def command(settings: Settings, *arguments: str) -> tuple[int, str]:
    deployment = Deployment(settings)
    done = CliRunner().invoke(scorecards, arguments, obj=deployment)
    deployment.engine.dispose()
    return done.exit_code, done.output


def test_a_card_is_two_pages_in_the_readers_language(office: Browser, scene: Scene) -> None:
    made = pages(office.open(f"/desk/projects/{NUMBER}/card.pdf").response.data)
    assert len(made) == 2
    assert "社区食堂提升" in made[0]
    assert "代表委员公允分" in made[0]
    assert "承诺了什么" in made[0]
    assert "这个数怎么来的" in made[1]
    office.headers["Accept-Language"] = "en"
    english = pages(office.open(f"/desk/projects/{NUMBER}/card.pdf").response.data)
    assert "Deputies, fair score" in english[0]
    assert "The 40 answers average 4.75." in english[1]


def test_a_viewers_paper_hides_what_the_page_hides(sign_in: Callable[..., Browser], scene: Scene) -> None:
    viewer = sign_in(Role.VIEWER)
    viewer.headers["Accept-Language"] = "en"
    text = "".join(pages(viewer.open("/desk/projects/SS-2026-002/card.pdf").response.data))
    assert "Fewer than 5 answers" in text
    assert "average" not in text
    assert sign_in(Role.DEPARTMENT).open(f"/desk/projects/{NUMBER}/card.pdf").status == 403


def test_a_project_without_answers_needs_one_page(office: Browser, scene: Scene, session: Session) -> None:
    scene.project("SS-2026-003")
    session.commit()
    assert len(pages(office.open("/desk/projects/SS-2026-003/card.pdf").response.data)) == 1


def test_the_booklet_holds_every_project(settings: Settings, scene: Scene, tmp_path: Path) -> None:
    status, said = command(settings, "-o", str(tmp_path / "all.pdf"))
    assert (status, "2 projects" in said) == (0, True)
    assert len(pages((tmp_path / "all.pdf").read_bytes())) == 4
    status, said = command(settings, "-o", str(tmp_path / "all.xlsx"))
    assert (status, (tmp_path / "all.xlsx").read_bytes()[:2]) == (0, b"PK")


def test_a_file_of_another_kind_is_refused(settings: Settings, scene: Scene, tmp_path: Path) -> None:
    status, said = command(settings, "-o", str(tmp_path / "all.docx"))
    assert (status, "must end in .pdf or .xlsx" in said) == (2, True)


def test_a_slide_is_one_wide_picture(sign_in: Callable[..., Browser], scene: Scene) -> None:
    picture = Image.open(io.BytesIO(sign_in(Role.VIEWER).open(f"/desk/projects/{NUMBER}/card.png").response.data))
    assert (picture.format, picture.width) == ("PNG", 1920)
    assert sign_in(Role.INTERVIEWER).open(f"/desk/projects/{NUMBER}/card.png").status == 403


def test_every_chart_of_a_card_is_a_picture_for_a_slide(office: Browser, scene: Scene) -> None:
    links = office.open(f"/desk/projects/{NUMBER}/card").page.select("a[href*='/charts/']")
    assert [str(link["href"]).rsplit("/", 1)[1] for link in links] == ["overall.png", "aware.png", "views.png"]
    for link in links:
        picture = office.client.get(str(link["href"]))
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        with Image.open(io.BytesIO(picture.data)) as drawn:
            assert drawn.width == 1920
            colours = {colour for _, colour in drawn.convert("RGB").getcolors(10**6) or ()}
        assert {(255, 255, 255), (28, 32, 36)} <= colours
        assert colours & {(11, 93, 94), (63, 147, 143)}, "no bar and no dot has the page's colour"
    assert office.client.get(f"/desk/projects/{NUMBER}/charts/other.png").status_code == 404


def test_a_picture_shows_no_more_than_the_page(sign_in: Callable[..., Browser], scene: Scene) -> None:
    viewer = sign_in(Role.VIEWER)
    assert viewer.client.get("/desk/projects/SS-2026-002/charts/overall.png").status_code == 404
    assert viewer.client.get("/desk/scorecards/compare/funnel.png").status_code == 403
    office = sign_in(Role.OFFICE)
    assert office.client.get("/desk/projects/SS-2026-002/charts/overall.png").status_code == 200
    assert office.client.get("/desk/scorecards/compare/funnel.png").mimetype == "image/png"
