"""A deputy's own page: whose pass is open, where the road leads, and what this deputy has found and scored."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import submissions
from survey.rounds import findings
from survey.rounds.tables import Finding, FindingState
from survey.visits import ballots, corrections, visits
from survey.web import deputy_route, who
from survey.web.transaction import db, settings, today

blueprint = Blueprint("deputy", __name__)


@blueprint.get("/deputy")
def page() -> ResponseReturnValue:
    """Own sheets only; without an open pass the refusal says what to do."""
    deputy = who.deputy()
    if deputy is None:
        raise problems.PassNeeded()
    found, mine = findings.all_of_deputy(db(), deputy), visits.all_of_deputy(db(), deputy)
    routes = deputy_route.of(deputy, mine, found)
    votes = ballots.awaited(db(), deputy, mine)
    ahead = [route.visit for route in routes]
    return render_template(
        "deputy.html",
        deputy=deputy,
        routes=routes,
        zone=settings().timezone.key,
        visits=[visit for visit in mine if visit not in ahead],
        votes=votes,
        findings=found,
        kept={each.code: _kept(each) for each in found if each.state is FindingState.REPLIED},
        correctable=corrections.open_of_deputy(db(), deputy, today()),
        scored=submissions.of_deputy(db(), deputy.id),
    )


def _kept(finding: Finding) -> list[str]:
    """What a phone needs to judge a reply without a network: the finding's page and the photos on it."""
    photos = findings.photos(db(), finding) + findings.replied_photos(db(), finding)
    return [
        url_for("deputy_findings.page", code=finding.code),
        *(url_for("deputy_findings.photo", code=finding.code, sha256=each) for each in photos),
    ]
