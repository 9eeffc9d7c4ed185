"""Printed pages as a reader and a phone see them."""

from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfReader

DPI = 100


def pages(pdf: bytes, dpi: float = DPI) -> list[Image.Image]:
    """Each page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def blurred(page: Image.Image, dpi: float = DPI, metres: float = 1) -> Image.Image:
    """As a hand that shakes sees it: three quarters of a millimetre for each metre."""
    return page.filter(ImageFilter.GaussianBlur(0.75 / 25.4 * dpi * metres))


def tilted(page: Image.Image) -> Image.Image:
    """As a phone sees it that is held askew, 30 degrees beside the sheet and twice its height away."""
    width, height = page.size
    turn, roll, away = np.radians(30), np.radians(8), 2 * height
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    x, y = (corners - np.array(page.size) / 2).T
    x, y = x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)
    depth = away + x * np.sin(turn)
    seen = np.stack([x * np.cos(turn), y]).T * (away / depth)[:, None]
    seen -= seen.min(axis=0)
    rows = []
    for (u, v), (x_, y_) in zip(seen, corners, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x_ * u, -x_ * v], [0, 0, 0, u, v, 1, -y_ * u, -y_ * v]]
    transform = np.linalg.solve(np.array(rows), corners.ravel())
    size = tuple(int(edge) for edge in np.ceil(seen.max(axis=0)))
    return page.transform(size, Image.Transform.PERSPECTIVE, tuple(transform), Image.Resampling.BICUBIC, fillcolor=255)


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


def letters(pdf: bytes) -> list[list[tuple[str, tuple[float, ...]]]]:
    """Each page's letters with their boxes: left, bottom, right, top in points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        read = [page.get_textpage() for page in document]
        return [
            [(page.get_text_range(place, 1), page.get_charbox(place)) for place in range(page.count_chars())]
            for page in read
        ]
    finally:
        document.close()


def under_pictures(pdf: bytes) -> tuple[int, list[str]]:
    """How many pictures of dots a PDF has, such as logos, and the letters that lie on one of them."""
    document, count, found = pypdfium2.PdfDocument(pdf), 0, []
    for page, read in zip(document, letters(pdf), strict=True):
        for picture in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=9):
            count += 1
            west, south, east, north = picture.get_bounds()
            found += [
                letter for letter, (left, bottom, right, top) in read
                if letter.strip() and min(east, right) > max(west, left) and min(north, top) > max(south, bottom)
            ]  # fmt: skip
    document.close()
    return count, found


def sizes(pdf: bytes) -> set[float]:
    """The sizes of a PDF's letters in points, with every scale of the page counted in."""
    found: set[float] = set()

    def note(text: str, _matrix: list[float], place: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * place[3] * _matrix[3]), 1))

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=note)
    return found


def overprinted(page: list[tuple[str, tuple[float, ...]]]) -> list[str]:
    """Pairs of letters of a page that are printed over each other by more than half a point."""
    boxes = [(letter, box) for letter, box in page if letter.strip()]
    return [
        one + other
        for place, (one, (left, bottom, right, top)) in enumerate(boxes)
        for other, (left_, bottom_, right_, top_) in boxes[place + 1 :]
        if min(right, right_) - max(left, left_) > 0.5 and min(top, top_) - max(bottom, bottom_) > 0.5
    ]


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
