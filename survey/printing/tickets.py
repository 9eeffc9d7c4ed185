"""An event on paper: its sign, and tickets for people who share a tablet or a network."""

from collections.abc import Sequence

from survey.collect.tables import Event
from survey.printing import look, qr, sheets, typesetting
from survey.printing.orders import Order
from survey.printing.posters import Poster, day, typed_address
from survey.register.tables import District


def sign(event: Event, district: District, public_url: str, language: str) -> bytes:
    """Set the one page that hangs at an event's entrance; its code leads to the choice of projects."""
    line = typesetting.one_line
    page = Poster(
        code=event.code,
        url=address(event, public_url),
        number="",
        project=line(event.name),
        site=line(f"{event.place} {day(event.held_on)}"),
        target="",
        department="",
        due="",
    )
    return sheets.pdf([page], district, public_url, Order(layout="sign", language=language))


def address(event: Event, public_url: str, ticket: str = "") -> str:
    """The address that an event's code or a ticket's holds."""
    return "/".join(filter(None, (public_url.rstrip("/"), "E", event.code, ticket)))


def pdf(event: Event, tickets: Sequence[str], district: District, public_url: str) -> bytes:
    """Set tickets, 24 to a page."""
    name = typesetting.one_line(event.name)
    return typesetting.pdf(
        "tickets.typ",
        {
            "title": f"{name}答卷券",
            "district": typesetting.one_line(district.name),
            "event": name,
            "address": typed_address(public_url),
            "tickets": [{"code": code, "qr": qr.svg(address(event, public_url, code))} for code in tickets],
        },
        look.of(district),
    )
