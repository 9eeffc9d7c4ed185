"""The desk's dispatch meetings: minutes to write and print, and what every department has to do afterwards."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import audit, notices
from survey.people.notices import News
from survey.people.tables import Role
from survey.printing import look, minutes
from survey.printing.minutes import Given, Minutes
from survey.problems import N_
from survey.register import departments, district, meetings, projects
from survey.register.meeting_tables import FollowUp, Meeting
from survey.web import news, who
from survey.web.filters import day
from survey.web.inputs import Input, refuse
from survey.web.inputs_meetings import FollowUpInput, MeetingInput, MinutesInput, OutcomeInput
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_meetings", __name__, url_prefix="/desk/meetings")
NEW = N_("A dispatch meeting asks for this until {day}: {task}")
MEANWHILE = N_("%(name)s saved other minutes meanwhile; they stand above. Please bring both together and save.")
LONGEST_NEWS = 80


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All meetings, what is late after them, and the form that notes one more."""
    return _page(MeetingInput(formdata=None))


def _page(typed: MeetingInput, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "desk/meetings.html",
        input=typed,
        rows=meetings.every(db(), today()),
        late=meetings.late(db(), today()),
        today=today(),
        is_office=who.staff().role is Role.OFFICE,
    ), status


@blueprint.post("")
def hold() -> ResponseReturnValue:
    """Note a meeting, before or after it is held."""
    typed = MeetingInput()
    if not typed.validate():
        return _page(typed, 422)
    made = meetings.hold(db(), typed.data, who.staff().name, now())
    return _done(made, "meeting_noted")


@blueprint.get("/<int:meeting_id>")
def one(meeting_id: int) -> ResponseReturnValue:
    """One meeting: its agenda, its minutes, and what is to be done."""
    return _one(meetings.of_id(db(), meeting_id))


def _one(found: Meeting, status: int = 200, **typed: Input) -> ResponseReturnValue:
    kept = {"attended": found.attended, "minutes": found.minutes, "version": found.version}
    return render_template(
        "desk/meeting.html",
        meeting=found,
        rows=meetings.of_meeting(db(), found),
        departments=departments.every(db()),
        inputs={
            "minutes": MinutesInput(formdata=None, **kept),
            "give": FollowUpInput(formdata=None),
            "settle": OutcomeInput(formdata=None),
            **typed,
        },
        today=today(),
        is_office=who.staff().role is Role.OFFICE,
    ), status


@blueprint.post("/<int:meeting_id>/minutes")
def write(meeting_id: int) -> ResponseReturnValue:
    """Save what was said; whoever saves second sees what is there by now and chooses."""
    found, typed = meetings.of_id(db(), meeting_id), MinutesInput()
    if not typed.validate():
        return _one(found, 422, minutes=typed)
    told = {"attended": typed.attended.data, "minutes": typed.minutes.data}
    try:
        meetings.write(db(), found, told, typed.seen, who.staff().name, now())
    except problems.EditedMeanwhile:
        typed.version.data = found.version
        named = gettext(
            "%(name)s saved other minutes meanwhile; they stand above. Please bring both together and save."
        )
        refuse(typed.minutes, named % {"name": found.noted_by})
        return _one(found, 409, minutes=typed)
    return _done(found, "minutes_written", version=found.version)


@blueprint.post("/<int:meeting_id>/follow-ups")
def give(meeting_id: int) -> ResponseReturnValue:
    """Give a department something to do, and tell it."""
    found, typed = meetings.of_id(db(), meeting_id), FollowUpInput()
    if not typed.validate() or (made := _given(found, typed)) is None:
        return _one(found, 422, give=typed)
    values = {"day": made.due_on.isoformat(), "task": made.text[:LONGEST_NEWS]}
    told = News(f"follow-up {made.id}", NEW, url_for("department_meetings.page"), values)
    notices.give_department(db(), made.department.name, told, now())
    news.warn_of_silence(db(), [made.department.name])
    return _done(found, "follow_up_given", department=made.department.name, due_on=made.due_on.isoformat())


def _given(found: Meeting, typed: FollowUpInput) -> FollowUp | None:
    """Store a follow-up; None, with the reason at its field, when there is no such department or project."""
    columns = {"owner": typed.owner.data, "text": typed.task.data, "due_on": typed.due_on.data}
    if typed.due_on.data < found.held_on:
        refuse(typed.due_on, gettext("This day is before the meeting."))
        return None
    try:
        department = departments.named(db(), typed.department.data)
    except problems.UnknownDepartment:
        refuse(typed.department, gettext("There is no department of this name."))
        return None
    try:
        project = projects.of_number(db(), typed.project.data) if typed.project.data else None
    except problems.NotFound:
        refuse(typed.project, gettext("There is no project with this number."))
        return None
    return meetings.give(db(), found, department, project, **columns)


@blueprint.post("/<int:meeting_id>/follow-ups/<int:follow_up_id>")
def settle(meeting_id: int, follow_up_id: int) -> ResponseReturnValue:
    """Note, in a department's place, that something is done."""
    found, typed = meetings.follow_up(db(), follow_up_id), OutcomeInput()
    if found.meeting_id != meeting_id:
        raise problems.NotFound()
    if not typed.validate():
        return _one(found.meeting, 422, settle=typed)
    meetings.settle(found, typed.outcome.data, who=who.staff().name, today=today())
    return _done(found.meeting, "follow_up_settled", follow_up=found.id)


def _done(found: Meeting, act: str, **detail: object) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, found.name, now(), **detail)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_meetings.one", meeting_id=found.id), 303)


@blueprint.get("/<int:meeting_id>.pdf")
def print_(meeting_id: int) -> ResponseReturnValue:
    """The minutes and what is to be done, as an official paper."""
    found = meetings.of_id(db(), meeting_id)
    paper = Minutes(
        title=found.name,
        unit=f"{district.current(db()).name} · {gettext('Leading-group office')}",
        facts=[
            (gettext("Day"), day(found.held_on)),
            (gettext("Where it is held"), found.place),
            (gettext("Who is there"), found.attended),
            (gettext("Agenda"), found.agenda),
        ],
        minutes=(gettext("Minutes"), found.minutes),
        heading=gettext("What is to be done"),
        headings=[gettext("What is to be done"), gettext("Department"), gettext("To be done by"), gettext("State")],
        given=[_printed(each) for each in meetings.of_meeting(db(), found)],
        noted=gettext("Noted by %(name)s", name=found.noted_by) + f" · {day(today())}",
    )
    made = minutes.pdf(paper, look.of(district.current(db())))
    return send_file(BytesIO(made), "application/pdf", download_name=f"{found.held_on} {found.name}.pdf")


def _printed(each: FollowUp) -> Given:
    about = f"{each.project.number} {each.project.name}" if each.project else ""
    if each.done_on:
        state = f"{gettext('done %(day)s', day=day(each.done_on))} {each.outcome}"
    else:
        state = gettext("Overdue") if each.due_on < today() else gettext("open")
    whom = " ".join(filter(None, (each.department.name, each.owner)))
    return Given(each.text, about, whom, day(each.due_on), state)
