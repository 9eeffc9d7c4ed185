"""What a command was named in a shell: found, or refused by a sentence that says the name and where to look."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey.problems import NotFound, UnknownQuestionnaire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survey.questionnaires.model import Questionnaire
    from survey.questionnaires.tables import Version


@contextmanager
def named(kind: str, name: str, look: str) -> Iterator[None]:
    """Refuse what is not found by its name; `look` says where the right names stand."""
    try:
        yield
    except (NotFound, UnknownQuestionnaire):
        raise click.ClickException(f"We know no {kind} {name}. {look}") from None


def published(session: "Session", name: str) -> "Version":
    """The newest published version of a questionnaire, or a refusal that lists what is asked now."""
    from survey.questionnaires import versions

    found = versions.published(session, name)
    if found is None:
        raise click.ClickException(f"We know no questionnaire {name}. {_asked_now(session)}")
    return found


@contextmanager
def questionnaire(session: "Session", name: str) -> Iterator[None]:
    """Refuse a questionnaire that nobody was ever asked."""
    with named("questionnaire of residents", name, _asked_now(session)):
        yield


def _asked_now(session: "Session") -> str:
    from survey.questionnaires import catalogue
    from survey.questionnaires.tables import Audience

    names = sorted({one.questionnaire for audience in Audience for one in catalogue.all_published(session, audience)})
    return f"Asked now: {', '.join(names)}." if names else "None is asked now; `survey migrate` publishes what ships."


def language_of(asked: "Questionnaire", language: str) -> str:
    """A language that a questionnaire has, or a refusal that lists them."""
    if language not in asked.languages:
        raise click.BadParameter(f"{language} is not one of {', '.join(asked.languages)}.", param_hint="--language")
    return language


def write(output: Path, content: bytes) -> None:
    """Write a file that only its owner can read, because badges and answers are not for everybody."""
    with writable(output), open(output, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(content)


@contextmanager
def writable(output: Path) -> Iterator[None]:
    """Say in a sentence that a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
