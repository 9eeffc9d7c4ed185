"""From a posted form to an arrival at the door: read, cleaned, and told who sends it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from survey import problems
from survey.collect import events, kiosks, photos, sealing
from survey.collect.arrivals import Arrival
from survey.collect.tables import Channel, Near, VisitKind
from survey.people.tables import Deputy
from survey.problems import N_
from survey.questionnaires import answers, scoring
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience
from survey.register import codes
from survey.visits.tables import Visit
from survey.web import deputy_corrections, who
from survey.web.language import LANGUAGES, language
from survey.web.security import csrf
from survey.web.sheets import PHONE_COOKIE, asked_of, visit_of
from survey.web.transaction import db, key, moment, now, today

LARGEST = 256 * 1024
"""Bytes of one submission without photos; the longest honest one is a tenth of it."""
DRAINED = 16 * 1024 * 1024
"""How much of a message that is too large is read to its end, so that the sender hears the refusal."""
PREFIX = "answer_"
NUMBER = re.compile("[1-9][0-9]{0,8}")
UNREADABLE = "\ufffd"
"""What a decoder puts where it could not read."""
CHOOSE_KIND = N_("Please say whether they knew that you would come.")

Form = Mapping[str, Sequence[str]]


def read_form() -> Form:
    """The posted fields; raises TooLarge. What is no UTF-8 comes as UNREADABLE (Werkzeug keeps percent signs)."""
    request.max_content_length = LARGEST
    try:
        if request.mimetype == "application/x-www-form-urlencoded":
            return parse_qs(request.get_data().decode("utf-8", "replace"), keep_blank_values=True)
        return request.form.to_dict(flat=False)
    except RequestEntityTooLarge:
        _drain()
        raise problems.TooLarge() from None


def _drain() -> None:
    left = min(request.content_length or 0, DRAINED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(left, 65536))):
        left -= len(chunk)


def unsealed(form: Form, code: str, submission_id: UUID) -> Form:
    """What a kiosk sealed, opened; a form that is not sealed as it is. Raises BrokenSeal."""
    if "sealed" not in form:
        return form
    words = sealing.opened(key(), form["sealed"][0], f"{code}/{submission_id}")
    return {**parse_qs(words, keep_blank_values=True), "kiosk": form.get("kiosk", [""])}


def typed(form: Form) -> dict[str, Sequence[str]]:
    """The answers in a form, by question."""
    return {name[len(PREFIX) :]: values for name, values in form.items() if name.startswith(PREFIX)}


def asked_version(form: Form) -> int | None:
    """The questionnaire version that a form says it answers; raises UnknownQuestionnaire when that is no number."""
    said = form.get("questionnaire", [""])[0]
    if not said:
        return None
    if not NUMBER.fullmatch(said):
        raise problems.UnknownQuestionnaire()
    return int(said)


def arrival(code: str, submission_id: UUID, form: Form) -> Arrival:
    """Make the arrival of a filled form; whether its code leads anywhere is found out where it is stored.

    Raises UnreadableText, PassNeeded, OthersSheet, NotAsked or WrongAnswers, in that order.
    """
    if any(UNREADABLE in text for name, values in form.items() for text in (name, *values)):
        raise problems.UnreadableText()
    version, questionnaire = asked_of(code, asked_version(form))
    is_deputys = version.audience is Audience.DEPUTY
    visit = _visit(code, submission_id, form) if is_deputys else None
    sender = _deputy(form, visit) if is_deputys else _resident(code, form)
    at = moment(_claimed(form))
    cleaned = _clean(questionnaire, form, at, asks_kind=is_deputys and visit is None)
    return Arrival(
        code=code,
        submission_id=submission_id,
        version_id=version.id,
        audience=version.audience,
        language=_language(form),
        answers=cleaned,
        received_at=now(),
        day=today(),
        answered_at=_claimed(form),
        score=scoring.score_of(questionnaire, cleaned, at) if is_deputys else None,
        photo_count=_photo_count(form),
        worked_out=questionnaire.worked_out,
        **sender,
    )


def _visit(code: str, submission_id: UUID, form: Form) -> Visit | None:
    """The visit that a deputy's sheet belongs to; a correction stays with that of the sheet which it corrects."""
    place = codes.of_code(db(), code)
    corrects, _ = deputy_corrections.said(form)
    if corrects is not None:
        return deputy_corrections.visit_of(corrects, place, submission_id)
    return visit_of(place, _claimed_day(form))


