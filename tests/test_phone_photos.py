"""Photos on a real phone: kept before and after the camera, smaller, sent one by one, never in the way of answers."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.disks import Disk, disk
from tests.network import Network
from tests.phones import Phone, Server, hand_over, network, new_phone, phone, server
from tests.test_photos import picture

__all__ = ["disk", "network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
CAMERA = "[data-photos] input[capture]"
ALBUM = "[data-photos] input[multiple]"


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    """Three photos of a big camera."""
    paths = [tmp_path / f"{colour}.jpg" for colour in ("teal", "brown", "orange")]
    for path in paths:
        path.write_bytes(picture(3000, 2000, colour=path.stem))
    return paths


def dissatisfied(phone: Phone, server: Server, comment: str) -> Phone:
    """A resident who found something, whom the page asks for photos."""
    phone.open(f"/S/{server.sample}").answer(comment, grade="2")
    phone.page.locator("[data-photos]").wait_for()
    return phone


def take(phone: Phone, shots: list[Path], count: int) -> None:
    phone.page.set_input_files(ALBUM, shots)
    phone.page.locator("[data-photos] img").nth(count - 1).wait_for()


def photos_of(server: Server, comment: str) -> list[tuple[int, int]]:
    return server.ask(
        "SELECT width, height FROM submission JOIN submission_photo ON submission_id = id"
        " JOIN photo ON photo_sha256 = sha256 WHERE answers LIKE ?",
        f"%{comment}%",
    )


def test_a_satisfied_resident_is_not_asked_for_photos(phone: Phone, server: Server, comment: str) -> None:
    phone.open(f"/S/{server.sample}").answer(comment)
    assert phone.page.locator("[data-photos]").is_hidden()


def test_photos_arrive_after_the_answers_and_the_receipt_counts_them(
    phone: Phone, server: Server, comment: str, shots: list[Path]
) -> None:
    take(dissatisfied(phone, server, comment), shots, 3)
    phone.send().gets_receipt().sees("已收到照片：3 / 3 张")
    assert photos_of(server, comment) == [(1600, 1067)] * 3
    assert phone.unsent() == []


def test_the_phone_itself_drops_position_and_size(
    phone: Phone, network: Network, server: Server, comment: str, shots: list[Path], tmp_path: Path
) -> None:
    if phone.engine == "firefox":
        pytest.skip("Firefox does not tell the test what a request carries")
    sent: list[bytes] = []
    phone.page.context.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    take(dissatisfied(phone, server, comment), shots[:1], 1)
    phone.send().gets_receipt().sees("1 / 1 张")
    [photo] = [body for body in sent if body.startswith(b"\xff\xd8")]
    (tmp_path / "sent.jpg").write_bytes(photo)
    with Image.open(tmp_path / "sent.jpg") as image:
        assert max(image.size) == 1600
        assert not image.getexif()
    assert len(photo) < shots[0].stat().st_size


def test_a_reload_after_the_camera_loses_neither_answers_nor_photo(
    phone: Phone, server: Server, comment: str, shots: list[Path]
) -> None:
    dissatisfied(phone, server, comment).page.set_input_files(CAMERA, shots[:1])
    phone.page.locator("[data-photos] img").wait_for()
    phone.page.reload()
    phone.page.locator("[data-photos] img").wait_for()
    assert phone.page.input_value("[name=answer_comment]") == comment
    phone.send().gets_receipt().sees("1 / 1 张")


def test_photos_taken_without_network_arrive_the_next_day(
    phone: Phone, network: Network, server: Server, comment: str, shots: list[Path]
) -> None:
    take(dissatisfied(phone, server, comment), shots, 3)
    network.fails("down")
    phone.send().sees("现在没有信号")
    phone.close()
    network.heals()
    phone.wake()
    phone.open("/waiting").sees("没有待发")
    assert len(photos_of(server, comment)) == 3


def test_a_photo_that_fails_does_not_hold_up_the_answers_and_is_tried_again(
    phone: Phone, network: Network, server: Server, comment: str, shots: list[Path]
) -> None:
    take(dissatisfied(phone, server, comment), shots, 3)
    network.fails("cut", "PUT", times=2)
    phone.send().gets_receipt()
    assert server.stored(comment) == 1
    phone.sees("3 / 3 张")
    assert len(photos_of(server, comment)) == 3


def test_a_removed_photo_is_not_sent(phone: Phone, server: Server, comment: str, shots: list[Path]) -> None:
    take(dissatisfied(phone, server, comment), shots, 3)
    phone.page.get_by_role("button", name="移除").first.click()
    phone.send().gets_receipt().sees("2 / 2 张")


FULL = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value) {
  if (this.name !== "photos") return put.call(this, value);
  const { transaction } = this;
  Object.defineProperty(transaction, "error", { value: new DOMException("full", "QuotaExceededError") });
  transaction.abort();
};"""
"""What a browser does when its quota is used up in the middle of a photo."""


