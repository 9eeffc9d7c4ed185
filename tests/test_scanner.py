"""The scanner inside the page: a real Chromium whose camera sees a picture, before it a poster's real code."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from survey.printing import qr
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, server
from tests.shell import ROOT

__all__ = ["network", "new_phone", "server"]

pytestmark = pytest.mark.browser
SEES = ("--use-fake-device-for-media-stream", "--use-file-for-fake-video-capture=")
OPEN, REFUSED = "用摄像头扫码", "这里不能使用摄像头"

Camera = Callable[[str], Phone]


@pytest.fixture
def camera(new_phone: Callable[..., Phone], tmp_path: Path) -> Camera:
    """A phone whose camera sees the code of some text, a little askew: `camera("https://…")`."""

    def before(text: str) -> Phone:
        wall = Image.new("L", (640, 480), 200)
        code = Image.open(BytesIO(qr.png(text))).convert("L").resize((300, 300))
        wall.paste(code.rotate(8, expand=True, fillcolor=200), (140, 60))
        wall.convert("RGB").save(tmp_path / "seen.jpg", quality=80)
        (tmp_path / "seen.mjpeg").write_bytes((tmp_path / "seen.jpg").read_bytes() * 2)
        return new_phone(flags=[SEES[0], SEES[1] + str(tmp_path / "seen.mjpeg")], permissions=["camera"])

    return before


def scan(phone: Phone) -> Phone:
    phone.page.get_by_role("button", name=OPEN).click()
    return phone


def test_a_deputy_scans_a_poster_inside_the_page_without_network(
    camera: Camera, network: Network, server: Server
) -> None:
    code = server.codes()[3]
    phone = camera(f"https://another.example/S/{code}")
    phone.open(f"/p/{server.deputy()[1]}").page.get_by_role("button").click()
    phone.sees("没有网络也能用")
    network.fails("down")
    scan(phone.open("/deputy")).page.wait_for_url(f"**/S/{code}")
    phone.page.locator("#sheet[data-ready]").wait_for()
    assert phone.page.get_attribute("#sheet", "data-code") == code


def test_a_code_of_somebody_else_is_named_and_the_scanner_looks_on(camera: Camera, server: Server) -> None:
    phone = scan(camera("https://another.example/pay/42").open("/"))
    phone.sees("不是本地海报上的码")
    assert phone.page.locator("video").is_visible()
    phone.page.get_by_role("button", name="关闭摄像头").click()
    assert phone.page.locator("video").is_hidden()
    assert phone.page.url.endswith("/")


def test_a_refused_camera_is_said_and_the_code_can_be_typed(new_phone: Callable[..., Phone], server: Server) -> None:
    phone = scan(new_phone(flags=["--deny-permission-prompts", SEES[0]]).open("/")).sees(REFUSED)
    phone.page.locator("#code").fill(server.sample)
    phone.page.keyboard.press("Enter")
    phone.page.locator("#sheet[data-ready]").wait_for()


def test_the_reader_comes_with_its_licence() -> None:
    [reader] = (ROOT / "static" / "vendor").iterdir()
    assert {"LICENSE", "LICENSE-MIT", "decode.js", "index.js"} == {path.name for path in reader.iterdir()}
    assert f"/static/vendor/{reader.name}/" in (ROOT / "static" / "js" / "scanner.js").read_text()
