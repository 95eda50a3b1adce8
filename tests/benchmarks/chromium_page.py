"""A headless Chromium with one page in it, driven over a socket.

Responsible for: the browser's life, commands and their results, carrying sound and pictures both ways, and
the page's clock in ours. Not for: what is commanded (``system_chromium``, ``star.desk_chromium``), nor for
the pages' own part (``pages/wire.js``, which all of them have, and each one's own).

Over the socket go commands as JSON (``{"number", "command", …}`` → ``{"number", "result" | "error"}``), and
sound and pictures as binary messages with 16 bytes in front, big-endian: what it is, which source or end,
width, height, 2 bytes of nothing, the page's time in milliseconds (outwards only).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import struct
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import psutil
from numpy.typing import NDArray
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.helpers import browser

PAGES = Path(__file__).with_name("pages")
WIRE = PAGES / "wire.js"
END = PAGES / "end.html"
OPEN_WITHIN_S = 60.0
RESULT_WITHIN_S = 20.0
CLOSE_WITHIN_S = 10.0
CLOCK_TRIES = 40
WAITING_MOST_BYTES = 4 << 20
"""In the socket: when the page does not take pictures, they are left out as a camera leaves them out."""
_browser_log = logging.getLogger(f"{__name__}.sockets")
"""Browsers open connections in advance and drop them without a word."""
_browser_log.setLevel(logging.CRITICAL)
_HEADER = struct.Struct(">BBHH2xd")
_SOUND, _PICTURE = 0, 1
_HEARD, _STRIP = 0, 1


class Listener(Protocol):
    """What a page's end plays and could paint, on the loop's thread; times in ``time.monotonic()``."""

    def heard(self, end: int, at_s: float, samples: NDArray[np.int16]) -> None:
        """(n,) at 48 kHz was taken for the loudspeaker."""

    def seen(self, end: int, at_s: float, luma: NDArray[np.uint8], height: int) -> None:
        """The upper rows of a picture of this height, or all of them."""


class Broken(RuntimeError):
    """The browser did not do what it was told."""


class Page:
    """Loop thread only, but for ``speak`` and ``show``. ``open`` makes one."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._profile = tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True)
        self._server: Server | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._socket: asyncio.Future[ServerConnection] = self._loop.create_future()
        self._connection: ServerConnection | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._clock_s = 0.0

    @classmethod
    async def open(cls, listener: Listener, page: Path = END, flags: Sequence[str] = ()) -> Self:
        """``flags``: of the browser, beside the usual ones. Raises ``Broken`` when there is no Chromium or it
        does not come."""
        opened = cls(listener)
        try:
            await opened._start(page, flags)
        except BaseException:
            await opened.close()
            raise
        return opened

    async def _start(self, page: Path, flags: Sequence[str]) -> None:
        found = browser.find()
        if isinstance(found, browser.Missing):
            raise Broken(found.reason)
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            0,
            process_request=partial(_file, page),
            compression=None,
            max_size=None,
            max_queue=None,
            logger=_browser_log,
        )
        port = next(iter(self._server.sockets)).getsockname()[1]
        self._process = await asyncio.create_subprocess_exec(
            *browser.command(found, Path(self._profile.name), f"http://localhost:{port}/", *flags),
            env=os.environ | {"TMPDIR": self._profile.name},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            self._connection = await asyncio.wait_for(asyncio.shield(self._socket), OPEN_WITHIN_S)
        except TimeoutError:
            raise Broken("Chromium started and its page never came") from None
        # Both clocks run alike and differ by a constant: the quickest of many questions tells it best.
        quickest_s = float("inf")
        for _ in range(CLOCK_TRIES):
            asked_s = time.monotonic()
            page_s = await self.command("clock") / 1000
            took_s = time.monotonic() - asked_s
            if took_s < quickest_s:
                quickest_s, self._clock_s = took_s, asked_s + took_s / 2 - page_s

    @property
    def process(self) -> psutil.Process:
        """The browser's own; all others are below it."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    async def command(self, command: str, **given: object) -> Any:
        """Its result. Raises ``Broken``, and ``TimeoutError`` when none comes."""
        if self._connection is None:
            raise Broken("the page is gone")
        number = next(self._numbers)
        self._waiting[number] = self._loop.create_future()
        try:
            await self._connection.send(json.dumps({"number": number, "command": command, **given}))
            return await asyncio.wait_for(self._waiting[number], RESULT_WITHIN_S)
        except ConnectionClosed:
            raise Broken("the page is gone") from None
        finally:
            del self._waiting[number]

    def speak(self, source: int, block: NDArray[np.int16]) -> None:
        """(960,) int16. Any thread."""
        self._loop.call_soon_threadsafe(self._send, _SOUND, source, 0, 0, block.tobytes())

    def show(self, source: int, picture: NDArray[np.uint8]) -> None:
        """(h · 3/2, w): I420. Any thread."""
        width, height = picture.shape[1], picture.shape[0] * 2 // 3
        self._loop.call_soon_threadsafe(self._send, _PICTURE, source, width, height, picture.tobytes())

    def _send(self, what: int, source: int, width: int, height: int, payload: bytes) -> None:
        if self._connection is None:
            return
        transport = self._connection.transport
        if what == _PICTURE and transport.get_write_buffer_size() > WAITING_MOST_BYTES:
            return
        # The library's own ``send`` is a coroutine for each message; a device does not wait.
        self._connection.protocol.send_binary(_HEADER.pack(what, source, width, height, 0.0) + payload)
        for part in self._connection.protocol.data_to_send():
            transport.write(part)

    async def _serve(self, connection: ServerConnection) -> None:
        if self._socket.done():
            return
        self._socket.set_result(connection)
        try:
            async for message in connection:
                if isinstance(message, str):
                    self._result(json.loads(message))
                else:
                    self._came(message)
        except ConnectionClosed:
            pass  # the browser was ended
        finally:
            self._connection = None
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(Broken("the page is gone"))

    def _result(self, answer: dict[str, Any]) -> None:
        future = self._waiting.get(answer["number"])
        if future is None or future.done():
            return  # it came too late
        if "error" in answer:
            future.set_exception(Broken(answer["error"]))
        else:
            future.set_result(answer["result"])

    def _came(self, message: bytes) -> None:
        what, end, width, height, page_ms = _HEADER.unpack_from(message)
        at_s = page_ms / 1000 + self._clock_s
        payload = np.frombuffer(message, np.uint8, offset=_HEADER.size)
        if what == _HEARD:
            self._listener.heard(end, at_s, payload.view(np.int16))
        else:
            self._listener.seen(end, at_s, payload.reshape(-1, width), height)

    async def close(self) -> None:
        if self._process is not None:
            await _end(self._process)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        await asyncio.to_thread(self._profile.cleanup)


async def _end(browser_process: asyncio.subprocess.Process) -> None:
    """All of it: what is left alone for a moment would write to the profile again."""
    if browser_process.returncode is not None:
        return
    children = psutil.Process(browser_process.pid).children(recursive=True)
    browser_process.terminate()
    try:
        await asyncio.wait_for(browser_process.wait(), CLOSE_WITHIN_S)
    except TimeoutError:
        browser_process.kill()
        await browser_process.wait()
    _, left = await asyncio.to_thread(psutil.wait_procs, children, CLOSE_WITHIN_S)
    for child in left:
        child.kill()


def _file(page: Path, connection: ServerConnection, request: Request) -> Response | None:
    files = {"/": (page, "text/html"), f"/{WIRE.name}": (WIRE, "text/javascript")}
    if request.path == "/socket":
        return None
    if request.path not in files:
        return connection.respond(404, "")
    path, kind = files[request.path]
    body = path.read_bytes()
    headers = Headers([("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))])
    return Response(200, "OK", headers, body)
