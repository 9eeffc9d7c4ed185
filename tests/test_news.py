"""A department is told at once of what came to it and of tours to it, and of an unannounced visit nothing."""

from tests.rounds import Cast
from tests.test_visits import plan
from tests.test_visits_afterwards import move


def test_what_comes_comes_back_and_is_reopened(people: Cast) -> None:
    people.score(upkeep=3)
    inbox = "/account/notices"
    people.department.open(inbox).misses("长效管护")
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.department.open(inbox).sees("办公室派给你们一个问题：社区食堂提升")
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已换好", promised_on="")
    people.judge("not_satisfied", "还是黑的")
    people.department.open(inbox).sees("不满意，进入下一回合：长效管护")
    people.answer("reply", reply_class="A", text="这次真的换了", promised_on="")
    people.judge("satisfied")
    people.desk("reopen", text="又坏了")
    people.department.open(inbox).sees("重新打开：长效管护")
    people.other_department.open(inbox).misses("长效管护")


def test_a_tour_is_told_moved_and_called_off(people: Cast) -> None:
    code = plan(people, "announced")
    inbox = people.department.open("/account/notices").sees("2026-11-24 – 2026-11-27 有集中查访")
    move(people, code, 5)
    inbox.open("/account/notices").sees("由 2026-11-24 – 2026-11-27 改到 2026-11-29：台风")
    people.office.open(f"/desk/visits/{code}").fill(reason="防汛").press("取消查访")
    inbox.open("/account/notices").sees("2026-11-29 的集中查访取消：防汛")
    people.other_department.open("/account/notices").misses("集中查访")


def test_of_an_unannounced_visit_nobody_is_told(people: Cast) -> None:
    before = people.department.open("/account/notices").response.data
    code = plan(people)
    move(people, code, 5)
    people.office.open(f"/desk/visits/{code}").fill(reason="防汛").press("取消查访")
    assert people.department.open("/account/notices").response.data == before
