"""serve, migrate: running the product."""

import os
import sys

import click

from survey.cli.context import Deployment


@click.command()
@click.pass_obj
def migrate(deployment: Deployment) -> None:
    """Bring the database to the newest schema and publish the shipped questionnaires."""
    from survey.migrations import head
    from survey.questionnaires.versions import publish_shipped

    with deployment.writing() as session:
        publish_shipped(session, deployment.now)
    click.echo(f"The database is at schema {head()}.")


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo district when the database is empty.")
@click.pass_obj
def serve(deployment: Deployment, demo: bool) -> None:
    """Migrate, publish the shipped questionnaires, and serve with gunicorn."""
    from survey.app import secret_key
    from survey.demo import load_when_empty
    from survey.questionnaires.versions import publish_shipped

    settings = deployment.settings
    secret_key(settings)
    with deployment.writing() as session:
        publish_shipped(session, deployment.now)
        code = load_when_empty(session, deployment.now) if demo else None
    deployment.engine.dispose()
    if code:
        click.echo(f"A resident at a site:  {settings.public_url}/S/{code}")
    click.echo(f"Fivelists is at         {settings.public_url}")
    options = ["-k", "gthread", "-w", str(settings.workers), "--threads", "8", "-b", f"{settings.host}:{settings.port}"]
    arguments = [sys.executable, "-m", "gunicorn", *options, "survey.app:create_app()"]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)


COMMANDS = (migrate, serve)
