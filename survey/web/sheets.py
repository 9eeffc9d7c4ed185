"""The page of a questionnaire: a resident's at a site, or a deputy's scoring sheet, fresh or with what was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from survey.collect import events
from survey.collect.tables import Event
from survey.questionnaires import catalogue
from survey.questionnaires.answers import posted_default, posted_to, so_far
from survey.questionnaires.model import MENTIONED, MOST_BLOCKS, Question, Questionnaire, Section
from survey.questionnaires.tables import Audience, Version
from survey.register import codes, positions
from survey.register.tables import SiteCode
from survey.visits import visits
from survey.visits.tables import Visit
from survey.web import extras, who
from survey.web.emphasis import marked
from survey.web.language import language
from survey.web.security import nonce
from survey.web.transaction import db, engine, moment, today

MENTION = Markup('<output data-of="{}">{}</output>')
PHONE_COOKIE = "phone"
DAY = 24 * 3600

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """One question as its template shows it, in one language, with what was typed and what is wrong with it."""

    question: Question
    questionnaire: Questionnaire
    language: str
    values: Sequence[str]
    error: str
    mentioned: Mapping[str, str] = field(default_factory=dict)
    """What the answers so far are in words, for texts that mention them."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Of a ranking the place that was typed for each option."""

    def __getattr__(self, name: str) -> object:
        """Whatever is not about showing is the question's own."""
        return getattr(self.question, name)

    @property
    def field(self) -> str:
        """The name of its form field; the prefix keeps a question called `validate` from being anything else."""
        return f"answer_{self.question.name}"

    @property
    def template(self) -> str:
        return f"question/{'_fixed' if self.question.read_only else self.question.type}.html"

    @property
    def plain_label(self) -> str:
        return self.questionnaire.say(self.question.label, self.language)

    @property
    def label(self) -> str | Markup:
        return self._mentioning(self.questionnaire.pick(self.question.label, self.language))

    @property
    def hint(self) -> str | Markup:
        return self._mentioning(self.questionnaire.pick(self.question.hint, self.language))

    def _mentioning(self, text: str) -> str | Markup:
        """A text with its emphasis, in which the page's script renews the answers that it mentions."""
        if not MENTIONED.search(text):
            return marked(text)
        name_or_text = enumerate(MENTIONED.split(text))
        return Markup().join(
            MENTION.format(each, self.mentioned.get(each, "…")) if place % 2 else escape(marked(each))
            for place, each in name_or_text
        )

    @property
    def words(self) -> str:
        """Its default in words, for what nobody can change."""
        given = self.values if self.question.choices else [" ".join(self.values)]
        return self.questionnaire.words_of(self.question, list(given), self.language)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(value, label, chosen) of each option."""
        say = self.questionnaire.say
        return [(c.name, say(c.label, self.language), c.name in self.values) for c in self.question.choices]

    @property
    def pictures(self) -> dict[str, str]:
        """The address of the picture of each option that has one for this reader."""
        shown = {c.name: self.questionnaire.picture_of(c, self.language) for c in self.question.choices}
        return {name: url_for("pictures.show", name=kept) for name, kept in shown.items() if kept}

    @property
    def ranked(self) -> list[tuple[str, str, str]]:
        """(value, label, place as typed or as by default) of each option of a ranking."""
        say, values = self.questionnaire.say, list(self.values)
        standing = {value: str(place) for place, value in enumerate(values, 1)} if not self.places else self.places
        return [(c.name, say(c.label, self.language), standing.get(c.name, "")) for c in self.question.choices]

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def is_graded(self) -> bool:
        """Whether its options are the five grades, which are shown with faces."""
        return any(choice.points is not None for choice in self.question.choices)


@dataclass(frozen=True)
class Part:
    """What stands under one heading: a section, or one block of a repeat."""

    heading: str
    asked: list[Asked]
    repeat: str = ""
    number: int = 0
    is_last: bool = False

    def __iter__(self) -> Iterator[Any]:
        """(heading, questions)"""
        return iter((self.heading, self.asked))


@dataclass(frozen=True)
class Sheet:
    """A questionnaire version at a site, ready to be shown."""

    place: SiteCode
    submission_id: UUID
    version: Version
    questionnaire: Questionnaire
    typed: Typed | None = None
    """What was typed; None on a fresh page, which shows defaults."""
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    visit_kind: str = ""
    corrects: UUID | None = None
    """The own earlier sheet that this one puts right, with the reason."""
    reason: str = ""
    least_blocks: int = 1
    another: str = ""
    """The repeat of which one more block is asked for."""
    interviewer: str = ""
    """What says that a member of staff fills it in with somebody."""
    visit: Visit | None = None
    """The planned visit that this sheet belongs to; None of a resident's, and of a deputy's on own initiative."""

    @property
    def is_counted(self) -> bool:
        """Whether what is filled in here is kept on the phone and sent to be counted."""
        return True

    @property
    def address(self) -> str:
        """Where its form is sent."""
        return f"/s/{self.place.code}/{self.submission_id}"

    @property
    def at(self) -> str:
        """Where its site is, for a deputy's phone to compare; empty where nobody noted it."""
        found = positions.of_sites(db(), [self.place.site_id]) if self.place.site_id else {}
        return positions.for_phone(found.get(self.place.site_id))

    @property
    def is_deputys(self) -> bool:
        return self.version.audience is Audience.DEPUTY

    @property
    def language(self) -> str:
        return language()

    @property
    def title(self) -> str:
        return self.questionnaire.say(self.questionnaire.title, self.language)

    @cached_property
    def sections(self) -> list[Part]:
        """Every section; a repeat block by block."""
        return [part for section in self.questionnaire.sections for part in self._parts(section)]

    def _parts(self, section: Section) -> Iterator[Part]:
        heading = self.questionnaire.say(section.label, self.language)
        if not section.repeats:
            yield Part(heading, [self._asked(question) for question in section.questions])
            return
        shown = self._blocks(section)
        for number in range(1, shown + 1):
            named = [replace(question, name=f"{question.name}.{number}") for question in section.questions]
            asked = [self._asked(question) for question in named]
            yield Part(f"{heading} {number}".strip(), asked, section.name, number, number == shown)

    def _blocks(self, section: Section) -> int:
        """How many blocks of a repeat are shown: those that were posted, and one more where somebody asked for it."""
        names = {question.name for question in section.questions}
        posted = [name.partition(":")[0].partition(".") for name in self.posted]
        numbers = [int(number) for name, _, number in posted if name in names and number.isdecimal()]
        return min(MOST_BLOCKS, max([self.least_blocks, *numbers]) + (self.another == section.name))

    def _asked(self, question: Question) -> Asked:
        values = posted_to(question, self.posted)
        places = {name.rpartition(":")[2]: said[0] for name, said in self.posted.items() if _is_place(question, name)}
        error = self.errors.get(question.name, "")
        return Asked(question, self.questionnaire, self.language, values, error, self._mentioned, places)

    @cached_property
    def posted(self) -> Typed:
        """What the page's fields hold: what was typed, else the defaults; what nobody can change, always."""
        standing = {q.name: posted_default(q, moment()) for q in self.questionnaire.questions if q.default}
        if self.typed is None:
            return standing
        fixed = {q.name: standing[q.name] for q in self.questionnaire.questions if q.read_only}
        return {**self.typed, **fixed}

    @cached_property
    def _mentioned(self) -> dict[str, str]:
        if not extras.mentions(self.questionnaire):
            return {}
        say = self.questionnaire.words_of
        known = so_far(self.questionnaire, self.posted, moment())
        return {q.name: say(q, known[q.name], self.language) for q in self.questionnaire.questions if q.name in known}

    @property
    def preset(self) -> str:
        """The defaults as a form would send them: a page that holds nothing else is untouched."""
        standing = {f"answer_{q.name}": posted_default(q, moment()) for q in self.questionnaire.questions if q.default}
        if self.visit:
            standing["visit_kind"] = [self.visit.kind.value]
        return urlencode(standing, doseq=True)

    @cached_property
    def extras(self) -> extras.Extras:
        """What its script needs beyond that of a plain questionnaire."""
        return extras.of(self.questionnaire, moment())

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of each question, for the list of what needs another look."""
        return {str(q.name): q.plain_label for part in self.sections for q in part.asked}

    @property
    def conditions(self) -> str:
        """The conditions that the page's script evaluates, as JSON: `{"why": tree}`."""
        return extras.as_json(extras.conditions(self.questionnaire))


