"""A person with a browser: opens pages, reads them, fills the form that is there and presses its button.

It keeps cookies, follows redirects and sends exactly the fields that a browser without script would send, so that a
test reads like a walk: `phone.open("/code")`, `phone.fill(code="7K3Q9XWM")`, `phone.press()`, `phone.sees("谢谢")`.
"""

from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

Field = str | list[str] | tuple[BytesIO, str]


class Browser:
    """One person's browser; `language` is what it prefers."""

    def __init__(self, client: FlaskClient, language: str = "zh-CN") -> None:
        self.client = client
        self.headers = {"Accept-Language": language, "Accept": "text/html,*/*;q=0.8"}
        self.path = "/"
        self.response: TestResponse
        self._page: BeautifulSoup | None = BeautifulSoup("", "html.parser")
        self.typed: dict[str, Field] = {}

    def open(self, path: str, **options: Any) -> "Browser":
        """Go to an address and follow redirects."""
        return self._take(self.client.get(path, headers=self.headers, follow_redirects=True, **options))

    def fill(self, fields: dict[str, Field] | None = None, **more: Field) -> "Browser":
        """Type into the form that `press` will send; a list chooses several, a pair of file and name uploads."""
        self.typed |= (fields or {}) | more
        return self

    def press(self, button: str | None = None, *, action: str | None = None, within: str = "") -> "Browser":
        """Send the form that has this button (its words or its name), or this action, else the page's main form.

        `within` is a selector of the part of the page where the form stands.
        """
        form = self._form(button, action, within)
        known = {str(field.get("name")) for field in self._own(form, "input, select, textarea, button")}
        unknown = set(self.typed) - known
        assert not unknown, f"the form has no field {sorted(unknown)}"
        fields = self._fields(form, button)
        pressed = self._button(form, button) if button else None
        target = str((pressed and pressed.get("formaction")) or form.get("action") or self.path)
        self.typed = {}
        if str(form.get("method", "get")).lower() == "post":
            sent = self.client.post(target, data=fields, headers=self.headers, follow_redirects=True)
        else:
            sent = self.client.get(target, query_string=fields, headers=self.headers, follow_redirects=True)
        return self._take(sent)

    def follow(self, words: str) -> "Browser":
        """Follow the first link whose words contain these."""
        link = next((a for a in self.page.select("a[href]") if words in a.get_text(" ", strip=True)), None)
        assert link is not None, f"no link {words!r} on {self.path}: {self.text[:600]}"
        return self.open(urljoin(self.path, str(link["href"])))

    def sees(self, *words: str) -> "Browser":
        """Assert that all these words stand on the page."""
        for wanted in words:
            assert wanted in self.text, f"{wanted!r} is not on {self.path} ({self.status}): {self.text[:1500]}"
        return self

    def misses(self, *words: str) -> "Browser":
        """Assert that none of these words stands on the page."""
        for unwanted in words:
            assert unwanted not in self.text, f"{unwanted!r} is on {self.path}"
        return self

    @property
    def page(self) -> BeautifulSoup:
        """What came, without scripts and styles; taken apart when it is first looked at."""
        if self._page is None:
            is_page = "html" in self.response.mimetype
            self._page = BeautifulSoup(self.response.get_data(as_text=True) if is_page else "", "html.parser")
            for drop in self._page.find_all(("script", "style")):
                drop.decompose()
        return self._page

    @page.setter
    def page(self, page: BeautifulSoup) -> None:
        """Look again at a page that was open before."""
        self._page = page

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        """What a reader of the page reads."""
        return self.page.get_text(" ", strip=True)

    def _take(self, response: TestResponse) -> "Browser":
        self.response, self.path = response, response.request.path
        self._page = None
        return self

    def _form(self, button: str | None, action: str | None, within: str) -> Tag:
        forms = self.page.select(f"{within} form")
        assert forms, f"no form on {self.path} ({self.status}): {self.text[:600]}"
        if action is not None:
            return next(form for form in forms if form.get("action") == action)
        if button is None:
            return next(
                (f for f in forms if self.typed and all(f.select_one(f'[name="{n}"]') for n in self.typed)), forms[0]
            )
        chosen = [form for form in forms if self._button(form, button) is not None]
        assert chosen, (
            f"no button {button!r} on {self.path}: {[b.get_text(strip=True) for b in self.page.select('button')]}"
        )
        return chosen[0]

    def _button(self, form: Tag, words: str) -> Tag | None:
        return next(
            (
                b
                for b in self._own(form, "button")
                if words in f"{b.get_text(' ', strip=True)} {b.get('aria-label', '')}" or words == b.get("name")
            ),
            None,
        )

    def _own(self, form: Tag, selector: str) -> list[Tag]:
        """What belongs to a form: what stands in it, and what names it from elsewhere."""
        inside = [each for each in form.select(selector) if each.get("form", form.get("id")) == form.get("id")]
        outside = [each for each in self.page.select(selector) if form.get("id") and each.get("form") == form["id"]]
        return inside + [each for each in outside if each not in inside]

    def _fields(self, form: Tag, button: str | None) -> "MultiDict[str, Any]":
        fields: MultiDict[str, Any] = MultiDict()
        for field in self._own(form, "input[name], select[name], textarea[name]"):
            if str(field["name"]) not in self.typed and not field.has_attr("disabled"):
                for value in _own_values(field):
                    fields.add(str(field["name"]), value)
        for name, value in self.typed.items():
            for one in value if isinstance(value, list) else [value]:
                fields.add(name, one)
        pressed = self._button(form, button) if button else None
        if pressed is not None and pressed.get("name"):
            fields.add(str(pressed["name"]), str(pressed.get("value", "")))
        return fields


def _own_values(field: Tag) -> list[str]:
    """What a form field sends when nobody touches it."""
    if field.name == "textarea":
        return [field.get_text()]
    if field.name == "select":
        options = field.select("option")
        chosen = [option for option in options if option.has_attr("selected")] or (
            [] if field.has_attr("multiple") else options[:1]
        )
        return [str(option.get("value", option.get_text(strip=True))) for option in chosen]
    kind = field.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [] if kind in ("file", "submit", "image", "button") else [str(field.get("value", ""))]


def in_english(browser: Browser) -> Browser:
    """The same browser, English preferred."""
    browser.headers["Accept-Language"] = "en"
    return browser
