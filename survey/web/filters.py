"""How moments, days and browsers are written on pages."""

import re
from datetime import date, datetime

from flask import Flask
from flask_babel import gettext

from survey.collect.masking import mask
from survey.people.lists import Refusal
from survey.web.transaction import settings

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def moment(value: datetime) -> str:
    """A moment in the district's time, such as 2026-11-24 10:30."""
    return value.astimezone(settings().timezone).strftime("%Y-%m-%d %H:%M")


def day(value: date | datetime) -> str:
    """A day, such as 2026-11-24; a moment's day in the district's time."""
    return (
        value.astimezone(settings().timezone).date().isoformat() if isinstance(value, datetime) else value.isoformat()
    )


def said(refusal: Refusal) -> str:
    """A refused cell's sentence in the language of the request."""
    return str(gettext(refusal.sentence)).format(**dict(refusal.values))


def browser_name(agent: str) -> str:
    """What a browser calls itself, in two words: WeChat on Android."""
    browser = next((name for sign, name in BROWSERS if re.search(sign, agent)), None)
    machine = next((name for sign, name in MACHINES if re.search(sign, agent)), None)
    if browser is None and machine is None:
        return str(gettext("a browser that does not name itself"))
    return " · ".join(part for part in (browser, machine) if part)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(masked=mask, moment=moment, day=day, said=said, browser_name=browser_name)