def _is_place(question: Question, name: str) -> bool:
    """Whether a field holds the place of an option of this ranking."""
    return question.type == "rank" and name.startswith(f"{question.name}:")


def sheet_of(place: SiteCode, submission_id: UUID, version_id: int | None = None, *, event: str = "") -> Sheet:
    """The sheet for whoever asks: a deputy with an open pass scores, everybody else answers, at an event its own.

    An answer to an older published version is shown and taken in that version.
    """
    version, questionnaire = catalogue.of_id(db(), version_id or _newest(place, event))
    visit = visit_of(place, today()) if version.audience is Audience.DEPUTY else None
    return Sheet(place, submission_id, version, questionnaire, visit=visit)


def visit_of(place: SiteCode, day: date) -> Visit | None:
    """The planned visit that brings the asking deputy to a site on a day."""
    deputy = who.deputy()
    return None if deputy is None else visits.going_on(db(), deputy.id, place.site_id, day)


def asked_of(code: str, version_id: int | None) -> tuple[Version, Questionnaire]:
    """The version that a form answers: the one it names, else the one that its site would be shown now."""
    if version_id is not None and (known := catalogue.remembered(engine(), version_id)) is not None:
        return known
    return catalogue.of_id(db(), version_id or _newest(codes.of_code(db(), code)))


def _newest(place: SiteCode, event_code: str = "") -> int:
    if who.open_pass():
        return newest(place, Audience.DEPUTY)
    return newest(place, event=events.running(db(), event_code, place.code, today()) if event_code else None)


def newest(place: SiteCode, audience: Audience = Audience.RESIDENT, *, event: Event | None = None) -> int:
    """The key of the questionnaire version that a site shows an audience now, at an event if there is one."""
    project = place.site.project
    return catalogue.for_project(
        db(),
        audience,
        project.category.known_as,
        group=project.beneficiary_group,
        project_id=project.id,
        of_event=event.questionnaire if event else "",
    ).id


def page_of(sheet: Sheet) -> str:
    """The whole page of a sheet."""
    return render_template(
        "questionnaire.html", sheet=sheet, deputy=who.deputy(), nonce=nonce, proof_of_sheet=who.proof_of_sheet
    )


def show(sheet: Sheet, status: int = 200) -> ResponseReturnValue:
    """Answer with the whole page; the first visit also names the browser for a day."""
    response = make_response(page_of(sheet), status)
    if not sheet.is_deputys and PHONE_COOKIE not in request.cookies:
        who.name_phone(response, PHONE_COOKIE, DAY)
    return response
