"""What departments and the office type about projects: proposals, decisions, edits, milestones and notes."""

import re
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, Field, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from survey.problems import N_
from survey.register import positions
from survey.register.positions import Given
from survey.register.spreadsheet import places
from survey.register.tables import Datum, ProjectState
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
    site = text(lazy_gettext(N_("Sites")), most=200)
    address = text(lazy_gettext(N_("Address")), must=False, most=200)
    coordinates = text(lazy_gettext(N_("Coordinates")), must=False, most=600)
    datum = SelectField(
        lazy_gettext(N_("System of the map")),
        choices=[datum.value for datum in Datum],
        default=Datum.WGS84.value,
        validate_choice=False,
    )

    COLUMNS = (
        "name", "category", "beneficiary_group", "origin", "target", "owner", "starts_on", "due_on", "site", "address",
    )  # fmt: skip

    def validate_due_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The last day must not come before the first."))

    def validate_coordinates(self, field: Field) -> None:
        if field.data and self.datum.data not in set(Datum):
            raise ValidationError(gettext("Please say which system the coordinates are in."))
        given, sites = self._given(), places.split(self.site.data or "")
        if None in given:
            raise ValidationError(
                gettext("Please write latitude and longitude such as 31.2304, 121.4737, and choose the system.")
            )
        if len(given) not in (0, 1, len(sites)):
            raise ValidationError(gettext("Please write a line for each site, or one for all of them."))

    def _given(self) -> list[Given | None]:
        datum = self.datum.data
        lines = places.positions(field) if (field := self.coordinates.data) else []
        return [positions.read(line, Datum(datum)) if datum in set(Datum) else None for line in lines]

    def columns(self) -> dict[str, Any]:
        """The proposal's columns as they were typed, coordinates in WGS-84."""
        told = {name: self[name].data for name in self.COLUMNS}
        where = "\n".join(positions.show(given.degrees) for given in self._given() if given)
        return {**told, "address": told["address"] or "", "coordinates": where, "given_in": Datum(self.datum.data)}


class ProjectInput(PromiseInput, Versioned):
    """A project as the office edits it."""

    department = needed(lazy_gettext(N_("Department")))
    batch = optional(lazy_gettext(N_("Batch")))
    sponsor = optional(lazy_gettext(N_("Sponsor")))
    contractor = optional(lazy_gettext(N_("Contractor")))
    due_on = OptionalDay(lazy_gettext(N_("Due")))
    state = SelectField(lazy_gettext(N_("State")), choices=[state.value for state in ProjectState])
    reason = optional(lazy_gettext(N_("Why it changes")), most=500)

    COLUMNS = (
        "name", "category", "department", "batch", "beneficiary_group", "origin", "target", "sponsor", "owner",
        "contractor", "starts_on", "due_on", "state",
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
