"""Which page of a long list is asked for, and when this week ends."""

from datetime import date, timedelta

from flask import request

from survey.web.transaction import today


def sunday() -> date:
    """The last day of this week."""
    return today() + timedelta(days=6 - today().weekday())


def asked_page(count: int, size: int) -> tuple[int, int]:
    """(number of the page that is asked for, number of pages) of a list; whatever is no page is the nearest one."""
    pages = max(1, -(-count // size))
    said = request.args.get("page", "1")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    return min(max(number, 1), pages), pages
