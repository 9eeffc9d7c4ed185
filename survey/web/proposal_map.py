"""Where a proposal's or a project's sites are, drawn among all sites of the district."""

from collections.abc import Collection

from survey.register import positions, proposals, site_map
from survey.register.site_map import Around
from survey.register.tables import Proposal, Site
from survey.web.transaction import db, today


def told(proposal: Proposal) -> dict[str, object]:
    """The sites that a proposal names, and those of them on a map whose place is known."""
    places = proposals.sites_of(proposal)
    marks = [(place.name, place.at) for place in places if place.at]
    return {"places": places, "map": site_map.around(db(), today(), marks)}


def of_sites(sites: Collection[Site]) -> Around | None:
    """A project's sites among all others; None when nobody noted where one of them is."""
    known = positions.of_sites(db(), [site.id for site in sites])
    marks = [(site.name, known[site.id].degrees) for site in sites if site.id in known]
    return site_map.around(db(), today(), marks)
