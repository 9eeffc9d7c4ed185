"""Free text is masked before others read it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.collect.masking import HIDDEN, mask
from survey.people.tables import Role
from survey.register.tables import Site
from survey.rounds.tables import Finding
from tests.conftest import Clock
from tests.rounds import cast
from tests.walker import Browser


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("请打13812345678找我", f"请打{HIDDEN}找我"),
        ("电话 138-1234-5678。", f"电话 {HIDDEN}。"),
        ("１３８ １２３４ ５６７８", HIDDEN),
        ("+86 13812345678 晚上", f"+{HIDDEN} 晚上"),
        ("座机010-65529988转", f"座机{HIDDEN}转"),
        ("身份证11010519491231002X丢了", f"身份证{HIDDEN}丢了"),
        ("110105 19491231 0021", HIDDEN),
        ("车牌京A·12345占道", f"车牌{HIDDEN}占道"),
        ("新能源粤BD12345", f"新能源{HIDDEN}"),
        ("写信到 li.lei@example.cn", f"写信到 {HIDDEN}"),
        ("王医生态度好", "某医生态度好"),
        ("感谢欧阳建国老师", "感谢某老师"),
        ("找社区主任李秀英的时候", "找社区主任某的时候"),
        ("局长王强。", "局长某。"),
        ("打一三八 零零一三 八零零零", f"打{HIDDEN}"),
        ("我的电话幺三八一二三四五六七八", f"我的电话{HIDDEN}"),
        ("加微信：lilei_88", f"加微信：{HIDDEN}"),
        ("微信号 zhangwei1990 联系", f"微信号 {HIDDEN} 联系"),
        ("QQ 54321", f"QQ {HIDDEN}"),
        ("粤Z1234港占道", f"{HIDDEN}占道"),
        ("教练车京A1234学", f"教练车{HIDDEN}"),
        ("护照E12345678", f"护照E{HIDDEN}"),
    ],
)
def test_what_names_somebody_is_masked(typed: str, shown: str) -> None:
    assert mask(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "2026年11月24日10:30排队15分钟",
        "2026-11-24 窗口3号",
        "价格12.5元，300个车位",
        "老师高度负责，医生耐心",
        "编号 SS-2026-001",
        "一二三四号楼",
        "微信公众号打不开",
        "QQ群里说过",
        "二〇二六年三月",
        "三五个人七八次",
        "请尽快修好电梯。",
        "",
    ],
)
def test_what_names_nobody_stays(typed: str) -> None:
    assert mask(typed) == typed


def test_a_long_text_is_masked_in_no_time() -> None:
    assert HIDDEN in mask("1" * 50 + "王" * 20_000 + " 13812345678。" + "9 " * 5_000)


def test_who_reads_a_finding_reads_it_masked_but_the_privacy_officer(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=3)
    session.execute(update(Finding).values(text="灯坏了，找王师傅13812345678"))
    session.commit()
    people.desk("dispatch", department=people.department_id("区民政局"))
    code = session.scalars(select(Finding.code)).one()
    session.commit()
    people.department.open(f"/department/findings/{code}").sees("灯坏了，找某师傅●●●").misses("13812345678")
    people.office.open(f"/desk/findings/{code}").misses("13812345678")
    sign_in(Role.PRIVACY_OFFICER).open(f"/desk/findings/{code}").sees("王师傅13812345678")
