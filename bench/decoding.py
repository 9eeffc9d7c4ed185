"""342 posters read by two decoders that share no line: straight, shaken, tilted, and both, at 60, 100 and 150 dpi.

One is zxing-cpp; the other, in Chromium, is that of the scanner inside our page (static/vendor/qr-*).
"""

import base64
import time
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, Route

from bench.first_visit import chromium
from survey.printing import distance, sheets
from survey.printing.orders import Order
from survey.printing.posters import Poster
from survey.register import codes
from survey.register.tables import District
from tests import paper

URL = "https://wuzhang.gov.cn"
RESOLUTIONS = (60, 100, 150)
BATCH = 38
"""Posters that are drawn at once."""
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
Seen = Callable[[Image.Image], Image.Image]


def lines(count: int) -> Iterator[str]:
    """A line for each resolution, and how many pictures nobody read."""
    made = [_poster(number) for number in range(count)]
    unread: Counter[str] = Counter()
    with chromium() as browser:
        page = browser.new_page()
        serve(page)
        for dpi in RESOLUTIONS:
            began, pictures = time.perf_counter(), 0
            for first in range(0, count, BATCH):
                batch = made[first : first + BATCH]
                pages = paper.pages(sheets.pdf(batch, District(name="晨光区", complaint_line="12345"), URL), dpi)
                for way, seen in ways(dpi).items():
                    for wanted, drawn in zip(batch, map(seen, pages), strict=True):
                        pictures += 1
                        unread[f"zxing-cpp, {dpi} dpi, {way}"] += paper.codes(drawn) != [wanted.url]
                        unread[f"the page's own, {dpi} dpi, {way}"] += read(page, drawn) != wanted.url
            seconds = time.perf_counter() - began
            yield f"{dpi} dpi: {pictures} pictures of {count} posters, two decoders, {seconds:.0f} s"
    for what, failures in unread.items():
        if failures:
            yield f"NOT READ {failures} of {count}: {what}"
    yield f"{unread.total()} failures in {len(unread) * count} readings"


def ways(dpi: float) -> dict[str, Seen]:
    """How a phone sees a poster: grey always; shaken as much as the farthest distance that it promises makes it."""
    metres = distance.reach(f"{URL}/S/7K3Q9XWM", Order().code_width)

    def shaken(page: Image.Image) -> Image.Image:
        return paper.blurred(page, dpi, metres)

    return {
        "straight": lambda page: page,
        "shaken": shaken,
        "tilted": paper.tilted,
        "shaken and tilted": lambda page: paper.tilted(shaken(page)),
    }


def serve(page: Page) -> None:
    """Give a page nothing but the decoder."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name:
            route.fulfill(path=VENDORED / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    page.route("**/*", answer)
    page.goto("http://decoder.test/")


def read(page: Page, picture: Image.Image) -> str:
    """What the decoder of our own page reads; empty when nothing."""
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    found: str = page.evaluate(DECODE, base64.b64encode(file.getvalue()).decode())
    return found


def _poster(number: int) -> Poster:
    code = codes.mint()
    return Poster(
        code=code, url=f"{URL}/S/{code}", number=f"SS-2026-{number:03}", project="社区食堂提升", due="2026年11月30日",
        site="秋实街道长者食堂", target="新增老年人助餐点5家", department="区民政局",
    )  # fmt: skip
