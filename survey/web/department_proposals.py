"""A department proposes projects for the list and answers what the office asks."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import select

from survey import problems
from survey.people import audit
from survey.register import proposals
from survey.register.spreadsheet import uploads
from survey.register.tables import Category, Proposal, ProposalState
from survey.web import proposal_files, proposal_map, who
from survey.web.inputs_plan import ProposalInput
from survey.web.proposal_files import Line
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, only_read, settings

blueprint = Blueprint("department_proposals", __name__, url_prefix="/department/proposals")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What we proposed, and the form for one more."""
    return _page(ProposalInput(formdata=None))


def _page(typed: ProposalInput, status: int = 200, refused: str = "") -> ResponseReturnValue:
    mine = proposals.of_department(db(), who.department())
    shown = {"proposals": mine, "input": typed, "categories": _categories(), "refused": refused}
    return render_template("department/proposals.html", **shown), status


def _categories() -> list[str]:
    return list(db().scalars(select(Category.name).order_by(Category.name)))


@blueprint.post("")
def propose() -> ResponseReturnValue:
    """Put a project before the office."""
    typed = ProposalInput()
    if not typed.validate():
        return _page(typed, 422)
    made = proposals.propose(db(), who.department(), typed.columns(), who=who.staff().name, now=now())
    return _done(made, "proposal_made")


@blueprint.get("/<int:proposal_id>")
def one(proposal_id: int) -> ResponseReturnValue:
    """One of our proposals; while it is asked back it can be changed."""
    found = proposals.of_id(db(), proposal_id, department=who.department())
    return _one(found, ProposalInput(formdata=None, obj=found))


def _one(proposal: Proposal, typed: ProposalInput, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "department/proposal.html",
        proposal=proposal,
        **proposal_map.told(proposal),
        input=typed,
        can_revise=proposal.state is ProposalState.ASKED_BACK,
        categories=_categories(),
    ), status


@blueprint.post("/<int:proposal_id>")
def revise(proposal_id: int) -> ResponseReturnValue:
    """Answer the office's question with a changed proposal."""
    found = proposals.of_id(db(), proposal_id, department=who.department())
    typed = ProposalInput()
    if not typed.validate():
        return _one(found, typed, 422)
    proposals.revise(found, typed.columns(), who=who.staff().name, now=now())
    return _done(found, "proposal_revised")


@blueprint.post("/files")
def upload() -> ResponseReturnValue:
    """Keep a workbook of proposals and go to its preview; one that cannot be read says why, here."""
    only_read()
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        proposal_files.read(db(), content, who.department())
    except problems.Problem as problem:
        return _page(ProposalInput(formdata=None), STATUS[type(problem)], refused=sentence_of(problem))
    digest = uploads.keep(settings().data / "uploads", (file and file.filename) or "", content, now())
    return redirect(url_for("department_proposals.look", digest=digest), code=303)


@blueprint.get("/files/<digest>")
def look(digest: str) -> ResponseReturnValue:
    """What the workbook would propose, row by row."""
    name, content = uploads.find(settings().data / "uploads", digest)
    return _look(name, proposal_files.read(db(), content, who.department()))


def _look(name: str, lines: list[Line], status: int = 200) -> ResponseReturnValue:
    new = sum(not line.is_known for line in lines)
    wrong = [each for line in lines for each in line.wrong]
    return render_template("department/proposals_file.html", name=name, lines=lines, new=new, wrong=wrong), status


@blueprint.post("/files/<digest>")
def bring(digest: str) -> ResponseReturnValue:
    """Propose what is new in the workbook: all of it, or nothing while a cell is wrong."""
    department = who.department()
    db().rollback()  # reading a file takes time, in which SQLite's write lock is everybody else's
    name, content = uploads.find(settings().data / "uploads", digest)
    lines = proposal_files.read(db(), content, department)
    new = [line for line in lines if not line.is_known]
    if not new or any(line.wrong for line in lines):
        return _look(name, lines, 422)
    for line in new:
        proposals.propose(db(), department, line.typed.columns(), who=who.staff().name, now=now())
    audit.record(db(), who.staff().login, "proposals_brought", name[:200], now(), new=len(new))
    flash(ngettext("The office has %(num)s proposal more.", "The office has %(num)s proposals more.", len(new)))
    db().commit()
    return redirect(url_for("department_proposals.page"), code=303)


def _done(proposal: Proposal, act: str) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, proposal.name, now())
    flash(gettext("The office has it now."))
    db().commit()
    return redirect(url_for("department_proposals.page"), code=303)
