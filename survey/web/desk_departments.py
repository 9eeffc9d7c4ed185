"""The desk's import of departments with their accounts: look first, then all of it or nothing, links shown once."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import audit, links
from survey.people.lists import Rows
from survey.people.tables import Account
from survey.printing import table
from survey.printing.table import Sheet
from survey.register import department_import, district
from survey.register.promises import Amendment
from survey.register.spreadsheet import applying, uploads, workbook
from survey.web import files, who
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_departments", __name__, url_prefix="/desk/departments")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
def page() -> ResponseReturnValue:
    return render_template("desk/departments.html", refused="")


@blueprint.post("")
def upload() -> ResponseReturnValue:
    """Take a file and show what importing it would do."""
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        department_import.preview(db(), _rows(content))
    except problems.Problem as problem:
        return render_template("desk/departments.html", refused=sentence_of(problem)), STATUS[type(problem)]
    kept = uploads.keep(_folder(), (file and file.filename) or "", content, now())
    return redirect(url_for("desk_departments.look", digest=kept), code=303)


@blueprint.get("/<digest>")
def look(digest: str) -> ResponseReturnValue:
    """Every row's verdict, before anything is stored."""
    name, content = uploads.find(_folder(), digest)
    return _look(department_import.preview(db(), _rows(content)), name, digest)


def _look(made: department_import.Preview, name: str, digest: str, status: int = 200) -> ResponseReturnValue:
    return render_template("desk/departments_import.html", preview=made, name=name, digest=digest), status


@blueprint.post("/<digest>")
def bring(digest: str) -> ResponseReturnValue:
    """Import the file that was previewed, and show the links of the new accounts: nothing keeps them."""
    name, content = uploads.find(_folder(), digest)
    applying.alone(db())
    made = department_import.preview(db(), _rows(content))
    if made.refusals or made.changes_nothing:
        return _look(made, name, digest, 422 if made.refusals else 200)
    accounts = department_import.bring(db(), made, Amendment(who.staff().name, name, now()))
    base = district.public_url(db(), settings())
    handed = [(each, f"{base}/sign-in/{links.make(db(), each, now(), links.LIST_LIFE)}") for each in accounts]
    answer = _links(handed)
    audit.record(db(), who.staff().login, "departments_imported", name, now(), **made.counts, accounts=len(handed))
    if not handed:
        flash(gettext("Saved."))
    db().commit()
    return answer


def _links(handed: list[tuple[Account, str]]) -> ResponseReturnValue:
    """The links as a page to print, or as a workbook."""
    if not handed:
        return redirect(url_for("desk_accounts.page"), code=303)
    if request.form.get("as") == "workbook":
        return files.file(table.workbook(_sheet(handed)), "sign-in-links.xlsx", XLSX)
    return render_template("desk/account_links.html", made=handed, days=links.LIST_LIFE.days)


def _sheet(handed: Iterable[tuple[Account, str]]) -> Sheet:
    return Sheet(
        title=gettext("Sign-in links"),
        unit=district.current(db()).name,
        day=today(),
        note=gettext("Each works once, within %(days)s days.", days=links.LIST_LIFE.days),
        headings=[gettext("Department"), gettext("Full name"), gettext("Login"), gettext("Link")],
        widths=[28, 16, 20, 60],
        numbers=[False] * 4,
        rows=([each.department, each.name, each.login, link] for each, link in handed),
    )


def _rows(content: bytes) -> Rows:
    """The first sheet's cells."""
    return workbook.sheets_of(content)[0].rows


def _folder() -> Path:
    return settings().data / "uploads"
