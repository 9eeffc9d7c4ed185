"""The second factor: six digits from an authenticator app (TOTP, RFC 6238), good for about a minute and once.

Its secret follows from the deployment's key and a random salt; the database keeps only the salt, so that a stolen
copy of it opens nothing.
"""

import base64
from datetime import datetime

import pyotp

from survey.people.secrets import derived, mint
from survey.people.tables import Account

ISSUER = "Fivelists"
STEP = 30
"""Seconds that a code is shown."""
DRIFT = 1
"""Steps that a phone's clock may be off, either way."""

new_salt = mint


def _generator(key: str, salt: str) -> pyotp.TOTP:
    secret = derived(key, f"second factor {salt}")
    return pyotp.TOTP(base64.b32encode(secret.encode()).decode().rstrip("="), interval=STEP, issuer=ISSUER)


def address(key: str, salt: str, login: str) -> str:
    """The otpauth:// address that an authenticator app reads from a QR code."""
    return _generator(key, salt).provisioning_uri(name=login)


def typed_by_hand(key: str, salt: str) -> str:
    """The same secret for who cannot scan, in groups of four."""
    secret = _generator(key, salt).secret
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of(key: str, salt: str, code: str, now: datetime) -> int | None:
    """The time step in which this code was shown, None when it is wrong or too old."""
    plain = "".join(code.split())
    current = int(now.timestamp()) // STEP
    generator = _generator(key, salt)
    near = range(current - DRIFT, current + DRIFT + 1)
    return next((step for step in near if pyotp.utils.strings_equal(generator.generate_otp(step), plain)), None)


def fits(account: Account, key: str, code: str, now: datetime) -> bool:
    """Whether an account needs no code, or this one is right; a right code is used up."""
    if account.second_factor_salt is None:
        return True
    step = step_of(key, account.second_factor_salt, code, now)
    if step is None or step <= (account.second_factor_step or 0):
        return False
    account.second_factor_step = step
    return True


def switch_on(account: Account, salt: str, step: int) -> None:
    """Ask this account for a code from now on; `step` is that of the code which proved that the app has the secret."""
    account.second_factor_salt, account.second_factor_step = salt, step


def switch_off(account: Account) -> None:
    account.second_factor_salt = account.second_factor_step = None
