"""What a printing house reads from a page: where it is cut, and how far colour runs beyond (ISO 32000-2, 14.11.2)."""

from io import BytesIO

POINTS = 72 / 25.4
"""Of a millimetre."""
BLEED = 3.0
"""Millimetres of colour beyond the cut."""


def written(pdf: bytes) -> bytes:
    """Add a BleedBox to each page, 3 mm around the TrimBox that the typesetter wrote.

    The pages are appended to the file as new versions and nothing else is touched, so that tags and bookmarks stay.
    """
    from pypdf import PdfWriter  # only printing houses need it
    from pypdf.generic import RectangleObject

    writer, room = PdfWriter(BytesIO(pdf), incremental=True), BLEED * POINTS
    for page in writer.pages:
        left, bottom, right, top = (float(edge) for edge in page.trimbox)
        page.bleedbox = RectangleObject((left - room, bottom - room, right + room, top + room))
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
