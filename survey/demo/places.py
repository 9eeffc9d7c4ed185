"""Where the demo's sites are: invented, each street round a middle of its own; what is everywhere is nowhere."""

from random import Random

from survey.register.positions import Degrees

STREETS: dict[str, Degrees] = {
    "春华街道": (30.6112, 114.2871),
    "秋实街道": (30.6018, 114.3047),
    "和平街道": (30.5934, 114.2896),
    "新城街道": (30.6247, 114.3158),
    "滨河街道": (30.5871, 114.3129),
    "长青街道": (30.6083, 114.3279),
    "建设街道": (30.5989, 114.2764),
    "兴业镇": (30.6421, 114.2903),
}
"""The middle of every street of the invented district, in WGS-84."""
SPREAD = 0.005
"""Degrees from the middle within which a street's sites lie: about half a kilometre."""


def where(name: str, address: str) -> Degrees | None:
    """Where a site lies, the same for the same name and address."""
    middle = next((STREETS[street] for street in STREETS if street in address), None)
    if middle is None:
        return None
    random = Random(f"{name} {address}")
    latitude, longitude = (round(degrees + random.uniform(-SPREAD, SPREAD), 5) for degrees in middle)
    return latitude, longitude
