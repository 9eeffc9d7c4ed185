"""What importing a list of departments with their accounts would do, and doing it: all of it or nothing."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import accounts
from survey.people.lists import Refusal, Rows
from survey.people.tables import Account, Role
from survey.problems import N_
from survey.register import names
from survey.register.department_list import Line, read
from survey.register.promises import Amendment
from survey.register.tables import Department, NameKind


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row: is its department new, what is it called now, is its account new or only renamed."""

    line: Line
    is_new: bool
    was: str = ""
    """The department's name until now, where the file gives its code another name."""
    gives_code: bool = False
    makes_account: bool = False
    person_was: str = ""

    @property
    def word(self) -> str:
        """new, changed or unchanged."""
        if self.is_new or self.makes_account:
            return "new"
        return "changed" if self.was or self.gives_code or self.person_was else "unchanged"


@dataclass
class Preview:
    """The verdicts of a whole list."""

    verdicts: list[Verdict] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The counts that commands print."""
        words = [verdict.word for verdict in self.verdicts]
        refused = len({refusal.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for refusal in self.refusals})
        return {**{word: words.count(word) for word in ("new", "changed", "unchanged")}, "refused": refused}

    @property
    def changes_nothing(self) -> bool:
        return not self.counts["new"] and not self.counts["changed"]


def preview(session: Session, rows: Rows) -> Preview:
    """Compare every row with the register; raises NoDepartments when it is no list of departments."""
    lines, refusals = read(rows)
    made = Preview(refusals=refusals)
    seen: set[str] = set()
    for line in lines:
        wrong = _fault(session, line)
        if wrong:
            made.refusals.append(wrong)
            continue
        made.verdicts.append(_verdict(session, line, seen))
        seen.add(line.department)
    return made


def _known(session: Session, line: Line) -> Department | None:
    """The department that a row speaks of: of its code, else of its name, a former one too."""
    by_code = select(Department).where(Department.code == line.code, Department.merged_at.is_(None))
    if line.code and (found := session.scalar(by_code)) is not None:
        return found
    name = names.meant(session, NameKind.DEPARTMENT, line.department)
    return session.scalar(select(Department).where(Department.name == name, Department.merged_at.is_(None)))


def _fault(session: Session, line: Line) -> Refusal | None:
    known = _known(session, line)
    if known is not None and known.code and line.code and known.code != line.code:
        told = (("department", known.name), ("code", known.code))
        return Refusal(line.cell, N_("{department} has the code {code}. Please correct one of them."), told)
    same_name = names.meant(session, NameKind.DEPARTMENT, line.department)
    if known is not None and same_name != known.name and same_name in names.living(session, NameKind.DEPARTMENT):
        told = (("code", line.code), ("department", known.name))
        return Refusal(line.cell, N_("The code {code} is that of {department}. Please correct one of them."), told)
    account = accounts.of_login(session, line.login) if line.login else None
    if account is not None and (known is None or (account.role, account.department) != (Role.DEPARTMENT, known.name)):
        taken = N_("The login {login} is somebody else's. Please choose another.")
        return Refusal(line.cell, taken, (("login", line.login),))
    return None


def _verdict(session: Session, line: Line, seen: set[str]) -> Verdict:
    known = _known(session, line)
    if known is None:
        return Verdict(
            line, is_new=line.department not in seen, makes_account=bool(line.login) or line.department not in seen
        )
    present = names.meant(session, NameKind.DEPARTMENT, line.department)
    account = accounts.of_login(session, line.login) if line.login else None
    makes = account is None and (bool(line.login) or not accounts.of_department(session, known.name))
    return Verdict(
        line,
        is_new=False,
        was=known.name if present != known.name else "",
        gives_code=bool(line.code) and not known.code,
        makes_account=makes,
        person_was=account.name if account and line.person and account.name != line.person else "",
    )


def bring(session: Session, made: Preview, by: Amendment) -> list[Account]:
    """Store what a preview without refusals said and return the new accounts, which wait for their links."""
    assert not made.refusals
    new = [_bring(session, verdict.line, by) for verdict in made.verdicts if verdict.word != "unchanged"]
    return [account for account in new if account is not None]


def _bring(session: Session, line: Line, by: Amendment) -> Account | None:
    department = _known(session, line)
    if department is None:
        names.add(session, NameKind.DEPARTMENT, line.department)
        department = session.scalars(select(Department).where(Department.name == line.department)).one()
    if names.meant(session, NameKind.DEPARTMENT, line.department) != department.name:
        old = department.name
        names.rename(session, NameKind.DEPARTMENT, old, line.department, by)
        accounts.rebind(session, old, line.department)
    department.code = department.code or line.code or None
    session.flush()
    if line.login and (account := accounts.of_login(session, line.login)) is not None:
        account.name = line.person or account.name
        return None
    if not line.login and accounts.of_department(session, department.name):
        return None
    return accounts.make(
        session,
        Role.DEPARTMENT,
        login=line.login or _login(session, department),
        name=line.person or department.name,
        department=department.name,
        now=by.at,
    )


def _login(session: Session, department: Department) -> str:
    """A login nobody has: the department's code, else its name without spaces, else one with a number."""
    choices = [each for each in (department.code, "".join(department.name.split())) if each]
    free = next((each for each in choices if accounts.of_login(session, each) is None), None)
    return free or accounts.free_login(session, Role.DEPARTMENT)
