"""demo: the invented district, for looking around and for measuring."""

import click

from survey.cli.context import Deployment

NOT_EMPTY = "This database is not empty. The demo district needs one of its own: set SURVEY_DATA to a new folder."


@click.command()
@click.option("--projects", default=64, show_default=True, type=click.IntRange(1, 20_000), help="How many projects.")
@click.option("--submissions", default=4000, show_default=True, type=click.IntRange(0), help="Residents' answers.")
@click.pass_obj
def demo(deployment: Deployment, projects: int, submissions: int) -> None:
    """Fill an empty database with the demo district."""
    from survey.demo import is_empty, load

    with deployment.writing() as session:
        if not is_empty(session):
            raise click.ClickException(NOT_EMPTY)
        how = {"projects": projects, "submissions": submissions}
        load(session, deployment.now, **how, progress=_tell, settings=deployment.settings)
    click.echo(f"The demo district is ready: {projects} projects, {submissions} residents' answers.")


def _tell(done: int, of: int) -> None:
    if done % 10_000 == 0 and of > done:
        click.echo(f"{done} of {of} answers …", err=True)


COMMANDS = (demo,)
