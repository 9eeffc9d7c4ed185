"""Accounts of staff: invited with a one-time link, opened with login and password, locked after failures."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit, notices
from survey.people.tables import Account, Role

FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class AccountState(StrEnum):
    """Whether an account can be signed in to."""

    INVITED = "invited"
    OPEN = "open"
    LOCKED = "locked"
    DISABLED = "disabled"


def state(account: Account, now: datetime) -> AccountState:
    """Where an account stands; without a password it waits for its owner to use the link."""
    if account.disabled_at is not None:
        return AccountState.DISABLED
    if account.password_hash is None:
        return AccountState.INVITED
    return AccountState.LOCKED if is_locked(account, now) else AccountState.OPEN


def listed(session: Session) -> list[Account]:
    """All accounts, role by role, the disabled ones last."""
    order = {role: place for place, role in enumerate(Role)}
    found = session.scalars(select(Account).order_by(Account.name, Account.id))
    return sorted(found, key=lambda account: (account.disabled_at is not None, order[account.role]))


def of_id(session: Session, account_id: int) -> Account:
    """Find an account; raises NotFound."""
    if (found := session.get(Account, account_id)) is None:
        raise problems.NotFound()
    return found


def of_department(session: Session, department: str) -> list[Account]:
    """The accounts that are bound to a department."""
    found = select(Account).where(Account.role == Role.DEPARTMENT, Account.department == department)
    return list(session.scalars(found.order_by(Account.id)))


def rebind(session: Session, department: str, name: str) -> int:
    """Bind the accounts of a department, and what it was told, to another name of it; how many accounts they were."""
    notices.rebind(session, department, name)
    found = of_department(session, department)
    for account in found:
        account.department = name
    return len(found)


def other(session: Session, account_id: int, mine: Account) -> Account:
    """Find somebody else's account: nobody shuts themselves out. Raises NotFound or NotAllowed."""
    account = of_id(session, account_id)
    if account.id == mine.id:
        raise problems.NotAllowed()
    return account


def of_login(session: Session, login: str) -> Account | None:
    """Find an account by its login, in any case."""
    return session.scalar(select(Account).where(Account.login == plain(login)))


def exist(session: Session) -> bool:
    """Whether anybody has an account yet."""
    return session.scalar(select(Account.id).limit(1)) is not None


def office_exists(session: Session) -> bool:
    """Whether the office has an account; until then whoever holds the set-up link may make it."""
    return session.scalar(select(Account.id).where(Account.role == Role.OFFICE).limit(1)) is not None


def first_of(session: Session, role: Role) -> Account | None:
    """The oldest account of a role that is not disabled."""
    return session.scalar(
        select(Account).where(Account.role == role, Account.disabled_at.is_(None)).order_by(Account.id).limit(1)
    )


def plain(login: str) -> str:
    """A login as it is stored: without outer spaces, in lower case."""
    return login.strip().lower()


def make(session: Session, role: Role, *, login: str, name: str, department: str = "", now: datetime) -> Account:
    """Make an account without a password; raises LoginTaken."""
    if of_login(session, login) is not None:
        raise problems.LoginTaken(login=plain(login))
    account = Account(login=plain(login), name=name.strip(), role=role, department=department, created_at=now)
    session.add(account)
    session.flush()
    return account


def free_login(session: Session, role: Role) -> str:
    """A login nobody has, made from the role: viewer, viewer2, viewer3."""
    count = session.scalar(select(func.count()).select_from(Account)) or 0
    choices = (role.value, *(f"{role.value}{number}" for number in range(2, count + 3)))
    return next(choice for choice in choices if of_login(session, choice) is None)


def enter(
    session: Session,
    login: str,
    checked_hash: str | None,
    now: datetime,
    *,
    proves_more: Callable[[Account], bool] = lambda account: True,
) -> Account:
    """Let an account in whose password matched `checked_hash` a moment ago (None: it matched nothing).

    `proves_more` is asked last, and only when the password fits: whether the second factor fits too.

    Counts failures and locks after FAILURES of them for LOCKED_FOR; a locked account is not let in even with the
    right password. Raises WrongSignIn, whose sentence is the same whether the login is unknown, the password wrong or
    the account locked; the caller commits all the same, so that the count stays.
    """
    account = session.scalar(
        select(Account).where(Account.login == plain(login)).with_for_update().execution_options(populate_existing=True)
    )
    if account is None or account.disabled_at is not None or is_locked(account, now):
        raise problems.WrongSignIn()
    if checked_hash is None or checked_hash != account.password_hash or not proves_more(account):
        _count_failure(session, account, now)
        raise problems.WrongSignIn()
    account.failed_count, account.locked_until = 0, None
    return account


def is_locked(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and now < account.locked_until


def _count_failure(session: Session, account: Account, now: datetime) -> None:
    account.failed_count += 1
    if account.failed_count >= FAILURES:
        account.failed_count, account.locked_until = 0, now + LOCKED_FOR
        audit.record(session, account.login, "account_locked", account.login, now)


def set_password(account: Account, password_hash: str) -> None:
    """Give an account a password and unlock it."""
    account.password_hash = password_hash
    account.failed_count, account.locked_until = 0, None
