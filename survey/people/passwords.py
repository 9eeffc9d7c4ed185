"""Passwords: one Argon2 hasher, a bound on how many hashes run at once, and the rules of a new password.

A hash takes 64 MiB and a tenth of a second, so it never runs inside a write transaction (others would wait for its
lock), at most RUNNING run side by side in a process, and whoever comes when SEATS are taken is asked to come again:
a flood of sign-ins must not tie up the threads that residents answer through.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from survey import problems
from survey.problems import N_

LEAST = 10
MOST = 200
SEATS = BoundedSemaphore(4)
RUNNING = BoundedSemaphore(2)
_hasher = PasswordHasher()


def hash_of(password: str) -> str:
    """Hash a new password; raises Busy."""
    with _turn():
        return _hasher.hash(_plain(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether a password is the one of this hash; without a hash it takes as long and says no. Raises Busy."""
    with _turn():
        try:
            return _hasher.verify(password_hash or _nobodys_hash(), _plain(password)) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def fault(password: str, login: str) -> str | None:
    """What is wrong with a new password, as a sentence; None when it will do."""
    if len(password) < LEAST:
        return N_("The password needs at least 10 characters. A short sentence is easy to remember.")
    if len(password) > MOST:
        return N_("The password may have at most 200 characters.")
    if _plain(password).casefold() == _plain(login).casefold():
        return N_("The password must differ from the login.")
    if len(set(password)) < 4:
        return N_("The password repeats too few characters. A short sentence is easy to remember.")
    return None


def _plain(password: str) -> str:
    """The same password whether typed in full width, composed or not."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password")


@contextmanager
def _turn() -> Iterator[None]:
    if not SEATS.acquire(blocking=False):
        raise problems.Busy()
    try:
        with RUNNING:
            yield
    finally:
        SEATS.release()
