"""serve, migrate: running the product."""

import sys

import click

from survey.cli.context import Deployment

THREADS = 32
"""Per process; most of them wait for a commit that they share, so more of them cost little and share more."""
GRACE_SECONDS = 20
"""How long a worker that is told to stop may finish what it is answering."""


@click.command()
@click.pass_obj
def migrate(deployment: Deployment) -> None:
    """Bring the database to the newest schema and publish the shipped questionnaires."""
    from survey.migrations import head

    _publish(deployment)
    click.echo(f"The database is at schema {head()}.")


def _publish(deployment: Deployment) -> None:
    from survey.questionnaires.versions import publish_shipped

    with deployment.writing() as session:
        publish_shipped(session, deployment.now)


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo district when the database is empty.")
@click.pass_obj
def serve(deployment: Deployment, demo: bool) -> None:
    """Migrate, publish the shipped questionnaires, say where to begin, and serve.

    An empty database without --demo is set up in the browser, by the link that this prints.
    """
    from survey.cli.greeting import greeting

    _publish(deployment)
    if demo:
        _load_demo(deployment)
    with deployment.writing() as session:
        click.echo(greeting(session, deployment.settings, deployment.now))
    deployment.engine.dispose()
    sys.stdout.flush()
    _run(_options(deployment))


def _load_demo(deployment: Deployment) -> None:
    """Load the demo into an empty database; its code is not even imported at a later start."""
    from survey.people import accounts

    with deployment.reading() as session:
        if accounts.exist(session):
            return
    from survey import demo

    with deployment.writing() as session:
        demo.load_when_empty(session, deployment.now, deployment.settings)


def _run(options: list[str]) -> None:
    """Become gunicorn, in this process: what is imported already need not be imported again."""
    from gunicorn.app import wsgiapp

    sys.argv = ["gunicorn", *options, "survey.app:create_app()"]
    wsgiapp.run()


def _options(deployment: Deployment) -> list[str]:
    """How gunicorn is told to run; the application is loaded once and the workers are forked from it."""
    settings = deployment.settings
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return [
        f"--bind={host}:{settings.port}",
        "--preload",
        "--config=python:survey.cli.workers",
        "--worker-class=gthread",
        f"--workers={settings.workers}",
        f"--threads={THREADS}",
        f"--graceful-timeout={GRACE_SECONDS}",
        "--no-control-socket",
        "--log-level=warning",
    ]


COMMANDS = (migrate, serve)
