"""What the office types about media reports."""

from flask_babel import lazy_gettext
from wtforms import SelectField

from survey.problems import N_
from survey.watch.tables import MediaKind, Tone
from survey.web.inputs import Day, Input, needed, optional
from survey.web.inputs_plan import text


class ReportInput(Input):
    title = needed(lazy_gettext(N_("Title")))
    outlet = needed(lazy_gettext(N_("Outlet")))
    kind = SelectField(lazy_gettext(N_("Kind")), choices=[kind.value for kind in MediaKind])
    published_on = Day(lazy_gettext(N_("Published")))
    link = optional(lazy_gettext(N_("Link")), most=500)
    tone = SelectField(lazy_gettext(N_("Tone")), choices=[tone.value for tone in Tone], default=Tone.NEUTRAL.value)
    project = optional(lazy_gettext(N_("Number of the project")), most=40)
    suggestion = text(lazy_gettext(N_("What it suggests")), must=False)


class LinksInput(Input):
    links = text(lazy_gettext(N_("Links, one a line")), most=50_000)


class ActionInput(Input):
    action = text(lazy_gettext(N_("What was done about it")))
