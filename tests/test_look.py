"""The office's logo and colour: drawn anew, checked for grey printers, on everything that is printed."""

from functools import partial
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
import typst
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people.tables import AuditEntry
from survey.printing import badges, look, sheets, tickets
from survey.printing.orders import LAYOUTS, Order
from survey.register import district
from survey.register.tables import District, Site
from tests import paper
from tests.test_badges import badge
from tests.test_posters import URL, poster
from tests.walker import Browser, in_english

PURE = (140, 28, 19)


def picture(size: tuple[int, int] = (300, 100), colour: object = PURE, kind: str = "PNG", **how: object) -> bytes:
    out = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, colour).save(out, kind, **how)  # type: ignore[arg-type]
    return out.getvalue()


def forty_megapixels() -> bytes:
    out = BytesIO()
    Image.new("1", (8000, 5000)).save(out, "PNG")
    return out.getvalue()


def office_of(colour: str = "#0b5d5e", size: tuple[int, int] = (300, 100)) -> District:
    return District(name="晨光区", complaint_line="12345", colour=colour, logo=look.read_logo(picture(size)))


def coloured(pdf: bytes, wanted: tuple[int, ...]) -> int:
    """Pixels of about this colour on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    page = np.asarray(document[0].render(scale=2).to_pil().convert("RGB"), int)
    document.close()
    return int((abs(page - wanted) < 12).all(axis=2).sum())


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.5), ("#0b5d5e", 7.6)]
)
def test_contrast_is_what_the_guideline_says(colour: str, contrast: float) -> None:
    assert look.contrast(colour) == pytest.approx(contrast, abs=0.06)


@pytest.mark.parametrize("pale", ["#ffd700", "#00c8ff", "#ff8080", "#ffffff", "#777777"])
def test_a_pale_colour_is_refused_with_a_shade_that_can_be_printed(pale: str) -> None:
    with pytest.raises(problems.PaleColour) as refused:
        look.read_colour(pale)
    offered = str(refused.value).rsplit(" ", 1)[1].rstrip(".")
    assert look.read_colour(offered) == offered
    red, green, blue = (int(offered[at : at + 2], 16) for at in (1, 3, 5))
    assert 0.299 * red + 0.587 * green + 0.114 * blue < 130  # dark on a printer that has only black


@pytest.mark.parametrize("typed", ["", "red", "#12345", "#0b5d5g", "url(x)", "#000000;"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(problems.NotAColour):
        look.read_colour(typed)


def test_a_logo_is_drawn_anew_and_made_small() -> None:
    kept = look.read_logo(picture((3000, 1000), kind="JPEG", exif=b"Exif\0\0secret"))
    image = Image.open(BytesIO(kept))
    assert (image.format, image.size) == ("PNG", (800, 267))
    assert b"secret" not in kept


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (lambda: forty_megapixels(), problems.TooLargeLogo),  # 40 megapixels
        (
            lambda: b"GIF89a" + b"\x40\x9c" * 2 + picture(kind="GIF")[10:],
            problems.TooLargeLogo,
        ),  # a bomb by its head alone
        (lambda: b"\0" * (look.LARGEST + 1), problems.TooLargeLogo),
        (lambda: picture(kind="JPEG", colour=(9, 9, 9))[:-200], problems.NotALogo),  # cut off
        (lambda: picture()[:60], problems.NotALogo),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", problems.NotALogo),
        (lambda: b"%PDF-1.7", problems.NotALogo),
        (lambda: picture((8, 8)), problems.NotALogo),
        (lambda: picture(colour=(255, 255, 255, 255)), problems.PaleLogo),
        (lambda: picture(colour=(0, 0, 0, 0)), problems.PaleLogo),
    ],
    ids=["40 MP", "bomb", "bytes", "cut", "head only", "svg", "pdf", "tiny", "white", "clear"],
)
def test_a_logo_that_cannot_be_printed_is_refused(sent, refusal: type[problems.Problem]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(refusal):
        look.read_logo(sent())


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (1600, 40)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_carries_the_logo_and_its_codes_still_read(layout: str, size: tuple[int, int]) -> None:
    order = Order(layout=layout)
    pages = [poster(project="很长的名字" * 16) for _ in range(order.codes_on_page)]
    made = sheets.pdf(pages, office_of(size=size), URL, order)
    assert coloured(made, PURE) > 20
    read = [url for page in paper.pages(made, 150) for url in paper.codes(page)]
    assert read == [pages[0].url] * (2 * len(pages) if layout == "tent" else len(pages))
    assert all(paper.overprinted(page) == [] for page in paper.letters(made)[:1])


@pytest.mark.parametrize("layout", ["a4", "a3", "sign", "tent", "cards", "stickers"])
def test_the_colour_is_on_the_question(layout: str) -> None:
    order = Order(layout=layout)
    made = sheets.pdf([poster()] * order.codes_on_page, office_of("#1f3a6e"), URL, order)
    assert coloured(made, (0x1F, 0x3A, 0x6E)) > 20


def test_badges_and_tickets_carry_the_logo(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "compile", partial(typst.compile, pdf_standards="ua-1"))
    from tests.test_events import Event  # the table

    fair = Event(code="7K3Q9XWM", name="社区活动日", place="广场")
    assert coloured(badges.pdf([badge()], office_of()), PURE) > 20
    assert coloured(tickets.pdf(fair, ["7K3Q9XWM"], office_of(), URL), PURE) > 20


def test_the_office_uploads_looks_and_removes(office: Browser, session: Session, site: Site) -> None:
    in_english(office).open("/desk/settings").follow("Logo and colour of prints")
    token = str(office.page.select_one("[name=csrf_token]")["value"])  # type: ignore[index]
    page = "/desk/settings/look"

    def send(colour: str, logo: bytes = b"", **more: str) -> tuple[int, str]:
        files = {"logo": (BytesIO(logo), "logo.png")} if logo else {}
        answer = office.client.post(
            page, data={"csrf_token": token, "colour": colour, **more, **files}, headers=dict(office.headers)
        )
        return answer.status_code, answer.text

    assert send("#0b5d5e", picture())[0] == 303
    assert office.open(f"{page}/logo.png").response.mimetype == "image/png"
    for layout in LAYOUTS:
        shown = office.client.get(f"{page}/sheet.png?layout={layout}")
        assert Image.open(BytesIO(shown.data)).convert("RGB").getextrema()
    assert office.open(f"{page}/sheet.png?layout=a9").status == 422
    assert "#ffd700" in send("#ffd700")[1]
    assert send("#ffd700")[0] == 422
    status, text = send("#1f3a6e", forty_megapixels())
    assert (status, "8000 × 5000" in text, "#1f3a6e" in text) == (413, True, True)
    assert send("#1f3a6e", b"broken")[0] == 415
    kept = district.current(session)
    assert (kept.colour, bool(kept.logo)) == ("#0b5d5e", True)
    session.rollback()
    office.open("/desk/print").press(action="/desk/print/posters.pdf")
    assert coloured(office.response.data, PURE) > 20
    assert send("#000000", remove="1")[0] == 303
    session.expire_all()
    kept = district.current(session)
    assert (kept.colour, kept.logo) == ("", None)
    acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("look_changed") == 2
    session.rollback()
    assert office.open(f"{page}/logo.png").status == 404


def test_only_the_office_changes_the_look(viewer: Browser, site: Site) -> None:
    for path in ("", "/logo.png", "/sheet.png"):
        assert viewer.open(f"/desk/settings/look{path}").status == 403
