"""Random secrets that people carry in links, badges and cookies; the database keeps only their hashes."""

import hashlib
import secrets

BYTES = 16


def mint() -> str:
    """Make a 128-bit secret, safe in an address (22 characters)."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Hash a secret for storage; 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
