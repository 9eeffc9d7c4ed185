"""What departments and the office type about projects: proposals, decisions, edits, milestones and notes."""

import re
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from survey.problems import N_
from survey.register.tables import ProjectState
from survey.web.inputs import (
    NEEDED,
    Day,
    Input,
    OptionalDay,
    Versioned,
    at_most,
    must_say_something,
    needed,
    optional,
    stripped,
)

LONG = 2000
COUNTED = re.compile(r"\d(?:[\d.,]*)\s*(?:[%％‰℃]|[^\W\d_])")
"""A number with its unit behind it: 5家, 270 places, 95%."""


def text(label: object, *, must: bool = True, most: int = LONG) -> TextAreaField:
    """A few lines of text."""
    rules = [InputRequired(NEEDED), must_say_something] if must else []
    return TextAreaField(label, filters=[stripped], validators=[*rules, at_most(most)])


class PromiseInput(Input):
    """What a proposal and a project have in common."""

    name = needed(lazy_gettext(N_("Project")))
    category = needed(lazy_gettext(N_("Category")))
    beneficiary_group = optional(lazy_gettext(N_("For whom")))
    origin = optional(lazy_gettext(N_("Origin")))
    target = text(lazy_gettext(N_("Target")))
    owner = optional(lazy_gettext(N_("Owner")))
    starts_on = OptionalDay(lazy_gettext(N_("Start")))

    def validate_target(self, field: Field) -> None:
        if not COUNTED.search(field.data):
            raise ValidationError(gettext("A target needs a number and its unit, such as: 5 new canteens."))


class ProposalInput(PromiseInput):
    due_on = Day(lazy_gettext(N_("Due")))
    site = needed(lazy_gettext(N_("Site")))
    address = optional(lazy_gettext(N_("Address")))

    COLUMNS = (
        "name", "category", "beneficiary_group", "origin", "target", "owner", "starts_on", "due_on", "site", "address",
    )  # fmt: skip

    def validate_due_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The last day must not come before the first."))

    def columns(self) -> dict[str, Any]:
        """The proposal's columns as they were typed."""
        return {name: self[name].data for name in self.COLUMNS}


class ProjectInput(PromiseInput, Versioned):
    """A project as the office edits it."""

    department = needed(lazy_gettext(N_("Department")))
    batch = optional(lazy_gettext(N_("Batch")))
    sponsor = optional(lazy_gettext(N_("Sponsor")))
    due_on = OptionalDay(lazy_gettext(N_("Due")))
    state = SelectField(lazy_gettext(N_("State")), choices=[state.value for state in ProjectState])
    reason = optional(lazy_gettext(N_("Why it changes")), most=500)

    COLUMNS = (
        "name", "category", "department", "batch", "beneficiary_group", "origin", "target", "sponsor", "owner",
        "starts_on", "due_on", "state",
    )  # fmt: skip

    def validate_target(self, field: Field) -> None:
        """An old register's target may lack a number; only a proposal's must have one."""


class DecisionInput(Input):
    decision = RadioField(
        lazy_gettext(N_("Decision")),
        choices=["accepted", "asked_back", "merged", "declined"],
        validators=[InputRequired(NEEDED)],
    )
    number = optional(lazy_gettext(N_("Number")), most=40)
    batch = optional(lazy_gettext(N_("Batch")))
    note = optional(lazy_gettext(N_("Note to the department")), most=LONG)
    into = optional(lazy_gettext(N_("Number of the project it joins")), most=40)

    def validate_note(self, field: Field) -> None:
        if self.decision.data in ("asked_back", "declined") and not field.data:
            raise ValidationError(gettext("Please tell the department why."))

    def validate_number(self, field: Field) -> None:
        if self.decision.data == "accepted" and not field.data:
            raise ValidationError(NEEDED)

    def validate_into(self, field: Field) -> None:
        if self.decision.data == "merged" and not field.data:
            raise ValidationError(NEEDED)


class MilestoneInput(Input):
    milestone = needed(lazy_gettext(N_("Milestone")))
    milestone_due = Day(lazy_gettext(N_("Due")))


class ClaimInput(Input):
    proof = text(lazy_gettext(N_("What shows that it is done")))


class NoteInput(Input):
    progress = text(lazy_gettext(N_("What was done, what holds it up")))
    on_schedule = BooleanField(lazy_gettext(N_("On schedule")))


class AnalysisInput(Input):
    analysis = text(lazy_gettext(N_("Analysis: what went well, what did not, what comes next")))
