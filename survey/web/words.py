"""How the values of the tables read on a page."""

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask
from flask_babel import gettext

from survey.collect.tables import Channel, VisitKind
from survey.people.accounts import AccountState
from survey.people.tables import Body, Role
from survey.problems import N_
from survey.questionnaires.tables import Audience, VersionState
from survey.register.lights import Light
from survey.register.projects import Standing
from survey.register.spreadsheet.columns import HEADINGS, Column
from survey.register.tables import Change, NameKind, ProjectState, ProposalState
from survey.rounds.callback_tables import Outcome
from survey.rounds.hearing_tables import HearingKind
from survey.rounds.tables import Act, By, FindingState, Origin, ReplyClass, Severity
from survey.visits import weights
from survey.visits.tables import Ballot, Mark
from survey.watch.tables import Figure, MediaKind, Tone

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    ProjectState: {
        ProjectState.NOT_STARTED: N_("Not started"),
        ProjectState.UNDER_WAY: N_("Under way"),
        ProjectState.LATE: N_("Late"),
        ProjectState.COMPLETED: N_("Completed"),
        ProjectState.CANCELLED: N_("Cancelled"),
    },
    Standing: {
        Standing.DUE_SOON: N_("Due soon"),
        Standing.OVERDUE: N_("Overdue"),
    },
    Light: {
        Light.DONE: N_("Completed"),
        Light.CANCELLED: N_("Cancelled"),
        Light.WAITING: N_("Not started"),
        Light.GREEN: N_("On track"),
        Light.AMBER: N_("At risk"),
        Light.RED: N_("Behind"),
    },
    NameKind: {
        NameKind.CATEGORY: N_("Category"),
        NameKind.BATCH: N_("Batch"),
        NameKind.BENEFICIARY_GROUP: N_("Beneficiary group"),
        NameKind.DEPARTMENT: N_("Department"),
    },
    ProposalState: {
        ProposalState.PROPOSED: N_("Waits for the office"),
        ProposalState.ASKED_BACK: N_("Asked back"),
        ProposalState.ACCEPTED: N_("Accepted"),
        ProposalState.MERGED: N_("Merged"),
        ProposalState.DECLINED: N_("Declined"),
    },
    MediaKind: {
        MediaKind.PRESS: N_("Press"),
        MediaKind.BROADCAST: N_("Radio and television"),
        MediaKind.ONLINE: N_("Online"),
        MediaKind.SELF_MEDIA: N_("Self-media"),
    },
    Figure: {
        Figure.SATISFIED: N_("Satisfied residents"),
        Figure.COMPLETED: N_("Projects completed"),
        Figure.FIXED: N_("Share of findings fixed"),
    },
    Tone: {
        Tone.PRAISE: N_("Praise"),
        Tone.NEUTRAL: N_("Neutral"),
        Tone.CRITICAL: N_("Critical"),
    },
    Body: {
        Body.CONGRESS: N_("People's Congress"),
        Body.CPPCC: N_("CPPCC"),
    },
    Outcome: {
        Outcome.JUDGED: N_("Verdict given"),
        Outcome.NO_ANSWER: N_("Nobody answered"),
        Outcome.DECLINED: N_("Does not want to be asked"),
    },
    weights.By: {
        weights.By.CATEGORY: N_("Category"),
        weights.By.DEPARTMENT: N_("Department"),
        weights.By.STATE: N_("State"),
        weights.By.DUE: N_("Quarter in which it is due"),
        weights.By.BAND: N_("Band of the marks so far"),
    },
    weights.DeputiesBy: {
        weights.DeputiesBy.BODY: N_("Body"),
        weights.DeputiesBy.TRADE: N_("Trade"),
    },
    Role: {
        Role.OFFICE: N_("Office"),
        Role.PRIVACY_OFFICER: N_("Privacy officer"),
        Role.DEPARTMENT: N_("Department"),
        Role.INTERVIEWER: N_("Interviewer"),
        Role.LEADER: N_("Leader"),
        Role.VIEWER: N_("Viewer"),
    },
    AccountState: {
        AccountState.INVITED: N_("Link not used yet"),
        AccountState.OPEN: N_("In use"),
        AccountState.LOCKED: N_("Locked for 15 minutes"),
        AccountState.DISABLED: N_("Disabled"),
    },
    VersionState: {
        VersionState.DRAFT: N_("Draft"),
        VersionState.PUBLISHED: N_("Asked now"),
        VersionState.RETIRED: N_("Asked no more"),
    },
    Channel: {
        Channel.SITE: N_("Code at the site"),
        Channel.EVENT: N_("Event"),
        Channel.KIOSK: N_("Kiosk"),
        Channel.PAPER: N_("Paper"),
        Channel.INTERVIEWER: N_("Interviewer"),
    },
    Audience: {
        Audience.RESIDENT: N_("Residents"),
        Audience.DEPUTY: N_("Deputies"),
    },
    Mark: {
        Mark.SATISFIED: N_("Satisfied"),
        Mark.BASICALLY: N_("Basically satisfied"),
        Mark.NOT_SATISFIED: N_("Not satisfied"),
        Mark.ABSTAINED: N_("Abstained"),
    },
    VisitKind: {
        VisitKind.ANNOUNCED: N_("Announced tour"),
        VisitKind.UNANNOUNCED: N_("Unannounced visit"),
    },
    HearingKind: {
        HearingKind.HEARING: N_("Hearing"),
        HearingKind.ENTERPRISE: N_("Visit to an enterprise"),
    },
    FindingState: {
        FindingState.RAISED: N_("To be dispatched"),
        FindingState.DISPATCHED: N_("To be accepted"),
        FindingState.RETURNED: N_("Returned"),
        FindingState.DISPUTED: N_("To be decided"),
        FindingState.ACCEPTED: N_("In hand"),
        FindingState.REPLIED: N_("Awaits the verdict"),
        FindingState.SCHEDULED: N_("Open, dated"),
        FindingState.ESCALATED: N_("With the leading group"),
        FindingState.FIXED: N_("Fixed"),
        FindingState.CLOSED: N_("Closed, not fixed"),
    },
    Act: {
        Act.RAISE: N_("raised"),
        Act.DISPATCH: N_("sent to the department"),
        Act.ACCEPT: N_("accepted"),
        Act.RETURN: N_("returned"),
        Act.ASSIGN: N_("assigned by decision"),
        Act.CHECK: N_("checked the facts"),
        Act.EXTEND: N_("took more time"),
        Act.PLAN: N_("told its plan"),
        Act.REPLY: N_("replied"),
        Act.SATISFIED: N_("satisfied"),
        Act.HALF_FIXED: N_("half fixed"),
        Act.NOT_SATISFIED: N_("not satisfied"),
        Act.ENTRUST: N_("verdict entrusted to another deputy"),
        Act.CLOSE: N_("closed"),
        Act.REOPEN: N_("reopened"),
        Act.MERGE: N_("merged with another finding"),
        Act.SPLIT: N_("split off again"),
    },
    By: {
        By.OFFICE: N_("Office"),
        By.DEPARTMENT: N_("Department"),
        By.DEPUTY: N_("Deputy"),
        By.RESIDENT: N_("Resident"),
    },
    Origin: {
        Origin.DEPUTY: N_("a deputy"),
        Origin.RESIDENT: N_("residents"),
        Origin.HEARING: N_("a hearing"),
        Origin.INTERVIEW: N_("an interview"),
        Origin.MEDIA: N_("the media"),
    },
    Severity: {
        Severity.MINOR: N_("minor"),
        Severity.ORDINARY: N_("ordinary"),
        Severity.SERIOUS: N_("serious"),
    },
    ReplyClass: {
        ReplyClass.A: N_("A · solved"),
        ReplyClass.B: N_("B · under way"),
        ReplyClass.C: N_("C · later, conditions are lacking"),
        ReplyClass.D: N_("D · for reference"),
    },
}
"""Words by kind: members of two enumerations that share a value are equal, so one flat table would mix them."""


def word(value: StrEnum | None) -> str:
    """The word for a value in the language of the request; nothing for a value that has none."""
    found = WORDS.get(type(value), {}).get(value) if value is not None else None
    return gettext(found) if found else ""


def column_name(change: Change) -> str:
    """What a changed column of a project is called."""
    return str(gettext(HEADINGS[Column(change.column)].label))


def changed(value: str, change: Change) -> str:
    """A changed value as a page shows it; a state's own word is translated."""
    return word(ProjectState(value)) if change.column == Column.STATE and value else value


def ballot_rule(ballot: Ballot) -> str:
    """The rule of a ballot in one sentence."""
    share = f"{ballot.share} %"
    reach = (
        gettext("is more than %(share)s", share=share) if ballot.is_over else gettext("reaches %(share)s", share=share)
    )
    whole = gettext("all marks given") if ballot.is_of_votes else gettext("all members of the panel")
    rule = N_("Satisfied when “satisfied” among %(whole)s %(reach)s, else basically satisfied when both together do.")
    return str(gettext(rule, whole=whole, reach=reach))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(ballot_rule=ballot_rule, word=word, column_name=column_name, changed=changed)
