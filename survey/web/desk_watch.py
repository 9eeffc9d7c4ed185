"""The fifth list: media reports, what they suggest, and what was done about it."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import audit, views
from survey.people.tables import Role
from survey.printing import look, table
from survey.register import district, projects
from survey.rounds import findings
from survey.watch import links, reports
from survey.watch.tables import MediaKind, MediaReport, Tone
from survey.web import list_kinds, list_watch, who
from survey.web.desk_five import MOST_PRINTED, XLSX
from survey.web.inputs import refuse
from survey.web.inputs_watch import ActionInput, LinksInput, ReportInput
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_watch", __name__, url_prefix="/desk/watch")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Fifty reports at a time, the newest first, and for the office the forms that log more."""
    return shown(ReportInput(formdata=None, published_on=today()), LinksInput(formdata=None))


def shown(typed: ReportInput, pasted: LinksInput, status: int = 200, refused: str = "") -> ResponseReturnValue:
    """The page with what was typed into its forms, and why a file was refused."""
    listing = list_watch.asked()
    found = reports.page(
        db(), listing.filter, order=listing.order, after=list_watch.after(listing), limit=reports.PAGE + 1
    )
    some, columns, totals = found[: reports.PAGE], list_watch.chosen(listing), list_watch.totals(listing)
    return render_template(
        "desk/watch.html",
        listing=listing,
        columns=[(column, gettext(column.label)) for column in columns],
        every_column=[(each.name, gettext(each.label)) for each in list_watch.COLUMNS if each.name != list_watch.KEEPS],
        last_line=list_kinds.last_line(columns, totals),
        reports=some,
        next=listing.address(after=str(some[-1].id)) if len(found) > reports.PAGE else "",
        totals=totals,
        tones=list(Tone),
        media=list(MediaKind),
        departments=reports.departments(db()),
        views=views.of_account(db(), who.staff(), listing.kind),
        input=typed,
        pasted=pasted,
        is_office=who.staff().role is Role.OFFICE,
        refused=refused,
    ), status


@blueprint.post("")
def log() -> ResponseReturnValue:
    """Log one report; a link that is logged already is refused at its field."""
    typed = ReportInput()
    if not typed.validate():
        return shown(typed, LinksInput(formdata=None), 422)
    try:
        made = reports.log(db(), _report(typed))
    except (problems.NotALink, problems.LoggedAlready, problems.NotFound) as problem:
        refuse(typed.project if isinstance(problem, problems.NotFound) else typed.link, _sentence(problem))
        return shown(typed, LinksInput(formdata=None), 422)
    audit.record(db(), who.staff().login, "report_logged", made.title, now())
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_watch.one", report_id=made.id), code=303)


def _sentence(problem: problems.Problem) -> str:
    if isinstance(problem, problems.NotFound):
        return str(gettext("There is no project with this number."))
    return sentence_of(problem)


def _report(typed: ReportInput) -> MediaReport:
    number = typed.project.data
    return MediaReport(
        title=typed.title.data,
        outlet=typed.outlet.data,
        kind=MediaKind(typed.kind.data),
        published_on=typed.published_on.data,
        link=links.check(typed.link.data) if typed.link.data else "",
        tone=Tone(typed.tone.data),
        project_id=projects.of_number(db(), number).id if number else None,
        suggestion=typed.suggestion.data or "",
        logged_by=who.staff().name,
        logged_at=now(),
    )


@blueprint.get("/<int:report_id>")
def one(report_id: int) -> ResponseReturnValue:
    found = reports.of_id(db(), report_id)
    return _one(found, ActionInput(formdata=None, obj=found))


def _one(found: MediaReport, typed: ActionInput, status: int = 200) -> ResponseReturnValue:
    is_office = who.staff().role is Role.OFFICE
    raised = findings.of_report(db(), found.id)
    page_ = render_template("desk/media_report.html", report=found, input=typed, is_office=is_office, finding=raised)
    return page_, status


@blueprint.post("/<int:report_id>/action")
def act(report_id: int) -> ResponseReturnValue:
    """Note what was done about a report's suggestion."""
    found, typed = reports.of_id(db(), report_id), ActionInput()
    if not typed.validate():
        return _one(found, typed, 422)
    reports.act(found, typed.action.data, who=who.staff().name, now=now())
    audit.record(db(), who.staff().login, "report_answered", found.title, now())
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_watch.one", report_id=found.id), code=303)


@blueprint.get("/list.xlsx")
def workbook() -> ResponseReturnValue:
    """The whole list that the address asks for, as a workbook."""
    content = table.workbook(list_watch.sheet())
    return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=f"{list_watch.title()}.xlsx")


@blueprint.get("/list.pdf")
def print_() -> ResponseReturnValue:
    """The whole list as an official list on paper."""
    if (count := list_watch.totals(list_watch.asked()).count) > MOST_PRINTED:
        raise problems.TooManyRows(rows=count, most=MOST_PRINTED)
    content = table.pdf(list_watch.sheet(), look.of(district.current(db())))
    return send_file(BytesIO(content), "application/pdf", download_name=f"{list_watch.title()}.pdf")
