"""The office's desk of findings: the funnel, what lies longest, every finding with its rounds."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people.tables import Role
from survey.register import projects
from survey.rounds import callbacks, findings, merging, moves, rates
from survey.rounds.findings import Filter
from survey.rounds.tables import By, Finding, FindingState
from survey.web import news, timelines, who
from survey.web.desk_merging import SplitInput
from survey.web.inputs_findings import ActInput, of_name, offered
from survey.web.transaction import db, now, today
from survey.web.weeks import asked_page, sunday

blueprint = Blueprint("desk_findings", __name__, url_prefix="/desk/findings")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Fifty findings at a time, the oldest first."""
    state = request.args.get("state", "")
    filter_ = Filter(
        state=FindingState(state) if state in set(FindingState) else None,
        department=request.args.get("department", "").replace("\0", ""),
        late="late" in request.args,
        due_by=sunday() if "week" in request.args else None,
    )
    count = findings.count(db(), filter_, today())
    number, pages = asked_page(count, findings.PAGE)
    return render_template(
        "desk/findings.html",
        rows=findings.page(db(), filter_, today(), number),
        filter=filter_,
        count=count,
        number=number,
        pages=pages,
        funnel=findings.funnel(db()),
        late=findings.count(db(), Filter(late=True), today()),
        week=findings.count(db(), Filter(due_by=sunday()), today()),
        rates=rates.of_district(db()),
        departments=projects.departments(db()),
        today=today(),
        is_office=who.staff().role is Role.OFFICE,
    )


@blueprint.get("/rates")
def all_rates() -> ResponseReturnValue:
    """The rates of every department and category that has a finding, each with numerator and denominator."""
    return render_template(
        "desk/rates.html",
        tables=[
            (gettext("Department"), rates.of_departments(db())),
            (gettext("Category"), rates.of_categories(db())),
        ],
    )


@blueprint.get("/<code>")
def finding(code: str) -> ResponseReturnValue:
    """One finding: what is wrong, where it stands, everything that happened."""
    return _finding(findings.of_office(db(), code))


@blueprint.get("/<code>.pdf")
def print_(code: str) -> ResponseReturnValue:
    """The finding with its timeline and photos, to be printed."""
    found = findings.of_office(db(), code)
    return timelines.pdf(found, findings.photos(db(), found))


def _finding(found: Finding, typed: ActInput | None = None) -> ResponseReturnValue:
    is_office = who.staff().role is Role.OFFICE
    target = merging.target_of(db(), found)
    return render_template(
        "desk/finding.html",
        finding=found,
        photos=findings.photos(db(), found),
        show=lambda sha256: url_for("photos.photo", sha256=sha256),
        today=today(),
        offered=offered(found, By.OFFICE, typed) if is_office and target is None else [],
        target=target,
        calls_back=is_office and callbacks.is_waiting(db(), found),
        merged=merging.merged_into(db(), found),
        targets=merging.targets(db(), found) if is_office else [],
        split=SplitInput(formdata=None) if is_office and target else None,
        split_address=lambda name: url_for("desk_merging.split", code=found.code),
        address=lambda name: url_for("desk_findings.act", code=found.code, name=name),
    ), 422 if typed else 200


@blueprint.post("/<code>/<name>")
def act(code: str, name: str) -> ResponseReturnValue:
    """Do what a form of the finding's page says."""
    found, typed = findings.of_office(db(), code), of_name(name)
    if not typed.validate():
        return _finding(found, typed)
    move = moves.perform(db(), found, typed.deed(By.OFFICE, who.staff().login), now(), today())
    news.warn_of_silence(db(), news.of_move(db(), found, move))
    flash(gettext("Done. The finding has moved on."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=code), 303)
