"""QR codes: as small as they can be, and read by a decoder that is not ours."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from survey.printing import qr

SITE = "https://wuzhang.gov.cn/S/7K3Q9XWM"
PASS = "https://wuzhang.gov.cn/p/aB3-_xYz9QrStUvWxYz012"
ADDRESSES = [SITE, PASS, "http://127.0.0.1:8000/S/7K3Q9XWM", "https://host.example/wuzhang/S/7K3Q9XWM"]


def read(image: Image.Image) -> zxingcpp.Barcode:
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return found


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_png_reads_as_its_address(url: str) -> None:
    found = read(Image.open(BytesIO(qr.png(url))))
    assert (found.text, found.ec_level) == (url, "Q")


@pytest.mark.parametrize(("characters", "modules"), [(23, 29), (24, 33), (37, 33), (38, 37)])
def test_a_short_host_makes_a_coarse_code(characters: int, modules: int) -> None:
    host = "https://".ljust(characters, "h")
    assert len(qr.matrix(f"{host}/S/7K3Q9XWM")) - 2 * qr.QUIET == modules


def test_two_segments_need_fewer_modules_than_one() -> None:
    assert len(qr.matrix(SITE)) < len(qr.matrix(SITE.replace("/S/", "/x/")))


def test_lower_case_survives_in_a_pass() -> None:
    assert read(Image.open(BytesIO(qr.png(PASS)))).text == PASS


def test_four_modules_on_every_side_are_white() -> None:
    modules = qr.matrix(SITE)
    turned = tuple(zip(*modules, strict=True))
    for side in (modules[:4], modules[-4:], turned[:4], turned[-4:]):
        assert not any(any(row) for row in side)


def test_an_svg_draws_the_same_modules_in_one_path() -> None:
    drawn = qr.svg(SITE)
    modules = qr.matrix(SITE)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn)
    inked = {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}
    assert inked == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}
    assert drawn.count("<path") == 2
    assert f'viewBox="0 0 {len(modules)} {len(modules)}"' in drawn
