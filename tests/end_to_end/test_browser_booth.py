"""Headless Chromium as a booth: another WebRTC, by a page written from ``channel/PROTOCOL.md`` alone."""

from __future__ import annotations

import json
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from aiortc.rtp import is_rtcp

from channel.media.aiortc_seams import Guard, Wire
from channel.settings.tables import Picture
from cso_console.core.intents import TalkPressed, TalkReleased, ToggleListen
from tests.end_to_end.rig import Office
from tests.helpers import browser
from tests.helpers.branch import FPS, Branch
from tests.helpers.measure import load_recording

PAGE = Path(__file__).with_name("pages") / "booth.html"
WAIT_S = 60.0
LOSS = 0.05

pytestmark = [pytest.mark.patient, pytest.mark.chromium, pytest.mark.timeout(240)]


class PageServer(ThreadingHTTPServer):
    """Serves the page on loopback and keeps what it last said that it sees."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: dict[str, Any] = {}
        self._thread = threading.Thread(target=self.serve_forever, name="page server")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}/"

    def wait(self, true: Callable[[dict[str, Any]], bool], what: str) -> None:
        deadline_s = time.monotonic() + WAIT_S
        while not (self.seen and true(self.seen)):
            assert time.monotonic() < deadline_s, f"the browser never had {what}: {self.seen}"
            time.sleep(0.1)

    def stop(self) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: PageServer

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.read_bytes())

    def do_POST(self) -> None:
        self.server.seen = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test says what matters."""


@pytest.fixture
def page() -> Iterator[PageServer]:
    server = PageServer()
    yield server
    server.stop()


@pytest.fixture(params=["vp8", "h264"])
def branch(request: pytest.FixtureRequest, tmp_path: Path) -> Branch:
    made = Branch.make(tmp_path, booths=1)
    made.picture = Picture(fps=FPS, codec=request.param)
    return made


@pytest.fixture
def office(branch: Branch) -> Iterator[Office]:
    with Office(branch, (), microphone="simulated:tone,hz=880,dbfs=-12") as office:
        yield office


@pytest.fixture
def browser_booth(
    chromium: str, page: PageServer, branch: Branch, office: Office, tmp_path: Path
) -> Iterator[None]:
    where = {
        "url": branch.url,
        "booth": "booth-1",
        "token": branch.files.booth_token_file(1).read_text().strip(),
    }
    command = browser.command(
        chromium,
        tmp_path / "profile",
        f"{page.url}#{urlencode(where)}",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        # The branch's own authority is not the browser's; who may join is the token's business.
        "--ignore-certificate-errors",
    )
    with (tmp_path / "chromium.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        yield
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.mark.usefixtures("browser_booth")
def test_a_browser_sees_and_hears_the_officer_and_is_seen_and_heard(
    page: PageServer, branch: Branch, office: Office
) -> None:
    page.wait(lambda seen: seen["connection"] == "connected", "a connection")
    assert office.desk is not None
    office.desk.show_at(1, 320, 180)
    office.wait(lambda: office.tile(1).has_channel and office.has_picture(1), "the browser's picture")
    frame = office.desk.frames(1).look()[1]
    assert frame is not None
    assert np.ptp(frame.bgra[:, :, :3].mean(axis=2)) > 40, "the fake camera's picture has light and dark"
    assert page.seen["microphone"] is False
    assert page.seen["framesDecoded"] == 0, "a parked booth does not see the officer"

    office.do(TalkPressed(1))
    office.do(TalkReleased(1))
    page.wait(lambda seen: seen["microphone"], "its microphone open")
    page.wait(lambda seen: seen["framesDecoded"] > 10 and seen["contrast"] > 40, "the officer's picture")
    assert page.seen["codec"].lower() == f"video/{branch.picture.codec}"
    page.wait(lambda seen: seen["loudness"] > 0.05, "the officer's voice")
    listened_s = time.monotonic()
    time.sleep(4.0)
    until_s = time.monotonic()

    office.do(TalkPressed(1))
    office.do(TalkReleased(1))
    page.wait(lambda seen: not seen["microphone"], "its microphone shut")
    page.wait(lambda seen: seen["loudness"] == 0.0, "silence from the officer")
    office.do(ToggleListen(1))
    page.wait(lambda seen: seen["microphone"], "its microphone open again")
    assert page.seen["errors"] == []
    office.end()

    given = load_recording(branch.recording("console")).between(listened_s, until_s).mono()
    assert np.abs(given).max() > 0.05, "the fake microphone beeps once a second"


@pytest.fixture
def lossy(monkeypatch: pytest.MonkeyPatch) -> None:
    """One packet in twenty is lost, both ways."""
    chance = random.Random(4)
    send, came = Wire.send_rtp, Guard.came

    def lossy_send(wire: Wire, packet: bytes) -> bool:
        return chance.random() < LOSS or send(wire, packet)

    def lossy_came(guard: Guard, data: bytes, component: int) -> None:
        is_rtp = 127 < data[0] < 192 and not is_rtcp(data)
        if not is_rtp or chance.random() >= LOSS:
            came(guard, data, component)

    monkeypatch.setattr(Wire, "send_rtp", lossy_send)
    monkeypatch.setattr(Guard, "came", lossy_came)


@pytest.mark.usefixtures("lossy", "browser_booth")
@pytest.mark.parametrize("branch", ["vp8"], indirect=True)
def test_on_a_link_that_loses_packets_a_browser_is_repaired_and_repairs(
    page: PageServer, branch: Branch, office: Office
) -> None:
    assert office.desk is not None
    page.wait(lambda seen: seen["connection"] == "connected", "a connection")
    office.desk.show_at(1, 320, 180)
    office.wait(lambda: office.tile(1).has_channel and office.has_picture(1), "the browser's picture")
    office.do(TalkPressed(1))
    office.do(TalkReleased(1))
    page.wait(lambda seen: seen["microphone"], "its microphone open")
    page.wait(lambda seen: seen["framesDecoded"] > 10 and seen["loudness"] > 0.05, "the officer")
    time.sleep(5.0)  # both ends have learned what is lost
    seen_before, shown_before = page.seen["framesDecoded"], office.desk.frames(1).look()[0]
    time.sleep(6.0)
    seen_after, shown_after = page.seen["framesDecoded"], office.desk.frames(1).look()[0]
    assert seen_after - seen_before > 30, "the browser sees the officer move"
    assert shown_after - shown_before > 30, "and is seen"
    (seated,) = office.desk._channels._seated.values()
    assert seated.end.heard.figures.concealed_share < 4 * LOSS, "also what a browser does not send again"
    assert page.seen["errors"] == []
    office.end()
