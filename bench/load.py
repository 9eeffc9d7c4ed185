"""A closed loop of clients on this machine: each sends its next request when the last was answered."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WARM_SECONDS = 1.0
TIMEOUT_SECONDS = 30
MOST = 100_000
"""Requests of one run, so that no run is without an end."""


@dataclass(frozen=True)
class Request:
    """One POST; `key` is the unique text that is looked for in the store afterwards."""

    key: str
    path: str
    body: str
    headers: dict[str, str]


@dataclass
class Outcome:
    """What came of one run: the keys that were acknowledged, seconds of each measured answer, refusals by name."""

    seconds: float
    acknowledged: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the measured requests was answered."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


async def run(port: int, make: Callable[[int], Request], clients: int, seconds: float) -> Outcome:
    """Send for a warm-up and then `seconds`; answers after the end count as acknowledged, not as measured.

    The clients come one after the other during the warm-up, as people do. Gunicorn's workers each take what they see
    first, so that of connections that all come at once and stay, one worker may get nearly all.
    """
    outcome = Outcome(seconds)
    start = time.perf_counter() + WARM_SECONDS
    numbers = iter(range(MOST))

    async def client(place: int) -> None:
        await asyncio.sleep(WARM_SECONDS * place / clients)
        connection: Connection | None = None
        for number in numbers:
            began = time.perf_counter()
            if began > start + seconds:
                break
            request = make(number)
            status: int | str
            try:
                connection = connection or await Connection.open(port)
                status = await asyncio.wait_for(connection.post(request), TIMEOUT_SECONDS)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                connection, status = None, type(error).__name__
            _note(outcome, request, status, began if began >= start else None)

    await asyncio.gather(*(client(place) for place in range(clients)))
    return outcome


def _note(outcome: Outcome, request: Request, status: int | str, began: float | None) -> None:
    if status not in (200, 201):
        outcome.refused[str(status)] = outcome.refused.get(str(status), 0) + 1
        return
    outcome.acknowledged.append(request.key)
    if began is not None:
        outcome.latencies.append(time.perf_counter() - began)


class Connection:
    """One kept-alive connection; a server that closes it is met by opening another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, request: Request) -> int:
        """Send one request and read its whole answer; gives the status."""
        body = request.body.encode()
        lines = [f"POST {request.path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in request.headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        await self.reader.readexactly(length)
        if "connection: close" in head:
            raise ConnectionResetError
        return int(head.split()[1])
