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
from tests.phones import Phone, Server, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
TROUBLED = 0.4
"""The share of all requests to which something happens."""
PATIENCE = 10
"""Seconds for each submission at most; none is given up before."""
FASTER = "const later = setTimeout; window.setTimeout = (work, wait) => later(work, wait / 100);"
HAND_OVER = """async ([path, code, version, comment, submissions]) => {
  const outbox = await import(path);
  for (let n = 0; n < submissions; n++) {
    const id = outbox.mint(), answers = [["answer_overall", "4"], ["answer_comment", `${comment} ${n}`]];
    const photos = n % 2;
    if (photos) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
      canvas.getContext("2d").fillText(String(n), 10, 30);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
      const bytes = await blob.arrayBuffer();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const sha256 = Array.from(hash, (byte) => (byte + 256).toString(16).slice(1)).join("");
      await outbox.keepPhoto({ submission: id, sha256, type: "image/jpeg", bytes });
    }
    const fields = [["questionnaire", version], ["photos", String(photos)]].concat(answers);
    await outbox.handOver({ id, code, site: comment, deputy: "", fields, state: "typing", at: Date.now(), photos });
  }
}"""


def test_everything_arrives_exactly_once(
    phone: Phone, network: Network, server: Server, request: pytest.FixtureRequest
) -> None:
    number, seed = request.config.getoption("--soak"), request.config.getoption("--seed")
    comment = uuid.uuid4().hex
    phone.open(f"/S/{server.sample}")
    module = phone.page.get_attribute("#sheet", "data-module") or ""
    version = phone.page.input_value("[name=questionnaire]")
    given = [module.replace("filling", "outbox"), server.sample, version, comment, number]
    phone.page.evaluate(HAND_OVER, given)
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
    photos = server.ask(
        "SELECT count(*) FROM submission_photo JOIN submission ON submission_id = id WHERE answers LIKE ?",
        f"%{comment}%",
    )
    print(f"seed {seed}: {number} submissions, {number // 2} photos; {dict(network.seen)}")
    assert phone.unsent() == []
    assert len(acknowledged) == min(number, 20)  # the last receipts stay on the phone
    assert sorted(answer["comment"] for answer in arrived) == sorted(f"{comment} {n}" for n in range(number))
    assert photos == [(number // 2,)]
    assert sum(count for what, count in network.seen.items() if not what.endswith(" well")) > number // 4
