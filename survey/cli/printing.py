"""posters, badges: what hangs on walls and necks."""

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
    if lacking := typesetting.missing(text for poster in made for text in poster.texts):
        click.echo(f"The font lacks these characters; they print as boxes: {' '.join(lacking)}", err=True)
    _write(output, sheets.pdf(made, place, address, progress=_progress))
    _record(deployment, f"{len(made)} posters", [poster.number for poster in made])
    click.echo(f"{len(made)} posters for {address} are in {output}.")


def _progress(done: int, of: int) -> None:
    click.echo(f"{done} of {of} codes drawn", err=True)


def _write(output: Path, content: bytes) -> None:
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _record(deployment: Deployment, subject: str, numbers: list[str]) -> None:
    from survey.people import audit

    with deployment.writing() as session:
        kept = list(dict.fromkeys(numbers))[:50]
        audit.record(session, "command line", "posters_printed", subject, deployment.now, projects=kept)


COMMANDS = (posters,)
