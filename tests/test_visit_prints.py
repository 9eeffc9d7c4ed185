"""A visit on paper: the programme with a code at each stop, slips and their count, the notice of the result."""

from io import BytesIO

from pypdf import PdfReader

from tests.rounds import Cast
from tests.test_visits import plan
from tests.walker import Browser


def printed(who: Browser, path: str) -> list[str]:
    """The pages of a PDF as text, without spaces."""
    answer = who.open(path).response
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), who.text
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages]


def test_the_programme_names_days_route_panel_and_who_leads(people: Cast) -> None:
    code = plan(people, "announced")
    for who, path in ((people.office, "/desk"), (people.deputy, "/deputy")):
        [page] = printed(who, f"{path}/visits/{code}/programme.pdf")
        for words in ("集中查访行程安排", "2026-11-24", "社区食堂提升", "SS-2026-001", "代表RD01", "组长", "代表RD02"):
            assert words in page
        assert "请保密" not in page


def test_an_unannounced_one_says_so_and_only_its_panel_gets_it(people: Cast, anybody: Browser) -> None:
    code = plan(people, deputies="RD01")
    assert "请保密" in printed(people.deputy, f"/deputy/visits/{code}/programme.pdf")[0]
    assert people.other_deputy.open(f"/deputy/visits/{code}/programme.pdf").status == 404
    assert anybody.open(f"/deputy/visits/{code}/programme.pdf").status == 401
    assert people.department.open(f"/desk/visits/{code}/programme.pdf").response.mimetype != "application/pdf"


def test_slips_count_and_notice_follow_the_ballot(people: Cast) -> None:
    code = plan(people)
    people.score()
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").press("发起表决")
    slips, count = printed(people.office, f"/desk/visits/{code}/ballot.pdf")
    assert slips.count("无记名投票") == 2
    assert "监票人" in count
    assert people.office.open(f"/desk/visits/{code}/result.pdf").status == 404
    people.deputy.open(f"/deputy/visits/{code}").fill(mark="satisfied").press("投票")
    people.others_vote()
    people.office.open(f"/desk/visits/{code}").press("结束表决")
    assert "投出票数3" in printed(people.office, f"/desk/visits/{code}/ballot.pdf")[1]
    [notice] = printed(people.office, f"/desk/visits/{code}/result.pdf")
    for words in ("表决结果通知", "表决结果：满意", "查访组人数2", "达到50%"):
        assert words in notice
