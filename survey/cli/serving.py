"""serve, migrate, status: running the product."""

import click

from survey.cli.context import Deployment


@click.command()
@click.pass_obj
def migrate(deployment: Deployment) -> None:
    """Bring the database to the newest schema."""
    from survey.migrations import head

    _ = deployment.engine
    click.echo(f"The database is at schema {head()}.")


COMMANDS = (migrate,)
