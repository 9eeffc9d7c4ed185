"""Many submissions with photos through a network that cuts, delays, repeats and lies: each arrives exactly once.

`pytest tests/test_soak.py -n 0 -s --soak 300 --seed 7` is the long run; the seed says what goes wrong.
"""

import json
import time
import uuid
from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.network import Network
from tests.phones import Phone, Server, hand_over, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
TROUBLED = 0.4
"""The share of all requests to which something happens."""
PATIENCE = 10
"""Seconds for each submission at most; none is given up before."""
FASTER = "const later = setTimeout; window.setTimeout = (work, wait) => later(work, wait / 100);"


def test_everything_arrives_exactly_once(
    phone: Phone, network: Network, server: Server, request: pytest.FixtureRequest
) -> None:
    number, seed = request.config.getoption("--soak"), request.config.getoption("--seed")
    comment = uuid.uuid4().hex
    hand_over(phone, server, comment, number, photos=number // 2)
    phone.context.add_init_script(FASTER)
    network.chance(seed, TROUBLED)
    until = time.monotonic() + number * PATIENCE
    while phone.unsent() and time.monotonic() < until:
        with suppress(Error):  # the page itself may be cut; then it is opened again
            phone.page.goto("/waiting")
            phone.page.wait_for_timeout(4000)
    network.heals()
    acknowledged = [each for each in phone.kept() if each["state"] == "sent"]
    arrived = [
        json.loads(text)
        for (text,) in server.ask("SELECT answers FROM submission WHERE answers LIKE ?", f"%{comment}%")
    ]
    print(f"seed {seed}: {number} submissions, {number // 2} photos; {dict(network.seen)}")
    assert phone.unsent() == []
    assert len(acknowledged) == min(number, 20)  # the last receipts stay on the phone
    assert sorted(answer["comment"] for answer in arrived) == sorted(f"{comment} {n}" for n in range(number))
    assert server.photos(comment) == number // 2
    assert sum(count for what, count in network.seen.items() if not what.endswith(" well")) > number // 4
