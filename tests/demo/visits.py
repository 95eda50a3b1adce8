"""The visits of the demo: what six simulated participants come for, and how they go their way.

Responsible for: errands, going the way in all booths at once, the decision on the first, and what it took.
Not for: touches on pages (``tests.helpers.participant``), pictures and sound (``session``).
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import select

from channel.settings.files import load
from channel.wire.ids import VisitId
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND
from hardware.simulated.citizens import citizen
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.runtime.keys import signing_key
from signaling_server.store.store import open_store
from signaling_server.store.tables import CASES
from tests.demo.report import Documents, Visiting
from tests.helpers.branch import Branch
from tests.helpers.participant import Errand, Participant
from tests.helpers.programs import Program, ProgramEnded

DECIDED: Final = 1
"""The booth whose visit goes from start to slip."""
ERRANDS: Final = {
    1: Errand("jht", citizen(1).nik, ("laid_off", "no", "no"), leaves_out=("layoff_proof",)),
    2: Errand("jht", citizen(2).nik, ("resigned", "unsure", "no"), leaves_out=("resignation_letter",)),
    3: Errand("question", citizen(3).nik),
    4: Errand("jht", citizen(4).nik, ("leaving",), leaves_out=("passport", "leaving_statement")),
    5: Errand("question", citizen(5).nik),
    6: Errand("question", citizen(6).nik),
}
NOT_ASKED_FOR: Final = (FACTS_KIND, SIGNATURE_KIND, "portrait")
"""Kinds of document that no participant lays down."""
WAYS_S: Final = 180.0


@dataclass
class Visits:
    """One run's. ``sat_down``: when each touched START; ``own_way_s``: from then until nothing was left to do
    without the officer; ``officer_s``: how long the officer was busy with the decided visit."""

    branch: Branch
    console: Program
    booths: dict[int, Program]
    output: Path
    completed: int = 0
    officer_s: float = 0.0
    sat_down: dict[int, float] = field(default_factory=dict)
    own_way_s: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._people = {
            n: Participant(booth, self.branch.asked(n), ERRANDS[n]) for n, booth in self.booths.items()
        }

    # ------------------------------------------------------------ the ways

    def sit_down(self) -> None:
        for number, one in self._people.items():
            self.sat_down[number] = one.sit_down()

    def go_their_ways(self, say: Callable[[str], None]) -> None:
        """All at once, as six people do. For the picture each waits a moment at another point of the way."""
        at_the_point = threading.Barrier(len(self._people) + 1)
        go_on = threading.Event()

        def go(number: int, one: Participant) -> None:
            try:
                self._go(number, one, at_the_point, go_on)
            except ProgramEnded:
                at_the_point.abort()
                raise

        with ThreadPoolExecutor(len(self._people)) as people:
            ways = [people.submit(go, *item) for item in self._people.items()]
            with contextlib.suppress(threading.BrokenBarrierError):  # the way that broke it says why
                at_the_point.wait(WAYS_S)
                self._show()
            go_on.set()
        for way in ways:
            way.result()
        say("All participants have done what needs no officer.")

    def _go(
        self, number: int, one: Participant, at_the_point: threading.Barrier, go_on: threading.Event
    ) -> None:
        def pause(here: int) -> None:
            if number == here:
                at_the_point.wait(WAYS_S)
                go_on.wait(WAYS_S)

        pause(5)
        one.tell_who()
        pause(3)
        one.tell_what_for()
        pause(4)
        if one.errand.claim != "question":
            one.hand_in(on_second=lambda: pause(number) if number in (1, 2) else None)
        pause(6)
        self.own_way_s[number] = time.monotonic() - self.sat_down[number]

    def _show(self) -> None:
        for number, booth in self.booths.items():
            booth.grab(self.output / f"booth-{number}-way.png")
        self.console.tap(f"Shift+{DECIDED}")
        self.console.wait_widget("paper_row_member_card", visible=True)
        self.console.click("paper_row_member_card")
        time.sleep(1.0)
        self.console.grab(self.output / "console-documents.png")

    # ------------------------------------------------------------ the decision

    def decide(self, say: Callable[[str], None]) -> None:
        """Booth ``DECIDED``: accept both papers, record the outcome; the participant signs, takes the slip,
        rates and goes."""
        console, one = self.console, self._people[DECIDED]
        began_s = time.monotonic()
        console.tap(f"Shift+{DECIDED}")
        for item in ("member_card", "id_card"):
            console.wait_widget(f"paper_row_{item}", visible=True)
            console.click(f"paper_row_{item}")
            # A picture that is not on the screen yet cannot be accepted.
            console.wait_widget("accept_button", visible=True, enabled=True)
            console.tap("A")
            console.wait_widget("take_back_button", visible=True)
        console.wait_widget("finish_case_button", visible=True, enabled=True)
        console.grab(self.output / "console-checklist.png")
        for button in (
            "finish_case_button",
            "outcome_complete",
            "second_look_button",
            "record_outcome_button",
        ):
            console.wait_widget(button, visible=True, enabled=True)
            console.click(button)
        one.see("summary")
        self.officer_s = time.monotonic() - began_s
        self.booths[DECIDED].grab(self.output / f"booth-{DECIDED}-summary.png")
        one.sign()
        self.booths[DECIDED].grab(self.output / f"booth-{DECIDED}-slip.png")
        one.leave()
        self.completed += 1
        say(f"Booth {DECIDED}: the visit went from start to slip.")

    # ------------------------------------------------------------ the figures

    def figures(self) -> Visiting:
        """Call after the server has ended: everything that its store holds is read, each with its hash."""
        stored, mismatches, transfer_s = 0, 0, []
        config = load(ServerConfig, self.branch.files.server_config)
        store = open_store(config.store, Leases(signing_key(config.state)))
        try:
            with store.database.reading() as connection:
                visits = [VisitId(visit) for (visit,) in connection.execute(select(CASES.c.visit))]
            for visit in visits:
                case = store.cases.state(visit)
                for one in () if case is None else case.documents:
                    content = store.documents.content(visit, one.document)
                    mismatches += content is None or hashlib.sha256(content).hexdigest() != one.sha256
                    if one.kind not in NOT_ASKED_FOR:
                        stored += 1
                        transfer_s.append(one.stored_at - one.captured_at)
        finally:
            store.close()
        captured_s = [s for one in self._people.values() for s in one.captured_s]
        return Visiting(
            documents=Documents(
                captured=len(captured_s),
                stored=stored,
                hash_mismatches=mismatches,
                median_capture_s=_median(captured_s),
                median_transfer_s=_median(transfer_s),
            ),
            visits_completed=self.completed,
            own_way_median_s=_median(list(self.own_way_s.values())),
            officer_s=round(self.officer_s, 1),
        )


def _median(values: Sequence[float]) -> float | None:
    return round(median(values), 2) if values else None
