"""Other engines than Chromium, as Debian packages them: Firefox by Playwright, WebKit by its own WebDriver."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Playwright

KEPT = """return new Promise((resolve) => { indexedDB.open("fivelists").onsuccess = ({ target: { result } }) => {
  result.transaction("submissions").objectStore("submissions").getAll().onsuccess = (got) => {
    result.close(); resolve(got.target.result.filter((each) => each.state !== "sent").length); }; }; });"""
MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
FIREFOX: dict[str, Any] = {
    "channel": "moz-firefox",
    "executable_path": shutil.which("firefox-esr"),
    "firefox_user_prefs": {"intl.accept_languages": "zh-CN"},
}
HEADLESS = {
    "LANGUAGE": "zh_CN",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # root, which containers and build machines are, has no sandbox
}


class Engine(ABC):
    """What a person does with any browser; an address of its own per test keeps what one test stored from the next."""

    address = ""

    @abstractmethod
    def go(self, address: str) -> None: ...

    @abstractmethod
    def script(self, source: str, *values: Any) -> Any:
        """Run the body of a function in the page and wait for what it returns; `arguments` holds the values."""

    @abstractmethod
    def upload(self, selector: str, path: Path) -> None: ...

    @abstractmethod
    def tab(self, path: str) -> None:
        """Open a second tab on a path and stay in the first."""

    def until(self, condition: str, *values: Any) -> None:
        """Wait until an expression holds, for as long as a back-off may take."""
        for _ in range(300):
            with suppress(Error, urllib.error.HTTPError):  # the page was just leaving
                if self.script(f"return !!({condition})", *values):
                    return
            time.sleep(0.1)
        raise AssertionError(f"{condition} {values} never held: {self.script('return document.body.innerText')}")

    def open(self, path: str) -> "Engine":
        self.go(self.address + path)
        self.until("!document.getElementById('sheet') || document.querySelector('#sheet[data-ready]')")
        return self

    def answer(self, comment: str, grade: str = "4") -> "Engine":
        self.script(
            """document.querySelector(`[name=answer_overall][value="${arguments[1]}"]`).click();
            const field = document.querySelector("[name=answer_comment]");
            field.value = arguments[0]; field.dispatchEvent(new Event("input", { bubbles: true }));""",
            comment,
            grade,
        )
        return self.sees("已存在这部手机上")

    def send(self) -> "Engine":
        self.script("document.querySelector('.send .button').click()")
        return self

    def sees(self, words: str) -> "Engine":
        self.until("document.body && document.body.innerText.includes(arguments[0])", words)
        return self

    def gets_receipt(self) -> "Engine":
        self.until("location.pathname.startsWith('/r/')")
        return self.sees("已收到")

    def unsent(self) -> int:
        return int(self.script(KEPT))


class Firefox(Engine):
    """Debian's Firefox, over WebDriver BiDi."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.context = playwright.firefox.launch_persistent_context(
            profile, **FIREFOX, viewport={"width": 360, "height": 740}
        )
        self.page = self.context.pages[0]

    def go(self, address: str) -> None:
        self.page.goto(address)

    def script(self, source: str, *values: Any) -> Any:
        return self.page.evaluate(f"(values) => (async function () {{ {source} }}).apply(null, values)", list(values))

    def upload(self, selector: str, path: Path) -> None:
        self.page.set_input_files(selector, path)

    def tab(self, path: str) -> None:
        self.context.new_page().goto(self.address + path)


class WebKit(Engine):
    """Debian's WebKitGTK; its sessions are private ones, so that closing it forgets what it kept."""

    def __init__(self, port: int) -> None:
        self.driver, self.session = f"http://127.0.0.1:{port}/session", ""
        options = {"binary": str(MINI_BROWSER), "args": ["--automation"]}
        told = self.ask("POST", "", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}})
        self.session = "/" + told["sessionId"]
        self.ask("POST", "/window/rect", {"width": 360, "height": 740})

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        sent = None if method != "POST" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.driver + self.session + path, sent, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def go(self, address: str) -> None:
        self.ask("POST", "/url", {"url": address})

    def script(self, source: str, *values: Any) -> Any:
        body = f"""const done = arguments[arguments.length - 1];
        (async function () {{ {source} }}).apply(null, arguments)
          .then((value) => done([value, ""]), (error) => done([null, String(error)]))"""
        value, error = self.ask("POST", "/execute/async", {"script": body, "args": list(values)})
        if error:
            raise Error(error)
        return value

    def upload(self, selector: str, path: Path) -> None:
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        self.ask("POST", f"/element/{next(iter(found.values()))}/value", {"text": str(path)})

    def tab(self, path: str) -> None:
        first = self.ask("GET", "/window")
        second = self.ask("POST", "/window/new", {"type": "tab"})["handle"]
        self.ask("POST", "/window", {"handle": second})
        self.go(self.address + path)
        self.ask("POST", "/window", {"handle": first})


def is_here(name: str) -> bool:
    """Whether this machine has an engine and what drives it."""
    wanted = {"firefox": ["firefox-esr"], "webkit": ["WebKitWebDriver", "xvfb-run", "dbus-run-session"]}[name]
    return all(map(shutil.which, wanted)) and (name != "webkit" or MINI_BROWSER is not None)


@contextmanager
def started(name: str, playwright: Playwright, profile: Path) -> Iterator[Engine]:
    """Start an engine, and stop it with all its processes."""
    with ExitStack() as stack:
        if name == "firefox":
            firefox = Firefox(playwright, profile)
            stack.callback(firefox.context.close)
            yield firefox
            return
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = ["dbus-run-session", "--", "xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"]
        quiet = subprocess.DEVNULL
        driver = subprocess.Popen(
            command, env=os.environ | HEADLESS, stdout=quiet, stderr=quiet, start_new_session=True
        )
        stack.callback(driver.wait, 30)
        stack.callback(os.killpg, driver.pid, 15)
        _wait(port)
        webkit = WebKit(port)
        stack.callback(webkit.ask, "DELETE", "")
        yield webkit


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("WebKit's driver never answered")
