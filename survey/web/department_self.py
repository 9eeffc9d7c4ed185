"""A department evaluates its project itself, once a month, on the deputies' own scale."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.questionnaires.model import Question
from survey.register import projects, self_evaluations
from survey.register.self_evaluations import NOT_APPLICABLE, items
from survey.register.tables import Project
from survey.web import language, who
from survey.web.inputs_plan import AnalysisInput
from survey.web.transaction import db, now, today

FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

blueprint = Blueprint("department_self", __name__, url_prefix="/department/self-evaluation")


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    found = projects.of_department(db(), who.department(), number)
    known = self_evaluations.of_month(db(), found, self_evaluations.month_of(today()))
    marks = {name: str(mark) for name, mark in known.marks.items()} if known else {}
    return _page(found, AnalysisInput(formdata=None, obj=known), marks, {})


def _page(
    found: Project, typed: AnalysisInput, marks: Mapping[str, str], wrong: Mapping[str, str]
) -> ResponseReturnValue:
    sheet = self_evaluations.sheet_of(db(), found)[1]
    return render_template(
        "department/self_evaluation.html",
        project=found,
        input=typed,
        items=[(item, sheet.say(item.label, language.language())) for item in items(sheet)],
        marks=marks,
        wrong=wrong,
        month=self_evaluations.month_of(today()),
    ), 422 if wrong or typed.errors else 200


@blueprint.post("/<path:number>")
def evaluate(number: str) -> ResponseReturnValue:
    """Store this month's marks; until the month is over they can be replaced."""
    found, typed = projects.of_department(db(), who.department(), number), AnalysisInput()
    asked = items(self_evaluations.sheet_of(db(), found)[1])
    said = {item.name: _said(item) for item in asked}
    wrong = {item.name: fault for item in asked if (fault := _fault(item, said[item.name]))}
    if not typed.validate() or wrong:
        return _page(found, typed, said, wrong)
    marks = {name: NOT_APPLICABLE if mark == NOT_APPLICABLE else float(mark) for name, mark in said.items()}
    month = self_evaluations.month_of(today())
    self_evaluations.evaluate(
        db(), found, marks, analysis=typed.analysis.data, who=who.staff().name, now=now(), month=month
    )
    audit.record(db(), who.staff().login, "self_evaluated", found.number, now(), month=month)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("department_projects.project", number=found.number), code=303)


def _said(item: Question) -> str:
    """What was typed for an item in plain digits, or "na" where only that was ticked."""
    said = [each.translate(FULL_WIDTH).strip() for each in request.form.getlist(f"answer_{item.name}")]
    return " ".join(each for each in said if each)


def _fault(item: Question, mark: str) -> str:
    """What is wrong with a mark: it must be a whole number in range, or "na" where that is offered, not both."""
    assert item.score is not None
    if mark == NOT_APPLICABLE and item.score.na:
        return ""
    if not (mark.isascii() and mark.isdigit()) or int(mark) > item.score.max:
        return str(gettext("A whole number from 0 to %(most)d, please.", most=int(item.score.max)))
    return ""
