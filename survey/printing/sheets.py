"""An order set as PDF, as pictures of its pages, or as one PDF for each department."""

import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from io import BytesIO
from itertools import groupby
from typing import Any

from survey.printing import bleed, distance, foresight, look, qr, typesetting
from survey.printing.orders import Order
from survey.printing.posters import Poster, typed_address
from survey.printing.wording import WORDINGS
from survey.register.tables import District

BATCH = 50
"""Codes between two reports of progress."""
DRAWN = 0.4
"""The part of the work that drawing the codes is; the rest is setting the pages."""
SAMPLE = 20
"""Codes whose pages are set first, to foresee how long all of many take."""
PREVIEW_DPI = 60

Progress = Callable[[int, int], None]
"""Told for how many codes the work is done, and of how many."""


def pdf(
    posters: Sequence[Poster],
    district: District,
    public_url: str,
    order: Order | None = None,
    *,
    progress: Progress | None = None,
) -> bytes:
    """Set the posters as one PDF. Raises TooFar when the codes cannot be read from the distance asked for."""
    order = order or Order()

    def drawn(done: int, of: int) -> None:
        if progress:
            progress(round(DRAWN * done), of)

    data = _data(posters, district, public_url, order, drawn)
    made = _set(order.paper.template, data, look.of(district), progress)
    if progress:
        progress(len(posters), len(posters))
    return bleed.written(made) if order.marks else made


def _set(template: str, data: dict[str, Any], chosen: look.Look, progress: Progress | None) -> bytes:
    """Set the pages in one piece, because parts that are joined lose their tags; a sample says how long it takes."""
    count = len(data["posters"])
    if progress is None or count <= 2 * SAMPLE:
        return typesetting.pdf(template, data, chosen)
    began = time.monotonic()
    typesetting.pdf(template, data | {"posters": data["posters"][:SAMPLE]}, chosen)
    seconds = (time.monotonic() - began) / SAMPLE * count
    with foresight.telling(seconds, lambda part: progress(round((DRAWN + (1 - DRAWN) * part) * count), count)):
        return typesetting.pdf(template, data, chosen)


def picture(posters: Sequence[Poster], district: District, public_url: str, order: Order, page: int) -> bytes:
    """Draw one page of an order as PNG; pages are counted from 1. Raises what `pdf` raises."""
    first = (page - 1) * order.codes_on_page
    shown = posters[first : first + order.codes_on_page]
    data = _data(shown, district, public_url, order)
    return typesetting.png(order.paper.template, data, PREVIEW_DPI / order.paper.scale, look.of(district))


def archive(
    posters: Sequence[Poster],
    district: District,
    public_url: str,
    order: Order,
    *,
    progress: Progress | None = None,
) -> bytes:
    """Pack one PDF for each department into a ZIP."""
    file, done = BytesIO(), 0
    with zipfile.ZipFile(file, "w") as packed:  # PDFs are compressed inside
        for department, theirs in groupby(sorted(posters, key=_department), key=_department):
            name = department.replace("/", "-")
            own = list(theirs)
            packed.writestr(f"{name}.pdf", pdf(own, district, public_url, order))
            done += len(own)
            if progress:
                progress(done, len(posters))
    return file.getvalue()


def _department(poster: Poster) -> str:
    return poster.department


def _data(
    posters: Sequence[Poster],
    district: District,
    public_url: str,
    order: Order,
    progress: Progress = lambda done, of: None,
) -> dict[str, Any]:
    """What the template needs; the addresses of one order are equally long, so that one level fits them all."""
    level = distance.level_for(posters[0].url, order.code_width, order.metres)
    name = typesetting.one_line(district.name)
    return {
        "title": f"{name}实事项目海报",
        "district": name,
        "complaint_line": typesetting.one_line(district.complaint_line),
        "address": typed_address(public_url),
        "zh": asdict(WORDINGS["zh"]),
        "other": None if order.language == "zh" else asdict(WORDINGS[order.language]),
        "language": order.language,
        "more": [{"language": language, "question": WORDINGS[language].question} for language in order.further],
        "scale": order.paper.scale,
        "marks": order.marks,
        "label": asdict(order.label),
        "code_width": order.code_width,
        "right": order.right,
        "down": order.down,
        "posters": list(_drawn(posters, level, progress)),
    }


def _drawn(posters: Sequence[Poster], level: qr.Level, progress: Progress) -> Sequence[dict[str, object]]:
    drawn: list[dict[str, object]] = []
    for poster in posters:
        modules = len(qr.matrix(poster.url, level))
        drawn.append(asdict(poster) | {"qr": qr.svg(poster.url, level), "modules": modules})
        if len(drawn) % BATCH == 0 or len(drawn) == len(posters):
            progress(len(drawn), len(posters))
    return drawn
