"""posters, badges: what hangs on walls and necks."""

import os
from pathlib import Path

import click

from survey.cli.context import Deployment

PLANNED = ("a3", "tent", "stickers")


def _layout(_context: click.Context, _parameter: click.Parameter, asked: str) -> str:
    from survey.printing.posters import LAYOUTS

    if asked in LAYOUTS:
        return asked
    offered = " or ".join(LAYOUTS)
    if asked in PLANNED:
        raise click.BadParameter(f"{asked} cannot be printed yet; choose {offered}.")
    raise click.BadParameter(f"there is no layout {asked}; choose {offered}.")


@click.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
@click.option("--layout", default="a4", show_default=True, callback=_layout, help="The paper: a4.")
@click.option("--project", "numbers", multiple=True, metavar="NUMBER", help="Only this project; may be repeated.")
@click.pass_obj
def posters(deployment: Deployment, output: Path, layout: str, numbers: tuple[str, ...]) -> None:
    """Print a poster for every site, or for the sites of some projects."""
    from survey.printing import choices, typesetting
    from survey.printing import posters as sheets
    from survey.register import district

    with deployment.reading() as session:
        place = district.current(session)
        address = district.public_url(session, deployment.settings)
        chosen = choices.codes_of(session, choices.Choice(numbers=numbers))
        made = [sheets.of_code(code, address) for code in chosen]
    _tell(typesetting.missing(text for poster in made for text in poster.texts))
    _write(output, sheets.pdf(made, place, address, progress=_progress))
    _record(deployment, f"{len(made)} posters", [poster.number for poster in made])
    click.echo(f"{len(made)} posters for {address} are in {output}.")


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
        _write(output, sheets.pdf(made, district.current(session)))
        audit.record(
            session, "command line", "badges_printed", f"{len(made)} badges", now, deputies=[b.number for b in made]
        )
    click.echo(f"{len(made)} badges are in {output}. It holds secrets: delete it once printed.")


def _tell(lacking: str) -> None:
    if lacking:
        click.echo(f"The font lacks these characters; they print as boxes: {' '.join(lacking)}", err=True)


def _progress(done: int, of: int) -> None:
    click.echo(f"{done} of {of} codes drawn", err=True)


def _write(output: Path, content: bytes) -> None:
    """Write a file that only its owner can read, because badges are secrets."""
    try:
        with open(output, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _record(deployment: Deployment, subject: str, numbers: list[str]) -> None:
    from survey.people import audit

    with deployment.writing() as session:
        kept = list(dict.fromkeys(numbers))[:50]
        audit.record(session, "command line", "posters_printed", subject, deployment.now, projects=kept)


COMMANDS = (posters, badges)
