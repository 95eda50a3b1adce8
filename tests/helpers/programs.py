"""Programs as people start them: real processes, driven by clicks and keys, watched by what they painted.

Responsible for: starting a console script, speaking to its pilot, collecting what it reports, ending it.
Not for: configurations (``tests.helpers.branch``) or figures (``tests.helpers.measure``).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

REPLY_S = 30.0
"""Generous: six windows start at once on two cores."""

Event = dict[str, Any]


class ProgramEnded(Exception):
    """The program ended, or did not answer in time; the text names the program and its log."""


class Refused(ProgramEnded):
    """The pilot could not do what was asked; a person could not have done it either."""


class TouchScreen(Protocol):
    """A booth to touch and look at, be it a program or a window in this process; as ``Program``."""

    events: list[Event]
    on_event: Callable[[Event], None]

    def click(self, widget: str) -> Event: ...
    def draw(self, widget: str, points: Sequence[tuple[float, float]]) -> Event: ...
    def wait_for(self, event: str, timeout_s: float = REPLY_S, since: int = 0) -> Event: ...
    def wait_until(
        self, wanted: Callable[[Event], bool], what: str, timeout_s: float = REPLY_S, since: int = 0
    ) -> Event: ...
    def wait_widget(self, widget: str, timeout_s: float = REPLY_S, **wanted: object) -> Event: ...


def console_script(name: str) -> str:
    """The path of an installed console script, beside the running interpreter."""
    return str(Path(sys.executable).with_name(name))


class Program:
    """One running program. Its log goes to ``log``; ``events`` are the pilot's lines so far, in order.

    ``on_event`` may be set: it is called for each further one in the thread that reads them.
    """

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda event: None
        self._changed = threading.Condition()
        self._ended = False
        with log.open("ab") as stderr:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**os.environ, **(environment or {})},
            )
        self._reader = threading.Thread(target=self._read, name=f"events of {name}", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ------------------------------------------------------------ clicks and keys

    def click(self, widget: str) -> Event:
        """Click the middle of a widget; returns the pilot's report, whose ``at`` is the time of the press."""
        return self._ask({"do": "click", "widget": widget}, "clicked")

    def draw(self, widget: str, points: Sequence[tuple[float, float]]) -> Event:
        """One stroke with the mouse; points in shares of the widget's width and height."""
        return self._ask({"do": "draw", "widget": widget, "points": points}, "drawn")

    def press(self, key: str) -> Event:
        return self._ask({"do": "press", "key": key}, "pressed")

    def release(self, key: str) -> Event:
        return self._ask({"do": "release", "key": key}, "released")

    def tap(self, key: str) -> Event:
        """Press and release at once: far below the 200 ms that make a press momentary."""
        return self._ask({"do": "tap", "key": key}, "tapped")

    def grab(self, path: Path) -> None:
        """Save the whole window as PNG."""
        self._ask({"do": "grab", "path": str(path)}, "grabbed")

    def read(self, widget: str) -> Event:
        """``visible``, ``enabled``, ``checked``, ``text`` and ``spoken`` (to a screen reader) of a widget."""
        return self._ask({"do": "read", "widget": widget}, "read")

    def resize(self, width: int, height: int) -> Event:
        """The main window, in logical pixels."""
        return self._ask({"do": "resize", "width": width, "height": height}, "resized")

    def watch(self, widget: str) -> None:
        """Report each new picture that this widget paints, by the code in its pixels."""
        self._ask({"do": "watch", "widget": widget}, "watching")

    def unwatch(self, widget: str) -> None:
        """No more of these reports."""
        self._ask({"do": "unwatch", "widget": widget}, "unwatched")

    def count(self, widget: str) -> int:
        """Pictures that this widget has painted since it was first asked; 0 then."""
        return int(self._ask({"do": "count", "widget": widget}, "counted")["pictures"])

    # ------------------------------------------------------------ waiting

    def wait_for(self, event: str, timeout_s: float = REPLY_S, since: int = 0) -> Event:
        """The first event of this name at or after index ``since``."""
        return self.wait_until(lambda e: e["event"] == event, f"the event {event!r}", timeout_s, since)

    def wait_until(
        self, wanted: Callable[[Event], bool], what: str, timeout_s: float = REPLY_S, since: int = 0
    ) -> Event:
        deadline_s = time.monotonic() + timeout_s
        with self._changed:
            while True:
                while since < len(self.events):
                    if wanted(self.events[since]):
                        return self.events[since]
                    since += 1
                left_s = deadline_s - time.monotonic()
                if self._ended or left_s <= 0:
                    reason = "ended" if self._ended else f"did not show {what} within {timeout_s:g} s"
                    raise ProgramEnded(f"{self.name} {reason}; its log says:\n{self.tail()}")
                self._changed.wait(left_s)

    def wait_widget(self, widget: str, timeout_s: float = REPLY_S, **wanted: object) -> Event:
        """Ask again and again until ``read`` gives what is wanted, e.g. ``visible=True``."""

        def fits(seen: Event) -> bool:
            return all(seen.get(key) == value for key, value in wanted.items())

        return self._read_until(widget, fits, str(wanted), timeout_s)

    def wait_text(self, widget: str, part: str, timeout_s: float = REPLY_S) -> Event:
        """Ask again and again until the widget's text holds this part."""
        return self._read_until(widget, lambda seen: part in str(seen.get("text")), part, timeout_s)

    def _read_until(self, widget: str, fits: Callable[[Event], bool], what: str, timeout_s: float) -> Event:
        deadline_s = time.monotonic() + timeout_s
        while True:
            try:
                seen = self.read(widget)
            except Refused as refused:
                seen = {"text": str(refused)}
            if fits(seen):
                return seen
            if time.monotonic() > deadline_s:
                raise ProgramEnded(f"{self.name}: {widget} never had {what}, but {seen}; log:\n{self.tail()}")
            time.sleep(0.05)

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    # ------------------------------------------------------------ the end

    def stop(self, timeout_s: float = 10.0) -> int:
        """Ask by SIGTERM, then insist; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self._reap()

    def kill(self) -> None:
        """As a power cut would: SIGKILL."""
        self.process.kill()
        self._reap()

    def _reap(self) -> int:
        status = self.process.wait()
        self._reader.join(5.0)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()
        return status

    # ------------------------------------------------------------ the pipe

    def _ask(self, command: Mapping[str, object], answer: str) -> Event:
        with self._changed:
            since = len(self.events)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(command).encode() + b"\n")
            self.process.stdin.flush()
        except (BrokenPipeError, ValueError) as broken:  # ValueError: another thread killed it
            raise ProgramEnded(f"{self.name} ended; its log says:\n{self.tail()}") from broken
        event = self.wait_until(
            lambda e: e["event"] in (answer, "error"), f"{answer} after {command}", REPLY_S, since
        )
        if event["event"] == "error":
            raise Refused(f"{self.name} refused {command}: {event.get('text')}")
        return event

    def _read(self) -> None:
        assert self.process.stdout is not None
        stream: IO[bytes] = self.process.stdout
        for line in stream:
            try:
                event = json.loads(line)
            except ValueError:
                event = {"event": "noise", "text": line.decode(errors="replace")}
            with self._changed:
                self.events.append(event)
                self._changed.notify_all()
            self.on_event(event)
        with self._changed:
            self._ended = True
            self._changed.notify_all()


def start_and_agree(booth: TouchScreen) -> None:
    """A participant touches START and agrees."""
    booth.wait_widget("start_button", visible=True, enabled=True)
    booth.click("start_button")
    booth.wait_widget("agree_button", visible=True)
    booth.click("agree_button")
