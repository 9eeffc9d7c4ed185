"""check-forms, publish-form, retire-form, self-test: questionnaires written in Excel or as Markdown tables."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from survey.cli import naming
from survey.cli.context import Deployment
from survey.database import writer
from survey.problems import WrongForm
from survey.questionnaires import catalogue, pictures, versions
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.tables import Audience, Version
from survey.questionnaires.trials import trials
from survey.questionnaires.untranslated import missing

Report = Mapping[str, Any]
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _pictures(file: Path) -> dict[str, tuple[str, bytes]]:
    """The pictures that lie beside a questionnaire's file, drawn anew; raises WrongForm."""
    beside = sorted(path for path in file.parent.iterdir() if path.suffix.lower() in PICTURES)
    return pictures.drawn({path.name: path.read_bytes() for path in beside})


@click.command("check-forms")
@click.argument("files", nargs=-1, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print a list instead of sentences.")
@click.pass_context
def check_forms(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check the questionnaires that ship, or these FILES (.xlsx, .csv, .md), without publishing them."""
    chosen = [(file.stem, file) for file in files] or list(versions.shipped())
    reports = [_report(name, file) for name, file in chosen]
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            click.echo("\n".join(_lines(report)))
    context.exit(1 if any(report["faults"] for report in reports) else 0)


def _report(name: str, file: Path) -> Report:
    from survey.questionnaires.xlsform import read_file

    try:
        questionnaire = read_file(file, name, {sent: kept for sent, (kept, _) in _pictures(file).items()})
    except WrongForm as wrong:
        faults = [
            {"sheet": fault.sheet, "row": fault.row, "column": fault.column, "message": str(fault)}
            for fault in wrong.faults
        ]
        return {"questionnaire": name, "faults": faults}
    return {
        "questionnaire": name,
        "audience": questionnaire.audience,
        "categories": questionnaire.categories,
        "questions": sum(1 for _ in questionnaire.questions),
        "languages": questionnaire.languages,
        "untranslated": _untranslated(questionnaire),
        "faults": [],
    }


def _untranslated(questionnaire: Questionnaire) -> dict[str, int]:
    """How many texts each language lacks that the default language has."""
    return dict(Counter(language for text in missing(questionnaire) for language in text.languages))


def _lines(report: Report) -> Iterator[str]:
    name = report["questionnaire"]
    if report["faults"]:
        yield f"{name}: refused"
        yield from (f"  {fault['message']}" for fault in report["faults"])
        return
    missing = ", ".join(f"{language} lacks {count} texts" for language, count in report["untranslated"].items())
    languages = " ".join(report["languages"])
    yield f"{name}: good, {report['questions']} questions, {languages}" + (f" ({missing})" if missing else "")


@click.command("publish-form")
@click.argument("file", type=FILE)
@click.pass_obj
def publish_form(deployment: Deployment, file: Path) -> None:
    """Publish the office's own questionnaire from FILE (.xlsx, .csv, .md).

    It is asked from now on wherever its category stands, instead of one that ships. An option that cannot be sent, is
    not stored or not counted keeps it from being published.
    """
    from survey.questionnaires.xlsform import read_file

    try:
        drawn = _pictures(file)
        names = {sent: kept for sent, (kept, _) in drawn.items()}
        questionnaire = read_file(file, versions.OFFICE + file.stem, names)
    except WrongForm as wrong:
        click.echo("\n".join([str(wrong), *(f"  {fault}" for fault in wrong.faults)]), err=True)
        raise SystemExit(1) from None
    with deployment.writing() as session:
        version = versions.publish(session, questionnaire, versions.source_hash(file), deployment.now)
        (report,) = _trials(deployment, session, [version])
        if report["failures"]:
            click.echo("\n".join([f"{file.name} was not published.", *_told(report)]), err=True)
            raise SystemExit(1)
        click.echo(f"Published {version.stamp}: {version.title}.")


@click.command("retire-form")
@click.argument("name")
@click.pass_obj
def retire_form(deployment: Deployment, name: str) -> None:
    """Ask the questionnaire NAME no more, such as office/core; answers on their way are still taken."""
    with deployment.writing() as session:
        version = naming.published(session, name)
        versions.retire(session, version)
        click.echo(f"Retired {version.stamp}.")


@click.command("self-test")
@click.option("--json", "as_json", is_flag=True, help="Print a list instead of sentences.")
@click.pass_context
def self_test(context: click.Context, as_json: bool) -> None:
    """Send every option of every question that is asked now through the door, and take it back.

    Exit status 1 when an option cannot be sent, is not stored or not counted.
    """
    deployment: Deployment = context.obj
    with writer(deployment.engine) as session:  # never committed
        reports = [*_trials(deployment, session, _asked(session))]
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            click.echo("\n".join(_told(report)))
    context.exit(1 if any(report["failures"] for report in reports) or not reports else 0)


def _asked(session: Session) -> list[Version]:
    return [version for audience in Audience for version in catalogue.all_published(session, audience)]


def _trials(deployment: Deployment, session: Session, asked: list[Version]) -> Iterator[Report]:
    """What each page offers, what the door says to it by POST, and what this database does with it."""
    from survey.collect import self_test as stored
    from survey.web import offers, trial_door

    with trial_door.open_door(deployment.settings, deployment.now) as door:
        for version in asked:
            with door.app.test_request_context():
                found = offers.failures(version)
            found += door.failures(version)
            found += stored.failures(session, version, deployment.now, deployment.now.date())
            tried = sum(1 for _ in trials(catalogue.questionnaire_of(version)))
            yield {
                "questionnaire": version.stamp,
                "tried": tried,
                "failures": [asdict(failure) for failure in dict.fromkeys(found)],
            }


def _told(report: Report) -> Iterator[str]:
    count = len(report["failures"])
    yield f"{report['questionnaire']}: {report['tried']} answers tried, " + (f"{count} failed" if count else "all good")
    for failure in report["failures"]:
        sentence = failure["sentence"].format(reason=failure["reason"])
        yield f"  {failure['question']} = {failure['option'] or '(any)'}: {sentence}"


COMMANDS = (check_forms, publish_form, retire_form, self_test)
