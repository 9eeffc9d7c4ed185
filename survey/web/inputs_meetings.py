"""What is typed about dispatch meetings: the meeting, its minutes, and what is to be done after it."""

from flask_babel import lazy_gettext

from survey.problems import N_
from survey.web.inputs import Day, Input, Versioned, needed, optional
from survey.web.inputs_plan import text

MOST_MINUTES = 20_000


class MeetingInput(Input):
    name = needed(lazy_gettext(N_("What it is called")))
    place = needed(lazy_gettext(N_("Where it is held")))
    held_on = Day(lazy_gettext(N_("Day")))
    attended = text(lazy_gettext(N_("Who is there")), must=False)
    agenda = text(lazy_gettext(N_("Agenda")), must=False)


class MinutesInput(Versioned):
    """The minutes."""

    attended = text(lazy_gettext(N_("Who is there")), must=False)
    minutes = text(lazy_gettext(N_("Minutes")), most=MOST_MINUTES)


class FollowUpInput(Input):
    task = text(lazy_gettext(N_("What is to be done")))
    department = needed(lazy_gettext(N_("Department")))
    owner = optional(lazy_gettext(N_("Who answers for it")))
    project = optional(lazy_gettext(N_("Number of the project")), most=40)
    due_on = Day(lazy_gettext(N_("To be done by")))


class OutcomeInput(Input):
    outcome = text(lazy_gettext(N_("What was done")))
