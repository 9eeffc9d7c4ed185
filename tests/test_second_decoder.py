"""Posters read by a second decoder, which shares no line with the first: the one of the scanner inside the page.

`python -m bench --posters 342` reads as many as a district has, with both decoders.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from bench import decoding
from survey.printing import sheets
from survey.register import codes
from tests import paper
from tests.test_posters import DISTRICT, URL, poster

POSTERS = 2
pytestmark = pytest.mark.browser


@pytest.fixture
def decoder(chromium: Chromium) -> Iterator[Page]:
    page = chromium.new_page()
    decoding.serve(page)
    yield page
    page.close()


@pytest.mark.parametrize("dpi", [60, 100, 150])
def test_another_decoder_reads_every_poster_straight_shaken_and_tilted(decoder: Page, dpi: int) -> None:
    posters = [poster(code=codes.mint()) for _ in range(POSTERS)]
    pages = paper.pages(sheets.pdf(posters, DISTRICT, URL), dpi)
    ways = decoding.ways(dpi)
    unread = [
        (way, wanted.url)
        for way, seen in ways.items()
        for wanted, page in zip(posters, pages, strict=True)
        if decoding.read(decoder, seen(page)) != wanted.url
    ]
    assert unread == [], f"{len(unread)} of {len(posters) * len(ways)}"
