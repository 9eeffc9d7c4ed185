"""What staff type about themselves."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, ValidationError
from wtforms.validators import InputRequired

from survey.people import passwords
from survey.problems import N_
from survey.web.inputs import NEEDED, Input, needed


class SignInInput(Input):
    login = needed(lazy_gettext(N_("Login")))
    password = PasswordField(lazy_gettext(N_("Password")), [InputRequired(NEEDED)])
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
