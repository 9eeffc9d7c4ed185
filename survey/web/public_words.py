"""The words of the public's pages of projects, in every language that residents read."""

from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext

from survey.problems import N_
from survey.register.tables import Change
from survey.rounds.tables import FindingState, Origin

RAISED_BY = {
    Origin.DEPUTY: N_("raised by a deputy"),
    Origin.RESIDENT: N_("raised by residents"),
    Origin.HEARING: N_("raised at a hearing"),
    Origin.INTERVIEW: N_("raised in an interview"),
    Origin.MEDIA: N_("raised by the media"),
}
JUDGED = {
    FindingState.FIXED: N_("Fixed, and confirmed by who raised it"),
    FindingState.SCHEDULED: N_("Not fixed yet, a day is promised"),
    FindingState.CLOSED: N_("Closed, not fixed"),
}
PROMISED = {"name": N_("Name"), "target": N_("Target"), "starts_on": N_("Start"), "due_on": N_("Due")}


def raised_by(origin: Origin) -> str:
    return str(gettext(RAISED_BY[origin]))


def judged(state: FindingState) -> str:
    return str(gettext(JUDGED[state]))


def promised_column(change: Change) -> str:
    """What a changed column of the promise is called."""
    return str(gettext(PROMISED[change.column]))


def register(state: BlueprintSetupState) -> None:
    """Give the words to the templates."""
    state.app.jinja_env.globals.update(raised_by=raised_by, judged=judged)
    state.app.jinja_env.filters.update(promised_column=promised_column)
