"""Handing decided cases over to the institution: into a folder, or to an HTTP endpoint, at least once each.

Responsible for: the two ways of delivering, and trying until it is done. Not for: what a parcel holds and
when it is due (``store.outbox``).

Delivering the same parcel twice is no harm: in the folder it has its own name, over HTTP the header
``Idempotency-Key``. Any 2xx is a delivery; a redirection is followed nowhere, for it would carry a case
elsewhere.
"""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import logging
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from channel.rules.addresses import is_loopback
from channel.settings.files import SettingsError, read_secret
from channel.settings.lasting_file import FRESH, sync_folder, write_new
from signaling_server.config import Handover as HandoverTable
from signaling_server.runtime.care import Care, what_failed
from signaling_server.store.errors import StoreError, StoreUnavailable
from signaling_server.store.outbox import Outbox, Parcel, ParcelFile

_log = logging.getLogger(__name__)

LOOK_S = 2.0
TIMEOUT_S = 30.0

Attach = Callable[[Parcel], Sequence[ParcelFile]]
"""Makes further files for a parcel, such as a summary to print. Called in a thread."""


class NotDelivered(Exception):
    """It has to be tried again; the text is a sentence for IT without anything of the case."""


class Delivery(Protocol):
    """One way of handing over. ``deliver`` blocks; it raises ``NotDelivered``, and ``StoreError`` when a file
    of the parcel cannot be read."""

    name: str
    """For the audit log."""

    def deliver(self, parcel: Parcel) -> None: ...

    def tidy(self, waiting: Collection[str]) -> None:
        """Remove what is left half delivered of parcels that do not wait any more."""


class FolderDelivery:
    """A directory for each case, named by its reference: ``case.json`` and the files."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, parcel: Parcel) -> None:
        whole = self._folder / f"{parcel.reference}-{parcel.name}"
        fresh = whole.with_name(f".{whole.name}{FRESH}")
        if whole.exists():
            return
        try:
            self._write(parcel, whole, fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)  # also when a document cannot be read

    def tidy(self, waiting: Collection[str]) -> None:
        halves = [path for path in self._folder.glob(f".*{FRESH}") if _parcel_of(path) not in waiting]
        for path in halves:
            shutil.rmtree(path, ignore_errors=True)

    def _write(self, parcel: Parcel, whole: Path, fresh: Path) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            write_new(fresh / "case.json", parcel.content)
            for file in parcel.files:
                write_new(fresh / file.name, file.read())
            sync_folder(fresh)
            fresh.rename(whole)
            sync_folder(self._folder)
        except OSError as error:
            raise NotDelivered(f"{self._folder}: cannot be written: {error.strerror}.") from None


class HttpDelivery:
    """POST of one JSON object: ``case`` and ``files`` with their content in base64."""

    name = "http"

    def __init__(self, url: str, token: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError("handover.url must look like https://core.example/bilik.")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise StoreError("handover.url is on another machine: cases travel by https:// only.")
        self._url = url
        self._token = token
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))

    def deliver(self, parcel: Parcel) -> None:
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(_body_bytes(parcel)),
            "Idempotency-Key": parcel.name,
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(self._url, _body(parcel), headers, method="POST")
        try:
            with self._opener.open(request, timeout=TIMEOUT_S):
                pass
        except urllib.error.HTTPError as error:
            error.close()
            raise NotDelivered(f"the endpoint answers {error.code}.") from None
        except (OSError, http.client.HTTPException) as error:
            raise NotDelivered(f"the endpoint cannot be reached ({type(error).__name__}).") from None

    def tidy(self, waiting: Collection[str]) -> None:
        pass  # what came half is the endpoint's to drop


def delivery(config: HandoverTable) -> Delivery | None:
    """The way that is configured; None: cases wait until there is one. Raises ``StoreError``."""
    if config.url:
        try:
            token = "" if config.token_file is None else read_secret(config.token_file)
        except SettingsError as error:
            raise StoreError(str(error)) from None
        return HttpDelivery(config.url, token)
    return None if config.folder is None else FolderDelivery(config.folder)


class Deliveries:
    """Looks into the outbox again and again. ``now_s`` is Unix time."""

    def __init__(
        self, outbox: Outbox, way: Delivery, now_s: Callable[[], float], attach: Attach | None = None
    ) -> None:
        self._outbox = outbox
        self._way = way
        self._now_s = now_s
        self._attach = attach
        # Of its own: an endpoint that does not answer must not keep documents from being stored.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="handover")

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        care = Care("handover")
        try:
            while True:
                await care.over(lambda: loop.run_in_executor(self._thread, self.deliver_due))
                await asyncio.sleep(LOOK_S)
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def tidy(self) -> None:
        """What a kill has left half delivered of cases that are erased, or delivered otherwise. Raises
        ``StoreUnavailable``."""
        self._way.tidy(self._outbox.waiting())

    def deliver_due(self) -> None:
        """Try what is due; blocks."""
        try:
            for name in self._outbox.due(self._now_s()):
                try:
                    self._deliver(name)
                except StoreUnavailable:
                    raise
                except Exception as error:  # noqa: BLE001 - of this case alone: the others do not wait for it
                    self._outbox.failed(name, self._now_s())
                    _log.error("a case cannot be handed over: %s", what_failed(error))
        except StoreUnavailable as error:
            _log.error("the outbox cannot be used: %s", error)

    def _deliver(self, name: str) -> None:
        parcel = self._outbox.take_up(name)
        if parcel is None:
            return
        if self._attach is not None:
            more = tuple(self._attach(parcel))
            parcel = Parcel(
                parcel.name, parcel.visit, parcel.reference, parcel.content, (*parcel.files, *more)
            )
        try:
            self._way.deliver(parcel)
        except NotDelivered as error:
            wait_s = self._outbox.failed(name, self._now_s()) - self._now_s()
            _log.warning("a case was not handed over: %s Next attempt in %.0f s.", error, wait_s)
        else:
            self._outbox.delivered(name, self._way.name)


def _parcel_of(half: Path) -> str:
    """The name of a parcel, which may have hyphens of its own, has 22 characters."""
    return half.name.removesuffix(FRESH)[-22:]


def _body(parcel: Parcel) -> Iterator[bytes]:
    """The JSON object, one document at a time. Raises ``StoreError``."""
    yield _HEAD + parcel.content + _FILES
    for number, file in enumerate(parcel.files):
        yield _file_head(file, number)
        yield base64.b64encode(file.read())
        yield _FILE_END
    yield _END


def _body_bytes(parcel: Parcel) -> int:
    """How long that is, told before any of it is read: many an endpoint takes no body of unknown length."""
    files = (
        len(_file_head(file, number)) + 4 * -(-file.size // 3) + len(_FILE_END)
        for number, file in enumerate(parcel.files)
    )
    return len(_HEAD) + len(parcel.content) + len(_FILES) + sum(files) + len(_END)


_HEAD, _FILES, _FILE_END, _END = b'{"handed_over": ', b', "files": [', b'"}', b"]}"


def _file_head(file: ParcelFile, number: int) -> bytes:
    about = json.dumps({"name": file.name, "media_type": file.media_type, "content": ""})
    return (", " if number else "").encode() + about.removesuffix('"}').encode()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
