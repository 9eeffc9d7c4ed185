"""What the office types about its district, its periods and, on the first run, its first account."""

from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, PasswordField, ValidationError
from wtforms.validators import InputRequired

from survey.people import passwords
from survey.problems import N_
from survey.register import district
from survey.web.inputs import NEEDED, Day, Input, WholeNumber, needed, optional, stripped

LEAST_MINIMUM, MOST_MINIMUM = 5, 1000


def address(value: str | None) -> str:
    """An address without spaces and final slashes."""
    return stripped(value).rstrip("/")


class DistrictInput(Input):
    name = needed(lazy_gettext(N_("Name of the district")), most=60)
    name_en = optional(lazy_gettext(N_("Name in English")), most=100)
    public_url = optional(lazy_gettext(N_("Public address")), most=120)
    complaint_line = needed(lazy_gettext(N_("Complaint line")), most=60)
    publication_minimum = WholeNumber(lazy_gettext(N_("Publication minimum")), default=10)

    def validate_public_url(self, field: Field) -> None:
        field.data = address(field.data)
        if field.data and not district.is_plain_address(field.data):
            raise ValidationError(
                gettext("Please type the address with http:// or https:// and nothing behind the host.")
            )

    def validate_publication_minimum(self, field: Field) -> None:
        if field.data is None or not LEAST_MINIMUM <= field.data <= MOST_MINIMUM:
            raise ValidationError(
                gettext("Between 5 and 1000, please: in a smaller group single people can be recognised.")
            )

    def columns(self) -> dict[str, Any]:
        """The district's columns as they were typed."""
        names = ("name", "name_en", "public_url", "complaint_line", "publication_minimum")
        return {name: self[name].data for name in names}


class PeriodInput(Input):
    period_name = needed(lazy_gettext(N_("Name of the period")), most=60)
    opens_on = Day(lazy_gettext(N_("First day")))
    closes_on = Day(lazy_gettext(N_("Last day")))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of an input that is valid."""
        return self.opens_on.data, self.closes_on.data

    def validate_closes_on(self, field: Field) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(gettext("The last day must not come before the first."))


class SetupInput(DistrictInput, PeriodInput):
    person = needed(lazy_gettext(N_("Your name")), most=60)
    login = needed(lazy_gettext(N_("Login")), most=40)
    password = PasswordField(lazy_gettext(N_("Password")), [InputRequired(NEEDED)])

    def validate_login(self, field: Field) -> None:
        if any(sign.isspace() for sign in field.data):
            raise ValidationError(gettext("The login is one word without spaces."))

    def validate_password(self, field: Field) -> None:
        if sentence := passwords.fault(field.data, self.login.data or ""):
            raise ValidationError(gettext(sentence))
