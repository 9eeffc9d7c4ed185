"""scorecards: all projects' cards as a PDF booklet or as a workbook that recomputes them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy.orm import Session

from survey import problems
from survey.cli.context import Deployment
from survey.cli.naming import writable

if TYPE_CHECKING:
    from survey.scorecards.district import Background

KINDS = (".pdf", ".xlsx")


def _kind(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in KINDS:
        raise click.BadParameter("the file must end in .pdf or .xlsx.")
    return path


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    callback=_kind,
    help="The file to write: .pdf, two pages a project, or .xlsx with live formulas.",
)
@click.option("--published", is_flag=True, help="The PDF of the newest edition instead of every number as it stands.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.pass_obj
def scorecards(deployment: Deployment, output: Path, published: bool, language: str) -> None:
    """Write the scorecards of all projects into one file, for the office."""
    with deployment.reading() as session:
        if output.suffix.lower() == ".xlsx":
            content, number = _workbook(session, deployment)
        else:
            content, number = _booklet(session, deployment, published, language)
    with writable(output):
        output.write_bytes(content)
    click.echo(f"The scorecards of {number} projects are in {output}.")


def _workbook(session: Session, deployment: Deployment) -> tuple[bytes, int]:
    from survey.scorecards import publication, workbook

    projects = publication.projects_of(session)
    return workbook.of_projects(session, projects, _background(session, deployment)), len(projects)


def _booklet(session: Session, deployment: Deployment, published: bool, language: str) -> tuple[bytes, int]:
    from survey.printing import look
    from survey.printing import scorecards as paper
    from survey.register import district
    from survey.scorecards import cards, publication
    from survey.scorecards.model import to_document
    from survey.web import card_print
    from survey.web.language import translated

    if published:
        documents = [card.content for card in publication.published_cards(session)]
    else:
        background, now = _background(session, deployment), deployment.now
        projects = publication.projects_of(session)
        documents = [to_document(cards.of_project(session, project, now, background)) for project in projects]
    if not documents:
        raise problems.NotPublished() if published else click.ClickException("There are no projects yet.")
    say = translated(language)
    pages = [card_print.page(document, say, language) for document in documents]
    click.echo(f"{len(pages)} cards are worded; setting the pages …", err=True)
    return paper.pdf(pages, say("Scorecards"), language, look.of(district.current(session))), len(pages)


def _background(session: Session, deployment: Deployment) -> "Background":
    from survey.scorecards import district

    zone = deployment.settings.timezone
    return district.background(session, district.period_at(session, deployment.now, zone), zone)
