"""The demo's people, every one of them invented: the office's account and 24 deputies of different trades."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from survey.people import accounts
from survey.people.tables import Body, Deputy, Role

OFFICE_LOGIN = "office"
CONGRESS = (
    ("闻清和", "社区医生"),
    ("桑晓岚", "小学教师"),
    ("易长林", "公交司机"),
    ("祝云帆", "软件工程师"),
    ("柏青松", "园艺师"),
    ("阮秋实", "社区书记"),
    ("车明远", "机械技师"),
    ("蒲春英", "养老护理员"),
    ("应知行", "律师"),
    ("乐天成", "个体工商户"),
    ("苗雨禾", "种植大户"),
    ("莫海川", "快递站长"),
)
CPPCC = (
    ("谷怀瑾", "建筑师"),
    ("连佩玉", "中医师"),
    ("计宏图", "民营企业家"),
    ("寿安宁", "会计师"),
    ("古月明", "非遗传承人"),
    ("宁致远", "大学教师"),
    ("宿晨曦", "记者"),
    ("艾思齐", "检验检测工程师"),
    ("管仲秋", "退休工程师"),
    ("戚若水", "水利工程师"),
    ("鲍新宇", "餐饮店主"),
    ("华静姝", "心理咨询师"),
)
SPONSORS = ("区长 乔松年", "常务副区长 梅长青", "副区长 容若谷", "副区长 商以宁", "副区长 甘泉", "区委副书记 江上舟")


def add_office(session: Session, now: datetime) -> None:
    """Add the office's account without a password: only a one-time link opens it."""
    accounts.make(session, Role.OFFICE, login=OFFICE_LOGIN, name="专班办公室", now=now)


def add_departments(session: Session, names: Iterable[str], now: datetime) -> None:
    """Add an account for some departments and one for a leader, without passwords either."""
    for name in names:
        accounts.make(session, Role.DEPARTMENT, login=name, name=name, department=name, now=now)
    accounts.make(session, Role.LEADER, login="leader", name="区领导", now=now)


def add_deputies(session: Session, now: datetime) -> list[Deputy]:
    """Add the deputies of both bodies."""
    deputies = [
        Deputy(number=f"{prefix}{place:02}", name=name, body=body, trade=trade, created_at=now)
        for prefix, body, people in (("RD", Body.CONGRESS, CONGRESS), ("ZX", Body.CPPCC, CPPCC))
        for place, (name, trade) in enumerate(people, 1)
    ]
    session.add_all(deputies)
    session.flush()
    return deputies
