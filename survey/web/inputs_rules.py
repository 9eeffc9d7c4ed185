"""What the office types about the rules of the programme."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, ValidationError

from survey.problems import N_
from survey.register.rules import LIMITS, Rules
from survey.web.inputs import Input, WholeNumber

LABELS = {
    "accept_days": N_("Accept: working days"),
    "return_days": N_("Return to the right department: working days"),
    "check_days": N_("Set the facts straight: working days"),
    "reply_days": N_("Reply to a simple finding: working days"),
    "complex_days": N_("Reply to a complex finding: working days"),
    "plan_days": N_("Tell the plan for a complex finding: working days"),
    "verdict_days": N_("Verdict on a reply: working days"),
    "round_days": N_("The next round lasts: calendar days"),
    "ahead_days": N_("Remind before a deadline: working days"),
    "most_returns": N_("After so many returns the office decides"),
    "most_rounds": N_("After so many rounds in vain the leading group takes over"),
    "low_share": N_("Pass mark: below so many percent of its marks an item raises a finding"),
    "very_low_share": N_("Below so many percent the finding is serious"),
    "demand_taken_days": N_("An enterprise's demand is taken up: working days"),
    "demand_planned_days": N_("A plan is told: working days"),
    "demand_settled_days": N_("The demand is settled: working days"),
    "ballot_share": N_("Ballot: percent that a result needs"),
    "ballot_over": N_("Ballot: when the share is just met"),
    "ballot_of_votes": N_("Ballot: share of whom"),
    "ballot_least": N_("Ballot: marks below which it has no result"),
    "contact_days": N_("A resident's number is deleted after the end: calendar days"),
    "sign_in_days": N_("An ended sign-in is deleted: calendar days"),
    "notice_days": N_("A notice that was read is deleted: calendar days"),
    "text_days": N_("What residents wrote is deleted after the end of its period: calendar days"),
    "complaint_days": N_("A complaint about the app that was answered is deleted: calendar days"),
}
GROUPS = (
    (
        N_("Deadlines of the departments"),
        ("accept_days", "return_days", "check_days", "reply_days", "complex_days", "plan_days"),
    ),
    (
        N_("Rounds"),
        ("verdict_days", "round_days", "most_rounds", "most_returns", "ahead_days", "low_share", "very_low_share"),
    ),
    (N_("Ballot after a visit"), ("ballot_share", "ballot_over", "ballot_of_votes", "ballot_least")),
    (
        N_("Enterprises and residents"),
        ("demand_taken_days", "demand_planned_days", "demand_settled_days"),
    ),
    (
        N_("What is kept how long"),
        ("contact_days", "text_days", "complaint_days", "sign_in_days", "notice_days"),
    ),
)
CHOICES = {
    "ballot_over": (N_("it is enough (≥)"), N_("it must be exceeded (>)")),
    "ballot_of_votes": (N_("all members of the panel"), N_("the marks given")),
}


class RulesInput(Input):
    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name, said in CHOICES.items():
            self[name].choices = [(value, gettext(one)) for value, one in enumerate(said)]

    def validate_very_low_share(self, field: Field) -> None:
        if None not in (field.data, self["low_share"].data) and field.data > self["low_share"].data:
            raise ValidationError(gettext("This must not be above the pass mark."))

    def validate_complex_days(self, field: Field) -> None:
        if None not in (field.data, self["reply_days"].data) and field.data < self["reply_days"].data:
            raise ValidationError(gettext("A complex finding cannot be due before a simple one."))

    def validate_plan_days(self, field: Field) -> None:
        if None not in (field.data, self["complex_days"].data) and field.data > self["complex_days"].data:
            raise ValidationError(gettext("A plan cannot be due after the reply."))

    def rules(self) -> Rules:
        """The rules as typed; the input is valid."""
        return Rules(**{name: int(self[name].data) for name in LIMITS})


def _within(name: str) -> Any:
    least, most = LIMITS[name]

    def check(_input: Input, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(gettext("Between %(least)s and %(most)s, please.", least=least, most=most))

    return check


for _name in LIMITS:
    _label = lazy_gettext(LABELS[_name])
    if _name in CHOICES:
        setattr(RulesInput, _name, SelectField(_label, coerce=int))
    else:
        setattr(RulesInput, _name, WholeNumber(_label, validators=[_within(_name)]))
