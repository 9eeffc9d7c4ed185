"""posters, badges, paper, lists: what hangs on walls and necks, is filled in by hand, or signed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli import naming
from survey.cli.context import Deployment
from survey.printing.orders import LABELS, LAYOUTS, Order
from survey.printing.wording import WORDINGS

if TYPE_CHECKING:
    from survey.printing.posters import Poster

PLAIN = Order()


def _paper(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say on what it prints; their names are those of an Order."""
    for option in (
        click.option("--marks", is_flag=True, help="Crop marks and 3 mm bleed, for a printing house."),
        click.option("--down", type=float, default=0.0, metavar="MM", help="Move stickers down."),
        click.option("--right", type=float, default=0.0, metavar="MM", help="Move stickers to the right."),
        click.option("--labels", type=click.Choice(list(LABELS)), default=PLAIN.labels, show_default=True),
        click.option("--distance", "metres", type=float, metavar="METRES", help="From where the codes must read."),
        click.option("--language", type=click.Choice(list(WORDINGS)), default=PLAIN.language, show_default=True),
        click.option(
            "--more", multiple=True, type=click.Choice(list(WORDINGS)), help="A language more for the question."
        ),
        click.option("--layout", type=click.Choice(list(LAYOUTS)), default=PLAIN.layout, show_default=True),
    ):
        command = option(command)
    return command


@click.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@_paper
@click.option("--project", "numbers", multiple=True, metavar="NUMBER", help="Only this project; may be repeated.")
@click.option("--event", default="", metavar="CODE", help="Only the sites on show at this event.")
@click.option("--replaced", is_flag=True, help="Only sites at which a replaced code still hangs.")
@click.pass_obj
def posters(deployment: Deployment, /, output: Path, numbers: tuple[str, ...], **paper: Any) -> None:
    """Print the codes of every site, or of some: as posters, a sign, table tents, cards or stickers."""
    from survey.printing import choices, sheets, typesetting
    from survey.printing import posters as worded
    from survey.register import district

    choice = choices.Choice(numbers=numbers, event=paper.pop("event"), replaced=paper.pop("replaced"))
    order = Order(**paper)
    with deployment.reading() as session:
        place, address = district.current(session), district.public_url(session, deployment.settings)
        chosen = choices.codes_of(session, choice)
        made = [worded.of_code(code, address) for code in chosen]
        _tell(typesetting.missing(text for poster in made for text in poster.texts))
        naming.write(output, sheets.pdf(made, place, address, order, progress=_progress))
    _record(deployment, made, order)
    click.echo(f"{len(made)} codes for {address} are on {order.pages(len(made))} pages in {output}.")


@click.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@click.option("--deputy", "numbers", multiple=True, metavar="NUMBER", help="Only this deputy; may be repeated.")
@click.pass_obj
def badges(deployment: Deployment, output: Path, numbers: tuple[str, ...]) -> None:
    """Issue passes and print them as badges: for every deputy without a valid pass, or for those named.

    A new pass ends the older ones of its deputy. The file holds secrets: keep it safe and delete it once printed.
    """
    from survey.people import audit
    from survey.printing import badges as sheets
    from survey.printing import typesetting
    from survey.register import district

    now = deployment.now
    with deployment.writing() as session:  # the passes count only once the file is written
        address, zone = district.public_url(session, deployment.settings), deployment.settings.timezone
        deputies = sheets.chosen(session, numbers, now)
        made = [sheets.issue(session, deputy, address, zone=zone, now=now) for deputy in deputies]
        _tell(typesetting.missing(text for badge in made for text in badge.texts))
        naming.write(output, sheets.pdf(made, district.current(session)))
        audit.record(
            session, "command line", "badges_printed", f"{len(made)} badges", now, deputies=[b.number for b in made]
        )
    click.echo(f"{len(made)} badges are in {output}. It holds secrets: delete it once printed.")


@click.command()
@click.argument("name")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@click.option("--language", default="zh", show_default=True, help="One of the questionnaire's languages.")
@click.option("--site", metavar="CODE", help="Fill in the project and the name of this site.")
@click.pass_obj
def paper(deployment: Deployment, /, name: str, output: Path, language: str, site: str | None) -> None:
    """Print a questionnaire to be filled in by hand: NAME is one such as resident/core or deputy/core."""
    from survey.printing import choices
    from survey.printing import paper as sheets
    from survey.questionnaires import catalogue
    from survey.register import district

    with deployment.reading() as session:
        version = naming.published(session, name)
        code = choices.code_of_site(session, site) if site else None
        asked, place = catalogue.questionnaire_of(version), district.current(session)
        made = sheets.pdf(asked, version.stamp, place, naming.language_of(asked, language), code)
    naming.write(output, made)
    click.echo(f"{version.stamp} is in {output}.")


@click.command()
@click.argument("document", type=click.Choice(("plan", "duty", "booklet")))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@click.option("--department", default="", metavar="NAME", help="Only this department's projects.")
@click.pass_obj
def lists(deployment: Deployment, /, document: str, output: Path, department: str) -> None:
    """Print the register: the plan list, the duty list, or the booklet of all projects."""
    from survey.printing import lists as sheets
    from survey.register import departments

    today = deployment.now.astimezone(deployment.settings.timezone).date()
    with deployment.reading() as session:
        department = departments.named(session, department).name if department else ""
        made = sheets.pdf(session, sheets.Document(document), today, department)
    naming.write(output, made)
    click.echo(f"The {document} is in {output}.")


def _tell(lacking: str) -> None:
    if lacking:
        click.echo(f"The font lacks these characters; they print as boxes: {' '.join(lacking)}", err=True)


def _progress(done: int, of: int) -> None:
    click.echo(f"{100 * done // of} %", err=True)


def _record(deployment: Deployment, made: "Sequence[Poster]", order: Order) -> None:
    from survey.people import audit
    from survey.printing import history

    actor, now, numbers = "command line", deployment.now, list(dict.fromkeys(poster.number for poster in made))
    with deployment.writing() as session:
        history.record(session, [poster.code for poster in made], order, actor, now)
        audit.record(
            session, actor, "posters_printed", f"{len(made)} posters", now, layout=order.layout, projects=numbers[:50]
        )


COMMANDS = (posters, badges, paper, lists)