def test_a_full_phone_says_so_and_keeps_the_answers(
    phone: Phone, server: Server, comment: str, shots: list[Path]
) -> None:
    phone.context.add_init_script(FULL)
    dissatisfied(phone, server, comment).page.set_input_files(ALBUM, shots[:1])
    phone.sees("手机空间不足").sees("已存在这部手机上")
    phone.send().gets_receipt()
    assert server.stored(comment) == 1


def test_a_disk_full_in_the_middle_of_a_photo_costs_no_answer_and_goes_on_once_there_is_room(
    disk: Disk, new_phone: Callable[..., Phone], network: Network, server: Server, shots: list[Path], comment: str
) -> None:
    phone = new_phone()
    take(dissatisfied(phone, server, "before"), shots[:1], 1)
    disk.fill()
    phone.page.set_input_files(ALBUM, shots[1:2])
    phone.sees("手机空间不足")
    phone.answer(comment, grade="2").sees("请不要关闭本页")
    network.fails("down", "POST")
    phone.send().sees("没有网络")
    assert phone.page.input_value("[name=answer_comment]") == comment
    disk.empty()
    network.heals()
    take(phone, shots[1:2], 2)
    phone.page.locator("[data-keeps-nothing]").wait_for(state="hidden")
    phone.send().gets_receipt().sees("2 / 2 张")
    assert server.stored(comment) == 1
    assert len(photos_of(server, comment)) == 2


def test_a_full_disk_sends_all_that_it_has_and_nothing_twice(
    disk: Disk, new_phone: Callable[..., Phone], network: Network, server: Server, shots: list[Path], comment: str
) -> None:
    phone = new_phone()
    network.fails("down", "POST")
    hand_over(phone, server, comment, 3, photos=2)
    take(dissatisfied(phone, server, f"{comment} typed"), shots[:1], 1)
    disk.fill()
    phone.page.set_input_files(ALBUM, shots[1:2])  # the first big write is what a full disk refuses
    phone.sees("手机空间不足")
    network.heals()
    phone.answer(f"{comment} last", grade="2").sees("请不要关闭本页").send().gets_receipt()
    phone.open("/waiting").page.get_by_role("button", name="立即发送").click()
    for _ in range(100):
        if server.photos(comment) == 3:
            break
        phone.page.wait_for_timeout(50)
    disk.empty()
    phone.open(f"/S/{server.sample}").sees("上次填的内容")  # it has arrived, but the phone could not write that down
    phone.answer(f"{comment} last", grade="2").send().gets_receipt()
    phone.open("/waiting").sees("没有待发")
    stored = server.ask("SELECT answers FROM submission WHERE answers LIKE ?", f"%{comment}%")
    assert sorted(json.loads(text)["comment"] for (text,) in stored) == [f"{comment} {n}" for n in (0, 1, 2, "last")]
    assert server.photos(comment) == 3


def test_what_is_no_picture_is_refused_with_words(phone: Phone, server: Server, comment: str, tmp_path: Path) -> None:
    wrong = tmp_path / "no.jpg"
    wrong.write_text("no picture")
    dissatisfied(phone, server, comment).page.set_input_files(ALBUM, wrong)
    phone.sees("无法读取这张图片")
    phone.send().gets_receipt()
