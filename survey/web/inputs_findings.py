"""What people type when they act on a finding: one input per form, each of which makes a deed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from survey import problems
from survey.people import deputies
from survey.problems import N_
from survey.register import rules
from survey.register.tables import Site
from survey.rounds import calendar, deadlines, findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, Origin, ReplyClass, Severity
from survey.rounds.transitions import acts_now
from survey.web.inputs import NEEDED, Day, Input, at_most, must_say_something, needed, stripped
from survey.web.transaction import db, today
from survey.web.words import word

LONGEST = 2000


def sentence(label: str, *, must: bool = True) -> TextAreaField:
    """Some lines of text."""
    rules = [InputRequired(NEEDED), must_say_something] if must else []
    return TextAreaField(lazy_gettext(label), filters=[stripped], validators=[*rules, at_most(LONGEST)])


def department(label: str) -> SelectField:
    return SelectField(lazy_gettext(label), coerce=int, validate_choice=True)


class OptionalDay(Day):
    """A day, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)
        else:
            self.data = None


class ActInput(Input):
    """The base of what acts: `act` is what it does, `title` its heading, `button` the words on its button."""

    act: ClassVar[Act]
    title: ClassVar[str]
    button: ClassVar[str]
    is_first: bool = False
    """Whether it is what should happen next; the others stay folded."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        if "department" in self:
            self["department"].choices = [(each.id, each.name) for each in findings.departments(db())]
        if "is_complex" in self:
            ruled = rules.of_office(db())
            self["is_complex"].label.text = gettext(
                "Complex: %(complex)s working days instead of %(simple)s",
                complex=ruled.complex_days,
                simple=ruled.reply_days,
            )

    @property
    def deed_act(self) -> Act:
        return self.act

    def deed(self, by: By, actor: str) -> Deed:
        """What was typed, as the domain takes it; the input is valid."""
        data = {name: self[name].data for name in ("text", "is_complex", "promised_on") if name in self}
        if "department" in self:
            data["department_id"] = self["department"].data
        if "reply_class" in self:
            data["reply_class"] = ReplyClass(self["reply_class"].data)
        return Deed(self.deed_act, by, actor, **{name: value for name, value in data.items() if value is not None})


class DispatchInput(ActInput):
    act, title, button, is_first = Act.DISPATCH, N_("Send it to a department"), N_("Dispatch"), True
    department = department(N_("Department"))
    is_complex = BooleanField()
    text = sentence(N_("What the department should know"), must=False)


class AssignInput(ActInput):
    act, title, button, is_first = Act.ASSIGN, N_("Decide who handles it"), N_("Assign"), True
    department = department(N_("Department"))
    is_complex = BooleanField()
    text = sentence(N_("The decision and its reason"))


class CloseInput(ActInput):
    act, title, button = Act.CLOSE, N_("Close it without a fix"), N_("Close")
    text = sentence(N_("Why it is closed; everybody concerned reads this"))


class ReopenInput(ActInput):
    act, title, button = Act.REOPEN, N_("Reopen it"), N_("Reopen")
    text = sentence(N_("What is wrong again"))


class AcceptInput(ActInput):
    act, title, button, is_first = Act.ACCEPT, N_("Accept it"), N_("Accept"), True


class ReturnInput(ActInput):
    act, title, button = Act.RETURN, N_("Return it"), N_("Return")
    department = department(N_("Who should handle it"))
    text = sentence(N_("Why it is not yours"))


class CheckInput(ActInput):
    act, title, button = Act.CHECK, N_("Set the facts straight"), N_("Send")
    text = sentence(N_("What your check on the spot showed; the deputy reads both texts"))


class ExtendInput(ActInput):
    act, title, button = Act.EXTEND, N_("Take more time, once"), N_("Extend")
    text = sentence(N_("Why more time is needed"))


def _must_not_be_over(field: Field) -> None:
    """Refuse a promise of a day that is over."""
    if field.data is not None and field.data < today():
        raise ValidationError(gettext("This day is over. Please name one from today on."))


class PlanInput(ActInput):
    act, title, button = Act.PLAN, N_("Tell the plan"), N_("Send the plan")
    text = sentence(N_("What you will do, step by step"))
    promised_on = Day(lazy_gettext(N_("By when it will be done")), validators=[InputRequired(NEEDED)])

    def validate_promised_on(self, field: Field) -> None:
        _must_not_be_over(field)


class ReplyInput(ActInput):
    act, title, button, is_first = Act.REPLY, N_("Reply"), N_("Send the reply"), True
    reply_class = RadioField(lazy_gettext(N_("Where it stands")), validators=[InputRequired(NEEDED)])
    text = sentence(N_("What was done, and how one can see it"))
    promised_on = OptionalDay(lazy_gettext(N_("Until when; needed for B, C and every promise")))
    photos = MultipleFileField(lazy_gettext(N_("Photos of how it looks now; they stand beside those of the finding")))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.reply_class.choices = [(each.value, word(each)) for each in ReplyClass]

    def validate_promised_on(self, field: Field) -> None:
        said = ReplyClass(self.reply_class.data) if self.reply_class.data in set(ReplyClass) else None
        if field.data is None and moves.needs_day(said, self.text.data or ""):
            raise ValidationError(lazy_gettext(N_("Please name the day: nobody can be held to “soon”.")))
        if said in (ReplyClass.B, ReplyClass.C):
            _must_not_be_over(field)


class VerdictInput(ActInput):
    act, title, button, is_first = Act.SATISFIED, N_("Your verdict"), N_("Send the verdict"), True
    verdict = RadioField(lazy_gettext(N_("Is it fixed?")), validators=[InputRequired(NEEDED)])
    text = sentence(N_("One sentence; needed unless you are satisfied"), must=False)
    minted = HiddenField(default=uuid4)
    """The verdict's id; a phone that keeps it for later mints its own."""
    seen = HiddenField()
    """How many moves the finding had when this page was made."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.verdict.choices = [(each.value, word(each)) for each in moves.VERDICTS]

    @property
    def deed_act(self) -> Act:
        return Act(self.verdict.data)

    def validate_text(self, field: Field) -> None:
        if self.verdict.data in (Act.HALF_FIXED, Act.NOT_SATISFIED) and not field.data:
            raise ValidationError(lazy_gettext(N_("Please say in one sentence what is still wrong.")))

    def deed(self, by: By, actor: str) -> Deed:
        minted_id = None
        with suppress(ValueError):
            minted_id = UUID(str(self.minted.data))
        said = str(self.seen.data or "")
        seen = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None
        return replace(super().deed(by, actor), minted_id=minted_id, seen=seen)


class EntrustInput(ActInput):
    act, title, button = Act.ENTRUST, N_("Entrust the verdict to another deputy"), N_("Entrust")
    deputy = needed(lazy_gettext(N_("Number of the deputy")), most=40)
    text = sentence(N_("Why the first deputy cannot judge"))

    def validate_deputy(self, field: Field) -> None:
        try:
            found = deputies.of_number(db(), field.data)
        except problems.NotFound:
            raise ValidationError(lazy_gettext(N_("We know no deputy with this number."))) from None
        if found.left_at is not None:
            raise ValidationError(gettext("%(name)s is no longer in office.", name=found.name))
        self.deputy_id = found.id

    def deed(self, by: By, actor: str) -> Deed:
        return replace(super().deed(by, actor), deputy_id=self.deputy_id)


INPUTS: dict[str, type[ActInput]] = {
    "dispatch": DispatchInput,
    "assign": AssignInput,
    "accept": AcceptInput,
    "plan": PlanInput,
    "reply": ReplyInput,
    "verdict": VerdictInput,
    "return": ReturnInput,
    "check": CheckInput,
    "extend": ExtendInput,
    "entrust": EntrustInput,
    "reopen": ReopenInput,
    "close": CloseInput,
}
"""By the last part of the address they are sent to, in the order of a page."""


def offered(finding: Finding, by: By, typed: ActInput | None = None) -> list[tuple[str, ActInput]]:
    """The forms for what somebody can do now, by the last part of their address; `typed` takes its place among them."""
    ruled, days = rules.of_office(db()), calendar.of_office(db())
    now = {a for a in acts_now(finding, by, ruled) if not deadlines.days_over(finding, a, today(), days, ruled)}
    if by is not moves.judge_of(finding):
        now -= set(moves.VERDICTS)
    inputs = {
        name: typed
        if isinstance(typed, kind)
        else kind(formdata=None, seen=finding.move_count, **_proposed(finding, kind))
        for name, kind in INPUTS.items()
        if kind.act in now
    }
    if finding.plan_due_on is not None and "plan" in inputs:
        inputs["plan"].is_first, inputs["reply"].is_first = True, False
    return list(inputs.items())


def _proposed(finding: Finding, kind: type[ActInput]) -> dict[str, int]:
    """The department that leads the project, where a finding is sent to one for the first time."""
    is_first = kind is DispatchInput and finding.department_id is None
    return {"department": finding.project.department_id} if is_first else {}


def of_name(name: str) -> ActInput:
    """The input that was sent to an address; raises NotFound."""
    if name not in INPUTS:
        raise problems.NotFound()
    return INPUTS[name]()


class RaiseInput(Input):
    """A finding that the office raises from what residents said, from a hearing, an interview or the media."""

    origin = RadioField(lazy_gettext(N_("Where it comes from")), validators=[InputRequired(NEEDED)])
    site = SelectField(lazy_gettext(N_("Site")), coerce=int)
    subject = needed(lazy_gettext(N_("What it is about, in a few words")), most=60)
    text = sentence(N_("What is wrong, without names and numbers of people"))
    severity = SelectField(lazy_gettext(N_("Severity")), default=Severity.ORDINARY.value)
    report = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """The media report that it is raised from."""

    def __init__(self, sites: Sequence[Site], **more: Any) -> None:
        super().__init__(**more)
        self.origin.choices = [(each.value, word(each)) for each in Origin if each is not Origin.DEPUTY]
        self.site.choices = [(site.id, site.name) for site in sites]
        self.severity.choices = [(each.value, word(each)) for each in Severity]

    def finding(self, project_id: int) -> Finding:
        """The finding as typed; the input is valid."""
        return Finding(
            project_id=project_id,
            site_id=self.site.data,
            origin=Origin(self.origin.data),
            subject=self.subject.data,
            text=self.text.data,
            severity=Severity(self.severity.data),
        )
