"""Notices: what members of staff should know, told once each, in the app and in one digest a day.

Other rooms call `give` for accounts, such as `of_office`, and `give_department` for whoever a department has. What a
department is told while nobody of it has an account is kept for its address, and for whoever gets an account first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from survey.people.tables import Account, Notice, Role

SERVICES = frozenset(("wecombot", "dingtalk", "feishu", "lark", "mailto", "mailtos", "json", "jsons"))
"""The kinds of address that are taken: the chats of offices, mail, and a gateway of the district's own."""
LISTED = 100


@dataclass(frozen=True)
class News:
    """What is to be told; `sentence` stands in the catalogue, its places are filled from `values`."""

    key: str
    sentence: str
    path: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def of_department(session: Session, department: str) -> list[Account]:
    """Who is told what concerns a department."""
    return _living(session, Account.role == Role.DEPARTMENT, Account.department == department)


def of_office(session: Session) -> list[Account]:
    """Who is told what concerns the office."""
    return _living(session, Account.role == Role.OFFICE)


def of_role(session: Session, role: Role) -> list[Account]:
    """Everybody with a role."""
    return _living(session, Account.role == role)


def _living(session: Session, *rules: object) -> list[Account]:
    living = select(Account).where(Account.disabled_at.is_(None), *rules)  # type: ignore[arg-type]
    return list(session.scalars(living.order_by(Account.id)))


def _theirs(account: Account) -> ColumnElement[bool]:
    """What somebody was told, by name or because nobody else of the department was there."""
    mine = Notice.account_id == account.id
    return or_(mine, Notice.department == account.department) if account.role is Role.DEPARTMENT else mine


def give_department(session: Session, department: str, news: News, now: datetime) -> None:
    """Tell everybody of a department, and the department itself where that is nobody."""
    if theirs := of_department(session, department):
        give(session, theirs, news, now)
        return
    told = select(Notice.id).where(Notice.department == department, Notice.key == news.key)
    if session.scalar(told) is None:
        session.add(_notice(news, now, department=department))
        session.flush()


def _notice(news: News, now: datetime, **of: int | str) -> Notice:
    return Notice(key=news.key, at=now, sentence=news.sentence, values=dict(news.values), path=news.path, **of)


def rebind(session: Session, department: str, name: str) -> None:
    """Let what a department was told be another name's of it, but for what that one was told too."""
    told = select(Notice.key).where(Notice.department == name)
    session.execute(delete(Notice).where(Notice.department == department, Notice.key.in_(told)))
    session.execute(update(Notice).where(Notice.department == department).values(department=name))


def give(session: Session, accounts: Iterable[Account], news: News, now: datetime) -> None:
    """Tell some members of staff; who was told under this key before is not told again."""
    wanted = {account.id for account in accounts}
    told = select(Notice.account_id).where(Notice.key == news.key, Notice.account_id.in_(wanted))
    for account_id in sorted(wanted - set(session.scalars(told))):
        session.add(_notice(news, now, account_id=account_id))
    session.flush()


def of_account(session: Session, account: Account) -> list[Notice]:
    """What somebody was told, the newest first."""
    mine = select(Notice).where(_theirs(account)).order_by(Notice.id.desc())
    return list(session.scalars(mine.limit(LISTED)))


def unread(session: Session, account: Account) -> int:
    """How many notices somebody has not read."""
    mine = select(func.count()).where(_theirs(account), Notice.read_at.is_(None))
    return session.scalar(mine) or 0


def read_all(session: Session, account: Account, now: datetime) -> None:
    """Note that somebody has read all notices."""
    mine = update(Notice).where(_theirs(account), Notice.read_at.is_(None))
    session.execute(mine.values(read_at=now))


def unsent(session: Session) -> dict[Account, list[Notice]]:
    """What is still to be sent, by account: unread, and only to who has an address."""
    rows = session.execute(
        select(Account, Notice)
        .join(Notice, Notice.account_id == Account.id)
        .where(Notice.sent_at.is_(None), Notice.read_at.is_(None))
        .where(Account.disabled_at.is_(None), Account.notice_addresses.is_not(None), Account.notice_addresses != "")
        .order_by(Account.id, Notice.id)
    )
    digests: dict[Account, list[Notice]] = {}
    for account, notice in rows:
        digests.setdefault(account, []).append(notice)
    return digests


def told_since(session: Session, department: str, since: datetime | None) -> list[Notice]:
    """What a department or its people were told after a moment and nobody has read, each thing once."""
    theirs = [account.id for account in of_department(session, department)]
    told = or_(Notice.account_id.in_(theirs), Notice.department == department)
    query = select(Notice).where(told, Notice.read_at.is_(None))
    if since is not None:
        query = query.where(Notice.at > since)
    return list({notice.key: notice for notice in session.scalars(query.order_by(Notice.id))}.values())


def unknown_addresses(typed: str) -> list[str]:
    """The addresses among those typed that are of no kind that is taken."""
    return [address for address in typed.split() if urlsplit(address).scheme not in SERVICES]
