"""What staff type about themselves."""

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, PasswordField, SelectField, ValidationError
from wtforms.validators import InputRequired

from survey.people import passwords
from survey.people.tables import Role
from survey.problems import N_
from survey.web.inputs import NEEDED, Input, needed, optional


class SignInInput(Input):
    login = needed(lazy_gettext(N_("Login")))
    password = PasswordField(lazy_gettext(N_("Password")), [InputRequired(NEEDED)])
    code = optional(lazy_gettext(N_("Second factor")), most=12)
    next = HiddenField()


class NewPasswordInput(Input):
    """A new password; `of_login` tells whose it is."""

    password = PasswordField(lazy_gettext(N_("New password")), [InputRequired(NEEDED)])
    login = ""

    def validate_password(self, field: PasswordField) -> None:
        if sentence := passwords.fault(field.data, self.login):
            raise ValidationError(gettext(sentence))


class ChangePasswordInput(NewPasswordInput):
    current = PasswordField(lazy_gettext(N_("Password until now")), [InputRequired(NEEDED)])


class SecondFactorInput(Input):
    code = needed(lazy_gettext(N_("Code in the app")), most=12)
    salt = HiddenField()


class InvitationInput(Input):
    role = SelectField(lazy_gettext(N_("Role")), choices=[role.value for role in Role])
    person = needed(lazy_gettext(N_("Full name")), most=60)
    login = needed(lazy_gettext(N_("Login")), most=40)
    department = optional(lazy_gettext(N_("Department")))

    def validate_login(self, field: Field) -> None:
        if any(sign.isspace() for sign in field.data):
            raise ValidationError(gettext("The login is one word without spaces."))

    def validate_department(self, field: Field) -> None:
        if (self.role.data == Role.DEPARTMENT) != bool(field.data):
            raise ValidationError(gettext("A department goes with the role “Department”, and only with it."))
