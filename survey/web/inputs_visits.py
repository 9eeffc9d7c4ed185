"""What the office types about visits and draws, and a deputy who stands back from one."""

import re
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from survey.collect.tables import VisitKind
from survey.problems import N_
from survey.visits import choosing
from survey.visits.draws import MOST_DEPUTIES, MOST_PROJECTS
from survey.visits.tables import Mark
from survey.visits.visits import Plan
from survey.visits.weights import By, DeputiesBy
from survey.web.inputs import NEEDED, Day, Input, WholeNumber, at_most, must_say_something, stripped
from survey.web.transaction import db
from survey.web.words import word

BETWEEN = re.compile(r"[\s,，、;；]+")


def numbers(label: str) -> TextAreaField:
    """Numbers of projects or deputies, with spaces, commas or lines between them."""
    rules = [InputRequired(NEEDED), must_say_something, at_most(2000)]
    return TextAreaField(lazy_gettext(label), filters=[stripped], validators=rules)


def reason(label: str) -> TextAreaField:
    return TextAreaField(
        lazy_gettext(label), filters=[stripped], validators=[InputRequired(NEEDED), must_say_something, at_most(1000)]
    )


class DaysInput(Input):
    """The window of a visit; of an announced one both days are the same."""

    opens_on = Day(lazy_gettext(N_("First day")))
    closes_on = Day(lazy_gettext(N_("Last day")))

    def validate_closes_on(self, field: Field) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(gettext("The last day must not come before the first."))


class VisitInput(DaysInput):
    kind = RadioField(lazy_gettext(N_("Kind of visit")), validators=[InputRequired(NEEDED)])
    projects = numbers(N_("Numbers of projects or codes of sites, in the order of the route"))
    deputies = numbers(N_("Numbers or names of the deputies; the first leads the panel"))
    note = TextAreaField(lazy_gettext(N_("Where to meet, and what else to know")), filters=[stripped])

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.kind.choices = [(each.value, word(each)) for each in VisitKind]

    def validate_projects(self, field: Field) -> None:
        wanted = _split(field)
        self.site_ids = _found(wanted, choosing.sites_named(db(), wanted))

    def validate_deputies(self, field: Field) -> None:
        wanted = _split(field)
        self.deputy_ids = _found(wanted, choosing.deputies_named(db(), wanted))

    def plan(self) -> Plan:
        """The visit as typed; the input is valid."""
        return Plan(
            VisitKind(self.kind.data),
            self.opens_on.data,
            self.closes_on.data,
            self.site_ids,
            self.deputy_ids,
            self.note.data or "",
        )


def _split(field: Field) -> list[str]:
    return list(dict.fromkeys(filter(None, BETWEEN.split(field.data or ""))))


def _found(wanted: list[str], known: dict[str, int]) -> list[int]:
    if missing := [number for number in wanted if number not in known]:
        raise ValidationError(gettext("We do not know %(numbers)s.", numbers="、".join(missing[:5])))
    return list(dict.fromkeys(known[number] for number in wanted))


class DrawInput(Input):
    projects = WholeNumber(lazy_gettext(N_("How many projects")), default=5)
    by = SelectField(lazy_gettext(N_("Projects share the places by")), default=By.CATEGORY.value)
    deputies = WholeNumber(lazy_gettext(N_("How many deputies")), default=3)
    deputies_by = SelectField(lazy_gettext(N_("Deputies share the places by")), default=DeputiesBy.BODY.value)
    reason = TextAreaField(lazy_gettext(N_("Reason, when it is drawn again")), filters=[stripped])

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.by.choices = [(each.value, word(each)) for each in By]
        self.deputies_by.choices = [(each.value, word(each)) for each in DeputiesBy]

    def validate_projects(self, field: Field) -> None:
        _within(field, MOST_PROJECTS)

    def validate_deputies(self, field: Field) -> None:
        _within(field, MOST_DEPUTIES)

    @property
    def wish(self) -> dict[str, Any]:
        """How many are to be drawn, and by which strata; the input is valid."""
        strata = {"by": self.by.data, "deputies_by": self.deputies_by.data}
        return {"projects": self.projects.data or 0, "deputies": self.deputies.data or 0, **strata}


def _within(field: Field, most: int) -> None:
    if field.data is None or not 1 <= field.data <= most:
        raise ValidationError(gettext("Between 1 and %(most)s, please.", most=most))


class ShiftInput(DaysInput):
    reason = reason(N_("Why it is moved; whoever may know of the visit reads this"))


class DeedInput(Input):
    """What may wait on a phone before it is sent."""

    minted = HiddenField(default=uuid4)
    """Its id; a phone that keeps it for later mints its own."""
    answered_at = HiddenField()
    """When the phone says that it was done."""

    @property
    def id(self) -> UUID:
        """The id that was minted, a fresh one where the form has none."""
        try:
            return UUID(str(self.minted.data))
        except ValueError:
            return uuid4()


class ClosedInput(DeedInput):
    note = reason(N_("What you found, such as the hours on the door"))


class CommentInput(DeedInput):
    text = reason(N_("A word to the scores; no number changes by it"))


class VoteInput(DeedInput):
    mark = RadioField(lazy_gettext(N_("All in all")), validators=[InputRequired(NEEDED)])

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.mark.choices = [(each.value, word(each)) for each in Mark]


class CancelInput(Input):
    reason = reason(N_("Why it is called off; the panel reads this"))


class RecuseInput(Input):
    reason = reason(N_("Why you stand back, such as your own employer"))


class KindInput(Input):
    """Whether those visited knew of it after all, and how the office came to know."""

    kind = RadioField(lazy_gettext(N_("Kind of visit")), validators=[InputRequired(NEEDED)])
    reason = reason(N_("How this came to be known; it stays with the sheets"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.kind.choices = [(each.value, word(each)) for each in VisitKind]

    def chosen(self) -> VisitKind:
        return VisitKind(self.kind.data)
