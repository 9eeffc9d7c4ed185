"""sites: what the register holds, for the command line."""

import json

import click
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from survey.cli.context import Deployment
from survey.register.district import public_url
from survey.register.tables import Project, Site, SiteCode


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A list of project, site, code and url.")
@click.pass_obj
def sites(deployment: Deployment, as_json: bool) -> None:
    """List every site with its living code and the address of its QR."""
    with deployment.reading() as session:
        address = public_url(session, deployment.settings)
        living = session.scalars(
            select(SiteCode)
            .join(SiteCode.site)
            .join(Site.project)
            .where(SiteCode.revoked_at.is_(None), Site.removed_at.is_(None))
            .order_by(Project.number, Site.position)
            .options(contains_eager(SiteCode.site).contains_eager(Site.project))
        )
        rows = [
            {"project": c.site.project.number, "site": c.site.name, "code": c.code, "url": f"{address}/S/{c.code}"}
            for c in living
        ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else "\n".join(map(_line, rows)))


def _line(row: dict[str, str]) -> str:
    return "  ".join((row["project"], row["code"], row["url"], row["site"]))


COMMANDS = (sites,)
