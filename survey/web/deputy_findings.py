"""A deputy's own findings on the phone: before and after side by side, and the verdict."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people.tables import Deputy
from survey.rounds import findings
from survey.rounds.tables import By, Finding
from survey.web import deeds, photos, who
from survey.web.inputs_findings import ActInput, of_name, offered
from survey.web.refusals import wants_json
from survey.web.transaction import db, today

blueprint = Blueprint("deputy_findings", __name__, url_prefix="/deputy/findings")


def _deputy() -> Deputy:
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return deputy


@blueprint.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """One own finding, what the department answered, and the form for the verdict when it is asked for."""
    return _page(findings.of_deputy(db(), _deputy(), code))


def _page(found: Finding, typed: ActInput | None = None) -> ResponseReturnValue:
    return render_template(
        "deputy_finding.html",
        finding=found,
        photos=findings.photos(db(), found),
        show=lambda sha256: url_for("deputy_findings.photo", code=found.code, sha256=sha256),
        replies=[move for move in found.moves if move.reply_class is not None],
        today=today(),
        offered=offered(found, By.DEPUTY, typed),
        deputy=_deputy(),
        proof_for=lambda address: deeds.proof(_deputy(), address),
        address=lambda name: url_for("deputy_findings.act", code=found.code, name=name),
    ), 422 if typed else 200


@blueprint.post("/<code>/<name>")
def act(code: str, name: str) -> ResponseReturnValue:
    """Give the verdict, or reopen what has ended. JSON, for the outbox: the deed's id as the echo."""
    deputy = _deputy()
    found, typed = findings.of_deputy(db(), deputy, code), of_name(name)
    if not typed.validate():
        return _incomplete(found, typed)
    minted_id = deeds.judge(db(), deputy, code, typed)
    db().commit()
    return deeds.answer(minted_id, code, url_for("deputy_findings.page", code=code))


def _incomplete(found: Finding, typed: ActInput) -> ResponseReturnValue:
    if wants_json():
        raise problems.Incomplete()
    return _page(found, typed)


@blueprint.get("/<code>/photos/<sha256>")
def photo(code: str, sha256: str) -> ResponseReturnValue:
    """A photo that came with the finding, or with a reply to it."""
    found = findings.of_deputy(db(), _deputy(), code)
    if sha256 not in findings.photos(db(), found) + findings.replied_photos(db(), found):
        raise problems.NotFound()
    return photos.show(sha256)
