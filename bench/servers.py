"""Start a server in a process of its own, wait until it answers, and stop it by its own id."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A server that answers on this machine; `said` is what it printed at its start."""

    port: int
    said: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serving(command: Sequence[str], settings: dict[str, str], port: int, ready: str, log: Path) -> Iterator[Server]:
    """Run a command until its `ready` path answers; raises RuntimeError with its log when it does not."""
    with log.open("wb") as sink:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=sink, stderr=subprocess.STDOUT)
        try:
            server = Server(port, "")
            _wait(process, server.address + ready, log)
            yield Server(port, log.read_text())
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(PATIENCE_SECONDS * 10):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
