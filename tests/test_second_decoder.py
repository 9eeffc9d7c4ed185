"""Posters read by a second decoder, which shares no line with the first: the one of the scanner inside the page.

`pytest tests/test_second_decoder.py -n 0 -s --posters 342` reads as many as a district has.
"""

import base64
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route

from survey.printing import distance, sheets
from survey.printing.orders import Order
from survey.register import codes
from tests import paper
from tests.test_posters import DISTRICT, URL, poster

pytestmark = pytest.mark.browser
[VENDORED] = (Path(__file__).parent.parent / "static" / "vendor").glob("qr-*")
DECODE = """async (picture) => {
  const { decodeQR } = await import("/decode.js");
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height);
  try { return decodeQR(pixels, { effort: 8 }); } catch (unread) { return ""; }
}"""


@pytest.fixture
def decoder(chromium: Chromium) -> Iterator[Page]:
    """A page that has nothing but the decoder."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name:
            route.fulfill(path=VENDORED / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page = chromium.new_page()
    page.route("**/*", answer)
    page.goto("http://decoder.test/")
    yield page
    page.close()


def read(decoder: Page, picture: Image.Image) -> str:
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    found: str = decoder.evaluate(DECODE, base64.b64encode(file.getvalue()).decode())
    return found


@pytest.mark.parametrize("dpi", [60, 100, 150])
def test_another_decoder_reads_every_poster_straight_shaken_and_tilted(
    decoder: Page, request: pytest.FixtureRequest, dpi: int
) -> None:
    posters = [poster(code=codes.mint()) for _ in range(request.config.getoption("--posters"))]
    order = Order(layout="a4")
    pages = paper.pages(sheets.pdf(posters, DISTRICT, URL, order), dpi)
    shake = partial(paper.blurred, dpi=dpi, metres=distance.reach(posters[0].url, order.code_width))
    ways = {"straight": lambda page: page, "shaken": shake, "tilted": paper.tilted}
    unread = [
        (way, wanted.url)
        for way, seen in ways.items()
        for wanted, page in zip(posters, pages, strict=True)
        if read(decoder, seen(page)) != wanted.url
    ]
    assert unread == [], f"{len(unread)} of {len(posters) * len(ways)}"
