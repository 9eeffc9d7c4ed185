"""A bad network for tests: a proxy before the real server that goes down, cuts replies, delays, repeats and lies."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")
DROPPED = ("connection", "accept-encoding")
"""What the proxy does not pass on: it reads what the server says."""
HOTEL = b"<!doctype html><title>Welcome</title><p>Please accept the terms to use this network."


class Network:
    """What happens to the next requests; `trouble` is asked for each: a word below, or an HTTP status, or nothing.

    "down": no answer at all · "cut": the server gets it, the phone hears nothing · "hotel": a log-in page with 200 ·
    "twice": the server gets it twice · "slow": it waits, and what comes after overtakes it.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = ""
        self.trouble: Callable[[str, str], str | int | None] = lambda method, path: None
        self.rewrite: Callable[[str, bytes], bytes] = lambda path, body: body
        self.seen: Counter[str] = Counter()

    def fails(self, trouble: str | int, methods: str = "GET POST PUT", times: int = 10**6) -> None:
        """Let the next requests of some methods meet this trouble, and the later ones none."""
        left = [times]

        def choose(method: str, path: str) -> str | int | None:
            if method not in methods or left[0] <= 0:
                return None
            left[0] -= 1
            return trouble

        self.trouble = choose

    def heals(self) -> None:
        self.trouble = lambda method, path: None

    def chance(self, seed: int, share: float) -> None:
        """Let a share of all requests fail in one way or another, the same for the same seed."""
        dice = random.Random(seed)
        lock = threading.Lock()

        def choose(method: str, path: str) -> str | int | None:
            with lock:
                return (
                    dice.choice(["down", "cut", "twice", "slow", "hotel", 500, 503, 429])
                    if dice.random() < share
                    else None
                )

        self.trouble = choose


class Proxy(BaseHTTPRequestHandler):
    network: Network
    protocol_version = "HTTP/1.1"

    def handle_one(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = self.network.trouble(self.command, self.path)
        self.network.seen[f"{self.command} {trouble or 'well'}"] += 1
        if trouble == "down":
            return self.hang_up()
        if trouble == "hotel":
            return self.say(200, [("Content-Type", "text/html")], HOTEL)
        if isinstance(trouble, int):
            return self.say(trouble, [("Content-Type", "text/html"), ("Retry-After", "1")], b"<p>Not now.")
        if trouble == "slow":
            time.sleep(0.3)
        for _ in range(2 if trouble == "twice" else 1):
            status, headers, answer = self.forward(body)
        return self.hang_up() if trouble == "cut" else self.say(status, headers, answer)

    do_GET = do_POST = do_PUT = do_HEAD = handle_one  # noqa: N815 - the names that http.server calls

    def forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
        with closing(http.client.HTTPConnection("127.0.0.1", self.network.port, timeout=30)) as server:
            server.request(self.command, self.path, body or None, headers)
            answer = server.getresponse()
            content = answer.read()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
        return answer.status, kept, self.network.rewrite(self.path, content)

    def say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in [*headers, ("Content-Length", str(len(body))), ("Connection", "close")]:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            """The phone hung up first."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def before(port: int) -> Iterator[Network]:
    """Put a network before a server on this port; yields it with the address that phones use."""
    network = Network(port)
    server = Quiet(("127.0.0.1", 0), type("Proxy", (Proxy,), {"network": network}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        network.address = f"http://127.0.0.1:{server.server_port}"
        yield network
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
