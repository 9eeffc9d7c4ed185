"""The pledge of a project (责任书) in words: what is promised, by whom, and the lines to sign."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.printing import look, pledges
from survey.printing.pledges import Pledge
from survey.register import district, duty
from survey.register.tables import Project
from survey.web.filters import day
from survey.web.transaction import db, today


def paper(project: Project) -> ResponseReturnValue:
    """The pledge as one page to print and sign."""
    content = pledges.pdf(_worded(project), look.of(district.current(db())))
    return send_file(BytesIO(content), "application/pdf", download_name=f"{project.number} {gettext('Pledge')}.pdf")


def _worded(project: Project) -> Pledge:
    named = gettext("not named yet")
    until = day(project.due_on) if project.due_on else gettext("not set")
    return Pledge(
        title=gettext("Pledge for a practical project"),
        unit=district.current(db()).name,
        facts=[
            (gettext("Project"), f"{project.number} {project.name}"),
            (gettext("Category"), project.category.name),
            (gettext("For whom"), project.beneficiary_group),
            (gettext("Target"), project.target or gettext("No target is written down.")),
            (gettext("Start"), day(project.starts_on) if project.starts_on else gettext("not set")),
            (gettext("Due"), until),
            (gettext("Department"), project.department.name),
            (gettext("Owner"), project.owner or named),
            (gettext("Sponsor"), project.sponsor or named),
        ],
        headings=(gettext("Milestone"), gettext("Due")),
        steps=[(each.name, day(each.due_on)) for each in duty.milestones(db(), project)],
        words=gettext(
            "I answer for this project: its target is reached by the day above, every milestone is reported on its "
            "day with what shows it, whatever holds it up is reported at once, and what the people and the deputies "
            "find is answered until they are satisfied."
        ),
        signs=(
            (gettext("Owner"), project.owner),
            (gettext("Sponsor"), project.sponsor),
            (gettext("Department (seal)"), project.department.name),
            (gettext("Leading-group office (seal)"), ""),
        ),
        day=gettext("Date"),
        printed=day(today()),
    )
