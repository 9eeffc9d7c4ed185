"""Real receivers of notices on this machine: a gateway that takes JSON, and a mail server."""

import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@dataclass
class Receiver:
    """An address that Apprise can send to, and what arrived there as (title, text)."""

    address: str = ""
    taken: list[tuple[str, str]] = field(default_factory=list)


def _serve(server: socketserver.BaseServer, receiver: Receiver) -> Iterator[Receiver]:
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.05), daemon=True).start()
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway() -> Iterator[Receiver]:
    """A server that takes notices as JSON."""
    receiver = Receiver()

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.taken.append((told["title"], told["message"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Takes)
    receiver.address = f"json://127.0.0.1:{server.server_port}/"
    yield from _serve(server, receiver)


@pytest.fixture
def mail_server() -> Iterator[Receiver]:
    """A server that speaks as much SMTP (RFC 5321) as a client needs to hand over a mail."""
    receiver = Receiver()

    class Takes(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.say("354 go on")
                    self.keep(iter(self.rfile.readline, b".\r\n"))
                self.say("221 bye" if verb == b"QUIT" else "250 fine")
                if verb == b"QUIT":
                    return

        def keep(self, lines: Iterator[bytes]) -> None:
            mail = message_from_bytes(b"".join(lines), policy=default)
            body = mail.get_body(("plain", "html"))
            assert body is not None
            receiver.taken.append((str(mail["Subject"]), str(body.get_content())))

    server = socketserver.TCPServer(("127.0.0.1", 0), Takes)
    receiver.address = f"mailto://127.0.0.1:{server.server_address[1]}/?from=desk@example.cn&to=civil@example.cn"
    yield from _serve(server, receiver)
