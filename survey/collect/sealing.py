"""Sealed answers: what waits on a kiosk is encrypted to this server, so that the tablet itself cannot read it again.

The tablet makes a new key pair of P-256 for every answer and keeps none of it; both sides derive a secret from one's
private and the other's public key (ECDH, SEC 1 §3.3.1), and from that a stream and a tag by HMAC-SHA256: encrypt, then
authenticate, as ECIES does. static/js/seal.js is the other half and uses the browser's own cryptography. Our half only
opens; decision 0011 says why it needs no library.
"""

import base64
import hashlib
import hmac
from functools import cache

from survey import problems

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
A = P - 3
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
"""The curve P-256 (NIST SP 800-186 §3.2.1.3)."""
POINT, TAG, BLOCK = 65, 32, 32
"""Bytes of a public key as X9.62 writes it uncompressed, of a tag, and of a block of the stream."""

Point = tuple[int, int] | None
"""None is the point at infinity."""


@cache
def private_key(secret: str) -> int:
    """The server's own key, which follows from its secret: every node of a deployment has the same."""
    seed = hmac.digest(secret.encode(), b"answers that wait on a kiosk", "sha512")
    return int.from_bytes(seed) % (ORDER - 1) + 1


@cache
def public_key(secret: str) -> str:
    """What a tablet seals with, in base64."""
    return base64.b64encode(_written(_times(private_key(secret), BASE))).decode()


def opened(secret: str, sealed: str, about: str) -> str:
    """Open an answer that was sealed for this server as `about`; raises BrokenSeal.

    A seal holds the tablet's public key, the tag and the text, in base64. `about` is CODE/ID, so that nobody can hand
    one person's sealed answer in under another's id.
    """
    try:
        raw = base64.b64decode(sealed, validate=True)
        point, tag, text = raw[:POINT], raw[POINT : POINT + TAG], raw[POINT + TAG :]
        shared = _times(private_key(secret), _read(point))
    except ValueError:
        raise problems.BrokenSeal() from None
    if shared is None:
        raise problems.BrokenSeal()
    key = hashlib.sha256(shared[0].to_bytes(32) + point).digest()
    if not hmac.compare_digest(tag, hmac.digest(key, b"\2" + about.encode() + b"\0" + text, "sha256")):
        raise problems.BrokenSeal()
    return _streamed(key, text).decode("utf-8", "replace")


def _streamed(key: bytes, text: bytes) -> bytes:
    """Text and stream, bit by bit either one: sealing and opening are the same."""
    count = -(-len(text) // BLOCK)
    stream = b"".join(hmac.digest(key, b"\1" + number.to_bytes(4), "sha256") for number in range(count))
    return bytes(one ^ other for one, other in zip(text, stream, strict=False))


def _read(written: bytes) -> tuple[int, int]:
    """A point as X9.62 writes it; raises ValueError for what does not lie on the curve."""
    x, y = int.from_bytes(written[1:33]), int.from_bytes(written[33:])
    if len(written) != POINT or written[0] != 4 or max(x, y) >= P or (y * y - x * x * x - A * x - B) % P:
        raise ValueError("no point of P-256")
    return x, y


def _written(point: Point) -> bytes:
    assert point is not None  # a private key is no multiple of the order
    return b"\4" + point[0].to_bytes(32) + point[1].to_bytes(32)


def _times(number: int, point: Point) -> Point:
    """A multiple of a point by Montgomery's ladder: the same steps whatever the bits are."""
    low: Point = None
    high = point
    for place in reversed(range(ORDER.bit_length())):
        if number >> place & 1:
            low, high = _plus(low, high), _plus(high, high)
        else:
            low, high = _plus(low, low), _plus(low, high)
    return low


def _plus(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    (x, y), (x_, y_) = one, other
    if x == x_ and (y + y_) % P == 0:
        return None
    slope = (3 * x * x + A) * pow(2 * y, -1, P) if one == other else (y_ - y) * pow(x_ - x, -1, P)
    sum_x = (slope * slope - x - x_) % P
    return sum_x, (slope * (x - sum_x) - y) % P
