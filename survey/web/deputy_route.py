"""What a deputy's page shows of the road: each visit stop by stop, what is done and what to look at again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from survey.people.tables import Deputy
from survey.register import codes, positions
from survey.rounds.findings import ENDED
from survey.rounds.tables import Finding
from survey.visits import routes
from survey.visits.tables import Visit, VisitStop
from survey.web.transaction import db, today


@dataclass(frozen=True)
class Stop:
    """One site on the route: the code that opens its sheet, and the deputy's own findings there that have not ended.

    `at` is where it is, for the phone to say how far that is; empty where nobody noted it.
    """

    stop: VisitStop
    code: str
    at: str
    is_scored: bool
    findings: list[Finding]


@dataclass(frozen=True)
class Route:
    """One visit with its stops in order."""

    visit: Visit
    stops: list[Stop]

    @property
    def is_today(self) -> bool:
        return self.visit.opens_on <= today() <= self.visit.closes_on


def of(deputy: Deputy, visits: Sequence[Visit], found: Iterable[Finding]) -> list[Route]:
    """The routes of a deputy's visits that are not over, the next one first."""
    ahead = routes.ahead(visits, today())
    on_the_way = [stop.site_id for visit in ahead for stop in visit.stops]
    living, where = codes.living_of(db(), on_the_way), positions.of_sites(db(), on_the_way)
    done = routes.scored(db(), deputy, ahead)
    again = [finding for finding in found if finding.state not in ENDED]

    def show(stop: VisitStop) -> Stop:
        theirs = [finding for finding in again if finding.project_id == stop.site.project_id]
        at = positions.for_phone(where.get(stop.site_id))
        return Stop(stop, living.get(stop.site_id, ""), at, (stop.visit_id, stop.site_id) in done, theirs)

    return [Route(visit, [show(stop) for stop in visit.stops]) for visit in ahead]