def _clean(questionnaire: Questionnaire, form: Form, at: str, *, asks_kind: bool) -> dict[str, Any]:
    """Clean the answers; what a deputy's page asks beside the questionnaire is refused together with them."""
    wrong: dict[str, problems.FieldProblem] = {}
    if asks_kind and _kind(form) is None:
        wrong["visit_kind"] = problems.FieldProblem(CHOOSE_KIND)
    corrects, reason = deputy_corrections.said(form)
    if corrects and not reason:
        wrong["reason"] = problems.FieldProblem(deputy_corrections.SAY_WHY)
    try:
        cleaned = answers.clean(questionnaire, typed(form), at)
    except problems.WrongAnswers as more:
        raise problems.WrongAnswers({**wrong, **more.fields}) from None
    if wrong:
        raise problems.WrongAnswers(wrong)
    return cleaned


def _resident(code: str, form: Form) -> dict[str, Any]:
    """Who answers: at an event on its day the holder of a ticket, else whoever has this browser.

    In an interview it is somebody else each time.
    """
    event_code, ticket, kiosk_code = (form.get(name, [""])[0] for name in ("event", "ticket", "kiosk"))
    if kiosk_code:
        return _at_kiosk(code, kiosk_code, ticket)
    if carried := form.get("interviewer", [""])[0]:
        by = who.interviewer(carried)
        return {"channel": Channel.INTERVIEWER, "interviewer_id": by.id, "seconds": _seconds(form)}
    event = events.running(db(), event_code, code, today()) if event_code else None
    phone = request.cookies.get(PHONE_COOKIE)
    seconds = _seconds(form)
    if event is None:
        return {"device": phone, "seconds": seconds}
    return {"device": events.holder(db(), event, ticket) or phone, "channel": Channel.EVENT, "seconds": seconds}


def _at_kiosk(code: str, kiosk_code: str, ticket: str) -> dict[str, Any]:
    """Who answers on a tablet that staff pinned: the holder of a ticket, else somebody, each time somebody else."""
    kiosk = who.kiosk()
    if kiosk is None or kiosk.code != kiosk_code or not kiosks.shows(db(), kiosk, code):
        raise problems.KioskNeeded()
    return {"device": holder_at(kiosk.code, ticket), "channel": Channel.KIOSK}


def holder_at(kiosk_code: str, ticket: str) -> str | None:
    """Who holds a ticket of a kiosk's event; None without one, and where there is no event."""
    event = kiosks.shown(db(), kiosk_code).event if ticket else None
    return events.holder(db(), event, ticket) if event else None


def _deputy(form: Form, visit: Visit | None) -> dict[str, Any]:
    """Who scores, and as what kind of visit; the same deputy's later sheet of a day takes the earlier one's place."""
    deputy = who.deputy()
    if deputy is None:
        raise problems.PassNeeded()
    if form.get("deputy", [""])[0] not in ("", str(deputy.id)):
        raise problems.OthersSheet()
    csrf.protect()
    kind, visit_id = (visit.kind, visit.id) if visit else (_kind(form), None)
    corrects, reason = deputy_corrections.said(form)
    return {
        "deputy_id": deputy.id,
        "visit_kind": kind,
        "visit_id": visit_id,
        "device": _seat(deputy, kind),
        "corrects": corrects,
        "correction_reason": reason,
        **_near(form),
    }


def _near(form: Form) -> dict[str, Any]:
    """Whether the phone said that it was near, and how exactly it knew, in metres."""
    said, accuracy = (form.get(name, [""])[0] for name in ("near", "near_accuracy"))
    if said not in set(Near):
        return {}
    return {"near": Near(said), "near_accuracy_m": int(accuracy) if NUMBER.fullmatch(accuracy) else None}


def _seat(deputy: Deputy, kind: VisitKind | None) -> str:
    return f"deputy:{deputy.id}:{kind}"


def _kind(form: Form) -> VisitKind | None:
    said = form.get("visit_kind", [""])[0]
    return VisitKind(said) if said in set(VisitKind) else None


def _language(form: Form) -> str:
    said = form.get("lang", [""])[0]
    return said if said in LANGUAGES else language()


def _claimed_day(form: Form) -> date:
    """The day on which a phone says it was answered, else today; a phone cannot know the future."""
    return date.fromisoformat(moment(_claimed(form))[:10])


def _photo_count(form: Form) -> int:
    """How many photos the phone will send after this."""
    said = form.get("photos", [""])[0]
    return min(int(said), photos.MOST) if NUMBER.fullmatch(said) else 0


def _seconds(form: Form) -> int | None:
    """How long the page was open, as the phone says; nothing where it does not say, as without script."""
    said = form.get("seconds", [""])[0]
    return int(said) if NUMBER.fullmatch(said) else None


def _claimed(form: Form) -> datetime | None:
    """When the phone says it was answered: an ISO moment with a zone, else nothing."""
    try:
        moment = datetime.fromisoformat(form.get("answered_at", [""])[0])
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
