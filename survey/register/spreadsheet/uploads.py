"""Uploaded files between their preview and its confirmation, kept in a folder by the hash of their content.

Any process may show the preview and any other may apply it; what is older than a day is removed.
"""

import hashlib
import re
from contextlib import suppress
from datetime import datetime, timedelta
from os import utime
from pathlib import Path
from secrets import token_hex

from survey import problems

LIFE = timedelta(days=1)
DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(folder: Path, name: str, content: bytes, now: datetime) -> str:
    """Keep a file and return the digest that finds it again; clears out old ones on the way."""
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder, now)
    digest = hashlib.sha256(content).hexdigest()
    for path, kept in ((folder / digest, content), (folder / f"{digest}.name", name.encode())):
        draft = path.with_name(f"{path.name}.{token_hex(4)}")
        draft.write_bytes(kept)
        utime(draft, (now.timestamp(), now.timestamp()))
        draft.replace(path)
    return digest


def find(folder: Path, digest: str) -> tuple[str, bytes]:
    """Find a kept file: the name it came with, and its content. Raises UploadGone."""
    if not DIGEST.fullmatch(digest):
        raise problems.UploadGone()
    try:
        return (folder / f"{digest}.name").read_text(encoding="utf-8"), (folder / digest).read_bytes()
    except FileNotFoundError as gone:
        raise problems.UploadGone() from gone


def clear(folder: Path, now: datetime) -> int:
    """Remove what was kept longer than a day; others may do the same, or put their draft in place, meanwhile."""
    gone = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - LIFE).timestamp():
                path.unlink()
                gone += 1
    return gone
