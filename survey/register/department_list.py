"""A list of departments as an office keeps it: one row a department, or an account of one."""

from dataclasses import dataclass

from survey import problems
from survey.people import lists
from survey.people.lists import Refusal, Rows
from survey.problems import N_

HEADINGS: dict[str, tuple[str, ...]] = {
    "department": ("单位名称", "部门名称", "单位", "部门", "责任单位", "牵头单位", "department", "name"),
    "code": ("单位代码", "部门代码", "单位编号", "部门编号", "代码", "code"),
    "person": ("联系人", "联络员", "姓名", "经办人", "使用人", "person", "contact"),
    "login": ("账号", "帐号", "登录名", "用户名", "login", "account"),
}
"""The columns and the headings that mean them, the surest first; only the department itself must be there."""
NEEDED = ("department",)
MOST_ROWS = 1_000
LONGEST = {"department": 200, "code": 40, "person": 60, "login": 40}


@dataclass(frozen=True)
class Line:
    """One row of the list; what it leaves out is empty."""

    department: str
    code: str = ""
    person: str = ""
    login: str = ""
    cell: str = ""
    """Where its department stands."""


def read(rows: Rows) -> tuple[list[Line], list[Refusal]]:
    """Read a sheet's cells; every row becomes a line or at least one refusal. Raises NoDepartments or LongList."""
    if (found := lists.headings(rows, HEADINGS, NEEDED)) is None:
        raise problems.NoDepartments()
    head, columns = found
    read_: list[Line] = []
    refusals: list[Refusal] = []
    logins: dict[str, str] = {}
    for row in lists.below(rows, head, columns, most=MOST_ROWS):
        if row.is_note:
            continue
        told = row.told | {"login": row.told.get("login", "").lower()}
        wrong = _faults(told, row.cells, logins)
        refusals += wrong
        if not wrong:
            read_.append(Line(**told, cell=row.cells["department"]))
        logins.setdefault(told["login"], row.cells.get("login", ""))
    if not read_ and not refusals:
        raise problems.NoDepartments()
    return read_, refusals


def _faults(told: dict[str, str], cells: dict[str, str], logins: dict[str, str]) -> list[Refusal]:
    """What is wrong with one row."""
    wrong = []
    if not told["department"]:
        wrong.append(Refusal(cells["department"], N_("This cell must not be empty.")))
    if " " in told["login"]:
        wrong.append(Refusal(cells["login"], N_("The login is one word without spaces.")))
    if told["login"] and told["login"] in logins:
        first = (("login", told["login"]), ("cell", logins[told["login"]]))
        wrong.append(Refusal(cells["login"], N_("The login {login} stands in {cell} already."), first))
    for name, text in told.items():
        if len(text) > LONGEST[name]:
            most = (("most", str(LONGEST[name])),)
            wrong.append(Refusal(cells[name], N_("This is longer than {most} characters."), most))
    return wrong
