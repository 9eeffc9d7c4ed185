"""Why this number? Plain sentences with a project's own figures, translated where they are shown."""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any, NamedTuple

from survey.problems import N_
from survey.scorecards import satisfaction
from survey.scorecards.gaps import Gap
from survey.scorecards.model import Deputies, Fair, Residents, Satisfaction
from survey.scorecards.panel import Basis

SMALL = 0.05
"""What one decimal does not show is not worth a sentence."""


class Said(NamedTuple):
    """A sentence with the values of its places."""

    sentence: str
    values: dict[str, str]

    def __str__(self) -> str:
        return self.sentence % self.values


def say(sentence: str, *, digits: int = 1, **values: float) -> Said:
    """Put figures into a sentence, each with so many decimals."""
    return Said(sentence, {name: f"{value:.{digits}f}" for name, value in values.items()})


def fair(found: Fair) -> list[Said]:
    """From the plain mean of deputies' marks to the fair score and its interval."""
    if found.basis == Basis.SAME:
        return [Said(N_("Everyone in the district gave the same score, so nothing can be told apart."), {})]
    if found.basis == Basis.ONE_DEPUTY:
        return [Said(N_("One deputy scored everything, so nobody's strictness can be measured."), {})]
    way = [_strictness(found.strictness), *_notice(found)]
    way.append(say(N_("Plain mean %(raw)s → fair score %(mean)s."), raw=found.raw, mean=found.mean))
    return [*way, *_sureness(found)]


def _strictness(points: float) -> Said:
    if points >= SMALL:
        kinder = N_(
            "Deputies differ in how strictly they score. Those who came here score about %(points)s points kinder "
            "than colleagues at the same places, so %(points)s points were taken off."
        )
        return say(kinder, points=points)
    if points <= -SMALL:
        stricter = N_(
            "Deputies differ in how strictly they score. Those who came here score about %(points)s points stricter "
            "than colleagues at the same places, so %(points)s points were added."
        )
        return say(stricter, points=-points)
    return Said(N_("Those who came here score neither kinder nor stricter than colleagues at the same places."), {})


def _notice(found: Fair) -> list[Said]:
    if abs(found.notice) < SMALL:
        return []
    if found.notice > 0:
        more = N_(
            "Being expected makes a difference of %(delta)s points in this district; because more visits here were "
            "announced, %(points)s points were taken off."
        )
        return [say(more, delta=found.delta, points=found.notice)]
    fewer = N_(
        "Being expected makes a difference of %(delta)s points in this district; because more visits here were "
        "unannounced, %(points)s points were added."
    )
    return [say(fewer, delta=found.delta, points=-found.notice)]


def _sureness(found: Fair) -> list[Said]:
    if found.low is None or found.high is None:
        return [Said(N_("With so few sheets in the district, how sure this is cannot be said."), {})]
    said = [
        say(N_("In 95 of 100 such cases the true score lies between %(low)s and %(high)s."),
            low=found.low, high=found.high),
    ]  # fmt: skip
    if not found.days_measured:
        said.append(Said(N_("How much one day differs from another cannot be measured yet and is assumed."), {}))
    if found.basis == Basis.DEFAULT:
        assumed = N_("k = %(k)s is an assumption until the district has enough sheets to estimate it.")
        said.append(say(assumed, k=found.k))
    return said


def expected(gap: Gap) -> list[Said]:
    """What being expected does over the whole district."""
    if gap.low is None or gap.high is None or gap.low <= 0 <= gap.high:
        unknown = N_("Whether deputies score higher when they are expected cannot be told yet.")
        return [Said(unknown, {})]
    ends = sorted((abs(gap.low), abs(gap.high)))
    higher = N_(
        "The same deputies scored the same projects %(gap)s points higher when they were expected "
        "(between %(low)s and %(high)s)."
    )
    lower = N_(
        "The same deputies scored the same projects %(gap)s points lower when they were expected "
        "(between %(low)s and %(high)s)."
    )
    said = [say(higher if gap.gap > 0 else lower, gap=abs(gap.gap), low=ends[0], high=ends[1])]
    if gap.at_least:
        full = N_("More than three in ten sheets have full marks, so the true difference may be larger.")
        said.append(Said(full, {}))
    if not gap.same_deputies:
        said.append(Said(N_("No deputy made both kinds of visit, so strictness could not be taken off here."), {}))
    return said


def residents(found: Residents) -> list[Said]:
    """From the plain mean of residents' grades to the cautious mean and its interval."""
    made = found.satisfaction
    if made is None:
        return []
    if made.k is None:
        none = N_(
            "No difference between the district's projects can be measured yet, so each shows the district's mean "
            "of %(m)s."
        )
        return [say(none, digits=2, m=made.m)]
    return [_plain(found.n or 0, made), *_pulled(made, made.k)]


def _plain(n: int, made: Satisfaction) -> Said:
    if made.raw is not None:
        sentence = N_("The %(n)s answers average %(raw)s.")
        return Said(sentence, {"n": str(n), "raw": f"{made.raw:.2f}".rstrip("0").rstrip(".")})
    hidden = N_("The plain mean of the %(n)s answers is not shown, because single answers could be worked out from it.")
    return Said(hidden, {"n": str(n)})


