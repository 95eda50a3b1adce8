"""A simulated participant at a real booth: sees which page is shown and touches what it asks for.

Responsible for: going the whole way, or a part of it, by touches alone. Not for: starting the booth
(``branch``), the simulated desk (``hands``), or what the officer does.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.hands import Hands
from tests.helpers.programs import Event, Program, Refused, TouchScreen, start_and_agree

PAGE_S = 60.0
"""For one page of the way, on a machine that six booths share."""
SIGNATURE = ((0.1, 0.6), (0.25, 0.3), (0.35, 0.7), (0.5, 0.35), (0.7, 0.65), (0.85, 0.4))


@dataclass(frozen=True)
class Errand:
    """What somebody comes for. ``claim`` and ``answers``, in the order of asking, as in the claim files;
    ``leaves_out``: papers that were not brought; ``nik`` is typed on the keypad."""

    claim: str
    nik: str
    answers: tuple[str, ...] = ()
    leaves_out: Collection[str] = ()


class Participant:
    """In one booth. Attribute ``captured_s``: how long each picture took, from the page to the next."""

    def __init__(self, booth: TouchScreen, asked: Path, errand: Errand) -> None:
        self.booth = booth
        self.errand = errand
        self.captured_s: list[float] = []
        self._hands = Hands(booth, asked)

    # ------------------------------------------------------------ the way

    def go(self) -> None:
        """From START to where nothing is left to do without the officer."""
        self.sit_down()
        self.tell_who()
        self.tell_what_for()
        if self.errand.claim != "question":
            self.hand_in()

    def sit_down(self) -> float:
        """Touch START and agree; returns when, by the monotonic clock."""
        start_and_agree(self.booth)
        self.see("identity")
        return time.monotonic()

    def tell_who(self) -> None:
        """Type the NIK; the membership number is left to the card, which may have been read meanwhile."""
        if self.see("identity", "nik")["screen"] == "identity":
            with contextlib.suppress(Refused):  # it has just been read
                self.booth.click("type_number_button")
        self.see("nik")
        for digit in self.errand.nik:
            self.booth.click(f"key_{digit}")
        self.touch("go_on_button")
        if self.see("kpj", "claim")["screen"] == "kpj":
            self.touch("go_on_button")
        self.see("claim")

    def tell_what_for(self) -> None:
        """The claim, and an answer to each question that is asked."""
        self.touch(f"claim_{self.errand.claim}")
        for answer in self.errand.answers:
            self.see("claim_question")
            self.touch(f"answer_{answer}")
        if self.errand.claim != "question":
            self.see("documents")

    def hand_in(self, on_second: Callable[[], None] = lambda: None) -> None:
        """Photograph paper after paper until all are there or left out; ``on_second`` is called when the
        second picture is asked for."""
        self.touch("go_on_button")
        event, taken = self.see("capture"), 0
        while event["screen"] == "capture":
            if taken == 1:
                on_second()
            event = self._one_picture(event)
            taken += 1
        self.see("documents")
        self.touch("go_on_button")

    def _one_picture(self, event: Event) -> Event:
        since = self._index(event)
        if event["document"] in self.errand.leaves_out:
            self.touch("skip_button")
        began_s = time.monotonic()
        following = self.booth.wait_until(
            lambda e: e["event"] == "step" and e != event, "the next picture", PAGE_S, since + 1
        )
        if event["document"] not in self.errand.leaves_out:
            self.captured_s.append(time.monotonic() - began_s)
        return following

    def sign(self) -> None:
        """On the summary, then go on to the slip."""
        self.see("summary")
        self.booth.draw("sign_pad", SIGNATURE)
        self.touch("sign_button")
        self.see("slip")

    def leave(self, score: int = 4) -> None:
        """Rate, and go."""
        self.touch("go_on_button")
        self.see("rating")
        self.touch(f"rate_{score}")
        self.see("ended", "ready")

    # ------------------------------------------------------------ eyes and fingers

    def see(self, *screens: str) -> Event:
        """Wait until one of these screens is the one that is shown."""
        deadline_s = time.monotonic() + PAGE_S
        while True:
            event = self.shown()
            if event is not None and event["screen"] in screens:
                return event
            since = len(self.booth.events)
            left_s = max(0.01, deadline_s - time.monotonic())
            self.booth.wait_for("step", left_s, since if event is None else self._index(event) + 1)

    def shown(self) -> Event | None:
        return next((e for e in reversed(self.booth.events) if e["event"] == "step"), None)

    def touch(self, widget: str) -> None:
        """As soon as it is there."""
        self.booth.wait_widget(widget, PAGE_S, visible=True, enabled=True)
        self.booth.click(widget)

    def _index(self, event: Event) -> int:
        return next(i for i in reversed(range(len(self.booth.events))) if self.booth.events[i] is event)


def come_with_a_question(booth: Program) -> None:
    """Somebody who shows and types nothing, and only wants to speak with an officer. Two pages in a row have
    the same button: it is touched on the page that is meant."""
    start_and_agree(booth)
    for screen, widget in (
        ("identity", "type_number_button"),
        ("nik", "go_on_button"),
        ("kpj", "go_on_button"),
        ("claim", "claim_question"),
    ):
        booth.wait_until(
            lambda e, screen=screen: e["event"] == "step" and e["screen"] == screen,  # type: ignore[misc]
            f"the page {screen}",
            PAGE_S,
        )
        booth.wait_widget(widget, PAGE_S, visible=True, enabled=True)
        booth.click(widget)
