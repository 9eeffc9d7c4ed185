"""What stands around the marks on a card: steps, findings, media and the self-evaluation, for each of four readers."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from survey.people import passes
from survey.people.tables import Role
from survey.register.tables import Milestone, Project, SelfEvaluation, Site
from survey.watch.tables import MediaKind, MediaReport, Tone
from tests.conftest import Clock
from tests.district import Scene
from tests.rounds import cast
from tests.walker import Browser, in_english

NUMBER = "SS-2026-001"
CARD = f"/desk/projects/{NUMBER}/card"


def evaluate(scene: Scene, project: Project, score: float) -> None:
    about = {"version_id": scene.version.id, "marks": {}, "analysis": "", "who": "林远", "at": scene.now}
    scene.session.add(SelfEvaluation(project_id=project.id, month="2026-10", score=score, **about))
    scene.session.commit()


def publish(office: Browser) -> None:
    office.open("/desk/scorecards").fill(note="").press(action="/desk/scorecards/publish")


def test_steps_and_media_stand_on_the_card(office: Browser, scene: Scene, canteen: Project, anybody: Browser) -> None:
    day = date(2026, 11, 1)
    for name, due, done in (("选址", -40, -45), ("开工", -30, -20), ("开业", -2, None)):
        done_on = None if done is None else day + timedelta(days=done)
        step = Milestone(project_id=canteen.id, name=name, due_on=day + timedelta(days=due), done_on=done_on)
        scene.session.add(step)
    for tone, suggestion, action in ((Tone.PRAISE, "", ""), (Tone.CRITICAL, "加一条坡道", "已加装")):
        about = {"kind": MediaKind.PRESS, "published_on": day, "logged_by": "office", "logged_at": scene.now}
        scene.session.add(
            MediaReport(
                outlet="晨光日报", title=f"食堂{tone}", tone=tone, suggestion=suggestion, action=action,
                project_id=canteen.id, **about,
            )
        )  # fmt: skip
    scene.session.commit()
    publish(office)
    for reader, path in ((office, CARD), (anybody, f"/c/{NUMBER}")):
        in_english(reader).open(path).sees("2 of 3 milestones are done, 1 of them in time.", "1 are late.", "晨光日报")
        reader.sees("2 reports: 1 praise, 1 critical.", "1 of 1 suggestions were acted on.")
        reader.sees("Nothing has been found fault with.")
        reader.sees("before: 1 of the 2 that are done. 1 are past their day and not done.")


def test_only_what_its_raiser_confirmed_is_fixed(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=3)
    office = people.office
    in_english(office).open(CARD).sees("0 of 0 findings", "Raised: 1", "still under way: 1")
    people.desk("dispatch", department=people.department_id("区民政局"))
    office.open(CARD).sees("0 of 1 findings", "0 of the 1 that were sent to a department")
    people.desk("close", text="由接续项目一并解决")
    in_english(office).open(CARD).sees("0 of 1 findings", "closed, not fixed: 1")


def test_the_self_evaluation_stands_beside_and_is_remarked_on_when_far_above(
    office: Browser, scene: Scene, canteen: Project
) -> None:
    for number in range(12):
        project = canteen if number == 0 else scene.project(f"P{number:02}")
        for deputy in range(4):
            scene.mark(project, f"D{deputy}", 78 + (number * 3 + deputy) % 5, days_ago=deputy + 1)
        evaluate(scene, project, 99 if number == 0 else 84)
    in_english(office).open(CARD).sees(
        "The department gave itself 99.0 of 100 in 2026-10", "far above what deputies saw", "Self-evaluation 99.0 − "
    )
    office.open("/desk/projects/P03/card").sees("84.0 of 100").misses("far above what deputies saw")


def test_the_public_reads_no_gap_where_the_fair_score_is_hidden(
    office: Browser, scene: Scene, canteen: Project, anybody: Browser
) -> None:
    scene.mark(canteen, "D1", 71.5)
    evaluate(scene, canteen, 90)
    publish(office)
    in_english(anybody).open(f"/c/{NUMBER}").sees("90.0 of 100 in 2026-10").misses(
        "18.5", "71.5", "Self-evaluation 90.0 −"
    )
    in_english(office).open(CARD).sees("+18.5 points")


def test_a_department_reads_its_own_cards_and_no_others(
    sign_in: Callable[..., Browser], scene: Scene, canteen: Project, clock: Clock
) -> None:
    scene.residents(canteen, g5=12, g1=1)
    own = in_english(sign_in(Role.DEPARTMENT, login="own", department=canteen.department.name))
    own.open(f"/department/projects/{NUMBER}").follow("Scorecard").sees("What residents say", "13 answers")
    assert "residents,answers,,13," in own.client.get(f"/department/projects/{NUMBER}/card.csv").get_data(as_text=True)
    other = sign_in(Role.DEPARTMENT, login="other", department="区教育局")
    assert other.open(f"/department/projects/{NUMBER}/card").status == 404
    assert sign_in(Role.INTERVIEWER).open(f"/department/projects/{NUMBER}/card").status == 403


def test_a_deputy_reads_own_marks_beside_the_published_panel(
    app: Flask, office: Browser, scene: Scene, canteen: Project, anybody: Browser
) -> None:
    for deputy, score in (("D1", 93.5), ("D2", 81.25), ("D3", 77), ("D4", 80)):
        scene.mark(canteen, deputy, score)
    phones = {}
    for number in ("D1", "D2"):
        secret = passes.issue(scene.session, scene.deputies[number], scene.now)
        scene.session.commit()
        phones[number] = in_english(Browser(app.test_client()).open(f"/p/{secret}").press())
    own = phones["D1"].open(f"/deputy/cards/{NUMBER}")
    own.sees("Your own marks", "93.5", "No scorecard has been published yet.").misses("81.2", "82.9")
    publish(office)
    own.open("/deputy").follow(canteen.name).sees("93.5", "The whole panel, as published", "82.9").misses("81.2")
    assert phones["D2"].open("/deputy/cards/SS-2026-009").status == 404
    assert in_english(anybody).open(f"/deputy/cards/{NUMBER}").status == 401


def test_the_card_says_what_the_mix_of_channels_adds(office: Browser, scene: Scene, canteen: Project) -> None:
    for number in range(10):
        project = scene.project(f"P{number:02}")
        scene.residents(project, day=date(2026, 11, 19), g3=30)
        scene.residents(project, channel="interviewer", day=date(2026, 11, 19), g3=5, g4=5)
    scene.residents(canteen, channel="interviewer", day=date(2026, 11, 19), g4=12)
    in_english(office).open(CARD).sees("the plain mean would be about 3.6 instead of 4.0")
