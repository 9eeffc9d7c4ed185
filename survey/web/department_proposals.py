"""A department proposes projects for the list and answers what the office asks."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from survey.people import audit
from survey.register import proposals
from survey.register.tables import Category, Proposal, ProposalState
from survey.web import who
from survey.web.inputs_plan import ProposalInput
from survey.web.transaction import db, now

blueprint = Blueprint("department_proposals", __name__, url_prefix="/department/proposals")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What we proposed, and the form for one more."""
    return _page(ProposalInput(formdata=None))


def _page(typed: ProposalInput, status: int = 200) -> ResponseReturnValue:
    mine = proposals.of_department(db(), who.department())
    return render_template("department/proposals.html", proposals=mine, input=typed, categories=_categories()), status


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


def _done(proposal: Proposal, act: str) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, proposal.name, now())
    flash(gettext("The office has it now."))
    db().commit()
    return redirect(url_for("department_proposals.page"), code=303)
