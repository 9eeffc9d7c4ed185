"""Random secrets that people carry in links, badges and cookies; the database keeps only their hashes."""

import base64
import hashlib
import hmac
import secrets

BYTES = 16


def mint() -> str:
    """Make a 128-bit secret, safe in an address (22 characters)."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Hash a secret for storage; 128 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def derived(key: str, purpose: str) -> str:
    """A secret that follows from the deployment's key, the same at every start (22 characters)."""
    return base64.urlsafe_b64encode(hmac.digest(key.encode(), purpose.encode(), "sha256")[:BYTES]).decode().rstrip("=")