def _pulled(made: Satisfaction, k: float) -> list[Said]:
    m = f"{made.m:.2f}".rstrip("0").rstrip(".")
    pulled = N_("A few answers can be luck, so %(k)s pretend answers at %(m)s were added: that makes %(mean)s.")
    said = [
        Said(pulled, {"k": f"{k:.1f}", "m": m, "mean": f"{made.mean:.1f}"}),
        say(N_("In 95 of 100 such cases the true mean lies between %(low)s and %(high)s."),
            low=made.low, high=made.high),
    ]  # fmt: skip
    if made.basis == "default":
        return [
            *said,
            Said(N_("k = 20 and 4.0 are assumptions; they hold until 20 projects have five answers each."), {}),
        ]
    fitted = N_("%(m)s is the district's mean, and %(k)s follows from how much its projects differ.")
    return [*said, Said(fitted, {"m": m, "k": f"{k:.1f}"})]


PLAIN_MEANS = N_(
    "Both means are plain: each sheet's marks in percent of the full marks that applied, added up and divided by the "
    "number of sheets. Nothing was taken off."
)
WEIGHED = N_("Each part times its weight, added up: %(sum)s = %(value)s.")
SHARE = N_(
    "%(count)s of %(n)s is %(percent)s %%. The interval is Wilson's: in 95 of 100 such cases it holds the true share."
)


def share(found: Residents) -> list[Said]:
    """How the share of the satisfied came about."""
    if found.satisfied is None:
        return []
    parts = {"count": str(found.satisfied.count), "n": str(found.satisfied.n)}
    return [Said(SHARE, {**parts, "percent": f"{found.satisfied.percent:.0f}"})]


def marks(found: Deputies) -> list[Said]:
    """How the means of announced and of unannounced visits came about; nothing where neither is shown."""
    shown = found.announced.mean is not None or found.unannounced.mean is not None
    return [Said(PLAIN_MEANS, {})] if shown else []


def index(parts: Sequence[tuple[float, int]], value: float) -> list[Said]:
    """How an index came about, from each part's value and its weight in percent."""
    summed = " + ".join(f"{part:.1f} × {weight} %" for part, weight in parts if weight)
    return [Said(WEIGHED, {"sum": summed, "value": f"{value:.1f}"})]


IN_TIME = N_(
    "In time means done on the promised day or before: %(in_time)s of the %(done)s that are done. %(late)s are past "
    "their day and not done."
)
CONFIRMED = N_(
    "Only what whoever raised it confirmed counts as fixed: %(fixed)s of the %(sent)s that were sent to a department. "
    "A promised day, an explanation or a closed finding does not."
)
OWN_LESS = N_("Self-evaluation %(own)s − the deputies' fair score %(fair)s = %(gap)s. It enters no other figure.")


def steps(found: Mapping[str, Any]) -> list[Said]:
    """How the milestones in time were counted; nothing where none are planned."""
    parts = {name: str(found[name]) for name in ("in_time", "done", "late")}
    return [Said(IN_TIME, parts)] if found["every"] else []


def fixes(found: Mapping[str, Any]) -> list[Said]:
    """How the findings that are fixed were counted; nothing where none was raised."""
    parts = {"fixed": str(found["fixed"]), "sent": str(found["dispatched"])}
    return [Said(CONFIRMED, parts)] if found["raised"] else []


def own(found: Mapping[str, Any]) -> list[Said]:
    """How the gap to the self-evaluation came about; nothing where there is none."""
    if found["gap"] is None:
        return []
    parts = {"own": f"{found['score']:.1f}", "fair": f"{found['score'] - found['gap']:.1f}"}
    return [Said(OWN_LESS, {**parts, "gap": f"{found['gap']:+.1f}"})]


EXPECTED_LESS = N_("Announced %(first)s − unannounced %(second)s = %(gap)s.")
VIEWS_LESS = N_("Deputies %(first)s − residents %(second)s, both on 0 to 100, = %(gap)s.")
CHANCE = N_("Both intervals together allow %(reach)s points by chance; only more than that is called a difference.")


def differences(residents: Residents, deputies: Deputies) -> list[Said]:
    """Say how the views were subtracted, from the figures that the card shows, and how much chance alone may give."""
    said: list[Said] = []
    expected, unexpected = deputies.announced.mean, deputies.unannounced.mean
    if deputies.gap is not None and expected is not None and unexpected is not None:
        parts = {"first": f"{expected:.1f}", "second": f"{unexpected:.1f}", "gap": f"{deputies.gap:+.1f}"}
        said.append(Said(EXPECTED_LESS, parts))
    best, found = deputies.fair or deputies.every, residents.satisfaction
    if best.mean is None or deputies.every.mean is None or found is None:
        return said
    second = satisfaction.percent(found.mean)
    parts = {"first": f"{best.mean:.1f}", "second": f"{second:.1f}", "gap": f"{best.mean - second:+.1f}"}
    said.append(Said(VIEWS_LESS, parts))
    if best.low is not None and best.high is not None:
        reach = hypot((best.high - best.low) / 2, (found.high - found.low) / 4 * 100 / 2)
        said.append(say(CHANCE, reach=reach))
    return said
