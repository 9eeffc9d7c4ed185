"""What a deputy does with an id minted before it was sent: done once, however often it arrives and from wherever.

Views do it for the browser and for the outbox, and `bring` for a file that was saved from a phone: each form carries a
proof that this server made it for this deputy, so that nobody can write such a file by hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from flask import jsonify, redirect
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from survey import problems
from survey.people import audit
from survey.people.tables import Deputy
from survey.rounds import findings, low_items, moves
from survey.rounds.tables import By, Move
from survey.visits import afterwards, ballots, visits
from survey.visits.tables import ClosedSite, Mark, VisitComment
from survey.web import news
from survey.web.inputs_findings import ActInput, VerdictInput
from survey.web.inputs_visits import ClosedInput, CommentInput, VoteInput
from survey.web.refusals import wants_json
from survey.web.transaction import key, moment, now, today

Form = MultiDict[str, str]
T = TypeVar("T", VerdictInput, ClosedInput, CommentInput)


def judge(session: Session, deputy: Deputy, code: str, typed: ActInput) -> UUID | None:
    """Give the verdict on an own finding, or reopen it; gives the id under which that is known."""
    found = findings.of_deputy(session, deputy, code)
    move = moves.perform(session, found, typed.deed(By.DEPUTY, deputy.number), now(), today())
    news.of_move(session, found, move)
    return move.minted_id


def find_closed(session: Session, deputy: Deputy, code: str, site_id: int, typed: ClosedInput) -> UUID:
    """Note that a site of the visit was closed on arrival, on the day that the phone says."""
    visit = visits.of_deputy(session, deputy, code)
    if site_id not in {stop.site_id for stop in visit.stops}:
        raise problems.NotFound()
    closed = ClosedSite(visit_id=visit.id, site_id=site_id, deputy_id=deputy.id, at=now(), note=typed.note.data)
    closed.minted_id = typed.id
    unsealed = afterwards.report_closed(session, closed, visit, deputy.number, _day(typed.answered_at.data))
    low_items.raise_from(session, unsealed)
    return typed.id


def say(session: Session, deputy: Deputy, code: str, typed: CommentInput) -> UUID:
    """Say a word to the scores of an unsealed visit."""
    visit = visits.of_deputy(session, deputy, code)
    said = VisitComment(visit_id=visit.id, deputy_id=deputy.id, at=now(), text=typed.text.data, minted_id=typed.id)
    afterwards.comment(session, visit, said, deputy.number)
    return typed.id


def vote(session: Session, deputy: Deputy, code: str, typed: VoteInput) -> UUID:
    """Give one's mark, once."""
    ballots.vote(session, visits.of_deputy(session, deputy, code), deputy, Mark(typed.mark.data), typed.id)
    return typed.id


def _day(claimed: object) -> date:
    """The day in the district on which a phone says that it was done; a phone cannot know the future."""
    try:
        said = datetime.fromisoformat(str(claimed or ""))
        return date.fromisoformat(moment(said.astimezone(UTC) if said.tzinfo else None)[:10])
    except (ValueError, OverflowError):
        return today()


def answer(minted_id: UUID | None, receipt: str, page: str) -> ResponseReturnValue:
    """What the outbox reads as the echo, or the page to go on with."""
    return jsonify(submission=str(minted_id), receipt=receipt) if wants_json() else redirect(page, 303)


def proof(deputy: Deputy, address: str) -> str:
    """What shows later that we made the form of this address for this deputy."""
    return str(_signer().dumps([deputy.id, address]))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(key(), salt="deed")


def _from_verdict(session: Session, deputy: Deputy, form: Form, code: str) -> UUID | None:
    return judge(session, deputy, code, _whole(VerdictInput(form)))


def _from_closed(session: Session, deputy: Deputy, form: Form, code: str, site: str) -> UUID | None:
    return find_closed(session, deputy, code, int(site), _whole(ClosedInput(form)))


def _from_comment(session: Session, deputy: Deputy, form: Form, code: str) -> UUID | None:
    return say(session, deputy, code, _whole(CommentInput(form)))


def _whole(typed: T) -> T:
    if not typed.validate():
        raise problems.Incomplete()
    return typed


BROUGHT: tuple[tuple[re.Pattern[str], Callable[..., UUID | None]], ...] = (
    (re.compile(r"/deputy/findings/([0-9A-Z]{8})/verdict"), _from_verdict),
    (re.compile(r"/deputy/visits/([0-9A-Z]{8})/sites/([0-9]{1,9})/closed"), _from_closed),
    (re.compile(r"/deputy/visits/([0-9A-Z]{8})/comment"), _from_comment),
)
"""What a file may bring, by the address it would have been sent to; no mark of a ballot, because that is secret."""


@dataclass(frozen=True)
class Done:
    """What a file brought: the code of the finding or the visit, and whether it was not here before."""

    code: str
    is_new: bool


def bring(session: Session, address: str, form: Form, actor: str) -> Done:
    """Do what a saved file says that a deputy did; what arrived before changes nothing.

    Raises NoProof when we did not make the form for a deputy who is in office, NotFound for any other address.
    """
    for pattern, do in BROUGHT:
        if (found := pattern.fullmatch(address)) is not None:
            is_new = not _is_known(session, form.get("minted", ""))
            do(session, _deputy(session, form.get("proof", ""), address), form, *found.groups())
            if is_new:
                audit.record(session, actor, "deed_brought", found[1], now())
            return Done(found[1], is_new)
    raise problems.NotFound()


def _is_known(session: Session, minted: str) -> bool:
    """Whether something with this id has arrived before."""
    try:
        id_ = UUID(minted)
    except ValueError:
        return False
    tables = (Move, ClosedSite, VisitComment)
    return any(session.scalar(select(table.minted_id).where(table.minted_id == id_)) for table in tables)


def _deputy(session: Session, said: str, address: str) -> Deputy:
    try:
        deputy_id, signed = _signer().loads(said)
    except (BadSignature, ValueError, TypeError):
        raise problems.NoProof() from None
    deputy = session.get(Deputy, deputy_id)
    if signed != address or deputy is None or deputy.left_at is not None:
        raise problems.NoProof()
    return deputy
