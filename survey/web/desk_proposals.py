"""The office reviews what departments propose."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import audit
from survey.register import projects, proposals
from survey.register.tables import Proposal, ProposalState
from survey.web import proposal_map, who
from survey.web.inputs import refuse
from survey.web.inputs_plan import DecisionInput
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_proposals", __name__, url_prefix="/desk/proposals")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All proposals, those that wait first."""
    return render_template("desk/proposals.html", proposals=proposals.every(db()))


@blueprint.get("/<int:proposal_id>")
def one(proposal_id: int) -> ResponseReturnValue:
    found = proposals.of_id(db(), proposal_id)
    number = proposals.next_number(db(), today().year)
    return _one(found, DecisionInput(formdata=None, decision="accepted", number=number))


def _one(proposal: Proposal, typed: DecisionInput, status: int = 200) -> ResponseReturnValue:
    can_decide = proposal.state in proposals.WAITING
    told = proposal_map.told(proposal)
    return render_template("desk/proposal.html", proposal=proposal, input=typed, can_decide=can_decide, **told), status


@blueprint.post("/<int:proposal_id>")
def decide(proposal_id: int) -> ResponseReturnValue:
    """Accept it as a project, ask the department back, merge it into a project or decline it."""
    proposal, typed = proposals.to_decide(db(), proposal_id), DecisionInput()
    if not typed.validate():
        return _one(proposal, typed, 422)
    state = ProposalState(typed.decision.data)
    try:
        proposals.decide(proposal, state, who=who.staff().name, note=typed.note.data, now=now())
        _carry_out(proposal, typed)
    except (problems.NumberTaken, problems.NotFound) as problem:
        db().rollback()
        refuse(typed.number if isinstance(problem, problems.NumberTaken) else typed.into, sentence_of(problem))
        return _one(proposals.of_id(db(), proposal_id), typed, 422)
    audit.record(db(), who.staff().login, f"proposal_{state}", proposal.name, now(), note=typed.note.data)
    flash(gettext("Decided; the department sees it at once."))
    db().commit()
    return redirect(url_for("desk_proposals.page"), code=303)


def _carry_out(proposal: Proposal, typed: DecisionInput) -> None:
    if proposal.state is ProposalState.ACCEPTED:
        proposals.accept(db(), proposal, typed.number.data, typed.batch.data, now())
    if proposal.state is ProposalState.MERGED:
        proposal.project = projects.of_number(db(), typed.into.data)
