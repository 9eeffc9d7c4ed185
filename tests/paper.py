"""Printed pages as a reader and a phone see them."""

from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader

DPI = 100


def pages(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """Each page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def blurred(page: Image.Image) -> Image.Image:
    """As a hand that shakes sees it: at 100 dpi a module of a poster is about 10 pixels."""
    return page.filter(ImageFilter.GaussianBlur(3))


def tilted(page: Image.Image) -> Image.Image:
    """As seen from the side and from below: the far edge a third shorter, all corners off the right angle."""
    width, height = page.size
    seen = [(0.22, 0.10), (0.86, 0.02), (1.0, 0.95), (0.02, 1.0)]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, wanted = [], []
    for (u, v), (x, y) in zip(seen, corners, strict=True):
        u, v = u * width, v * height
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        wanted += [x, y]
    transform = np.linalg.solve(np.array(rows, float), np.array(wanted, float))
    return page.transform(
        page.size, Image.Transform.PERSPECTIVE, tuple(transform), Image.Resampling.BICUBIC, fillcolor=255
    )


def codes(page: Image.Image) -> list[str]:
    """The QR codes on a picture, read by zxing-cpp, sorted."""
    return sorted(found.text for found in zxingcpp.read_barcodes(page))


def texts(pdf: bytes) -> list[str]:
    """The words on each page, without the breaks of lines and the space that 中文 gets beside Latin letters."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """The names of a PDF's fonts, and whether each is embedded."""
    found = {}
    for page in reader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[str(inner["/BaseFont"])] = any(name in descriptor for name in ("/FontFile2", "/FontFile3"))
    return found
