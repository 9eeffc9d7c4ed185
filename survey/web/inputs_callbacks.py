"""What is typed about a call-back: what the resident said, and who is asked to call."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from survey.people.tables import Account
from survey.problems import N_
from survey.rounds import moves
from survey.rounds.callback_tables import Outcome
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By
from survey.web.inputs import NEEDED, Input
from survey.web.inputs_findings import sentence
from survey.web.words import word

UNJUDGED = (Outcome.NO_ANSWER, Outcome.DECLINED)


class CallInput(Input):
    outcome = RadioField(lazy_gettext(N_("What came of the call")), validators=[InputRequired(NEEDED)])
    text = sentence(N_("In the resident's own words, without names; needed unless satisfied"), must=False)
    seen = HiddenField()
    """How many moves the finding had when this page was made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.outcome.choices = [(each.value, word(each)) for each in (*moves.VERDICTS, *UNJUDGED)]

    def validate_text(self, field: Field) -> None:
        if self.outcome.data in (Act.HALF_FIXED, Act.NOT_SATISFIED) and not field.data:
            raise ValidationError(lazy_gettext(N_("Please say in one sentence what is still wrong.")))

    @property
    def outcome_of_call(self) -> Outcome:
        """What came of it; the input is valid."""
        return Outcome(self.outcome.data) if self.outcome.data in UNJUDGED else Outcome.JUDGED

    def deed(self, login: str) -> Deed | None:
        """The resident's verdict as whoever called wrote it down; None when there was none."""
        if self.outcome.data in UNJUDGED:
            return None
        said = str(self.seen.data or "")
        seen = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None
        return Deed(Act(self.outcome.data), By.RESIDENT, login, self.text.data or "", seen=seen)


class GiveInput(Input):
    account = SelectField(lazy_gettext(N_("Who calls")), coerce=int)

    def __init__(self, callers: Sequence[Account], **more: Any) -> None:
        super().__init__(**more)
        self.account.choices = [(0, lazy_gettext(N_("The office itself"))), *((each.id, each.name) for each in callers)]
