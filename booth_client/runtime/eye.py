"""What the booth sees of papers, and of the face for its portrait: guidance, codes, stills.

Responsible for: performing ``Watch``, ``StopWatching``, ``TakeStill`` and the officer's live look; the
pictures that were taken, in memory alone, until they are kept, dropped or wiped. Not for: what is to be
seen when (``core``), what pixels say (``capture``), the cameras (``devices``), nor where a picture goes
(``case``).

Net thread. Frames are looked at in a thread of their own, stills taken and written in another: neither the
screen nor the voice ever waits for them.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from booth_client.capture.barcodes import read_barcodes
from booth_client.capture.guide import GuideEye
from booth_client.capture.image_files import encode
from booth_client.capture.quality import emptiness_is_dark
from booth_client.capture.taking import take
from booth_client.core.capture import Finding, Flaw
from booth_client.core.commands import TakeStill, Watch
from booth_client.core.events import CodesSeen, Event, FindingSeen, StillSeen
from booth_client.runtime.devices import BoothDevices, OwnPicture
from booth_client.runtime.looking import Look, Looking
from channel.rules.picture_file import PictureRefused
from hardware.devices import Frame

_log = logging.getLogger(__name__)

CODES_BUDGET_S = 0.05
"""For retries on each frame: the next frame is another chance."""
CODE_LEFT_S = 2.0
"""A code that was not seen for so long is told again when it comes back."""


@dataclass(frozen=True)
class Held:
    """A picture that was taken. ``captured_s``: monotonic."""

    jpeg: bytes = field(repr=False)
    captured_s: float


class Eye:
    """One booth's. Attribute ``seen``: what the camera shows, for the booth's own screen.

    ``tell`` is called on the net thread, never inside of a call to the eye; ``on_net`` has calls made there.
    """

    def __init__(
        self,
        devices: BoothDevices,
        tell: Callable[[Event], None],
        on_net: Callable[[Callable[[], None]], None],
    ) -> None:
        self.seen = OwnPicture()
        self._devices = devices
        self._tell = tell
        self._on_net = on_net
        self._watched: Watch | None = None
        self._shown = False
        self._rests = True
        """Nothing is looked at."""
        self._pending = 0
        """Stills on their way: the camera stays open for them."""
        self._visit = 0
        """Counts wipes: what was asked for before one is dropped when it comes."""
        self._held: dict[str, Held] = {}
        self._looking = Looking()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="stills")

    def watch(self, order: Watch) -> None:
        """In place of what was watched before."""
        self._watched = order
        self._looking.begin(self._look_for(order))
        self._settle()

    def stop_watching(self) -> None:
        self._watched = None
        self._looking.begin(None)
        self._settle()

    def show_officer(self, shown: bool) -> None:
        """Whether the officer has a live look at what lies, or is moved, before the camera."""
        if shown != self._shown:
            self._shown = shown
            self._settle()
            self._devices.show_papers(shown)

    def take_still(self, order: TakeStill) -> None:
        """``StillSeen`` follows."""
        watched = self._watched
        if watched is None or watched.number != order.number:
            self._on_net(lambda: self._tell(StillSeen(order.number, None)))
            return
        visit = self._visit
        self._pending += 1
        self._worker.submit(lambda: self._take(order, watched, visit))

    def take_out(self, picture: str) -> Held | None:
        """The picture of this name, which is not here any more then."""
        return self._held.pop(picture, None)

    def wipe(self) -> None:
        """Nothing that was seen or taken is left, nor comes later."""
        self._visit += 1
        self._pending = 0
        self._held.clear()
        self._shown = False
        self._devices.show_papers(False)
        self.stop_watching()

    def close(self) -> None:
        """At the end of the program, when the cameras are shut."""
        self._looking.close()
        self._worker.shutdown(wait=True)
        self._held.clear()

    # ------------------------------------------------------------ what is looked at

    def _settle(self) -> None:
        face = self._watched is not None and self._watched.face
        papers = (self._watched is not None and not face) or self._shown or self._pending > 0
        self._rests = not face and not papers
        if self._rests:
            self._devices.watch()
            self.seen.latest.clear()
        elif face:
            self._devices.watch(face=self._see, papers=self._pass if self._pending else None)
        else:
            self._devices.watch(papers=self._see)

    def _see(self, frame: Frame) -> None:
        """Camera's thread."""
        self._looking.see(frame)
        self.seen.take(frame)
        if self._rests:  # it was on its way when all was shut, and must not stay for the next participant
            self.seen.latest.clear()

    def _pass(self, frame: Frame) -> None:
        """Camera's thread: it runs for a still alone."""

    def _look_for(self, order: Watch) -> Look | None:
        if order.face:
            return None
        if order.shot is None:
            return Codes(lambda event: self._found(order, event)).look
        guide, number = GuideEye(order.shot.form, order.shot.side), order.number
        return lambda frame: self._found(order, FindingSeen(number, guide.look(frame)))

    def _found(self, order: Watch, event: Event) -> None:
        """Looking thread."""

        def tell() -> None:
            if self._watched is order:  # what is not watched any more is nobody's business
                self._tell(event)

        self._on_net(tell)

    # ------------------------------------------------------------ stills

    def _take(self, order: TakeStill, watched: Watch, visit: int) -> None:
        """Worker's thread; up to five seconds."""
        seen, held = StillSeen(order.number, None), None
        try:
            still = self._devices.still(face=watched.face)
            if still is not None:
                seen, held = _taken(still, order, watched)
        except PictureRefused:
            pass  # as if the camera had given none: the next one may be written
        except Exception:  # noqa: BLE001 - in this thread nobody else would ever see it
            _log.exception("a still could not be taken")
        finally:
            self._on_net(lambda: self._deliver(seen, held, visit))

    def _deliver(self, seen: StillSeen, held: Held | None, visit: int) -> None:
        if visit != self._visit:
            return
        self._pending -= 1
        if held is not None:
            self._held[seen.picture] = held
        self._settle()
        self._tell(seen)


def _taken(still: Frame, order: TakeStill, watched: Watch) -> tuple[StillSeen, Held]:
    """A shot is straightened, anything else kept as it is. Raises ``PictureRefused``."""
    name = secrets.token_urlsafe(16)
    if watched.shot is not None and not watched.face:
        taken = take(still, watched.shot.form, watched.shot.side, order.corners)
        codes = tuple(one.text for one in taken.barcodes)
        seen = StillSeen(order.number, taken.finding, name, taken.coarse, codes)
        return seen, Held(taken.jpeg, still.captured_s)
    codes = () if watched.face else tuple(one.text for one in read_barcodes(still.picture))
    whole = Finding(still.captured_s, Flaw.DARK if emptiness_is_dark(still.picture) else None)
    return StillSeen(order.number, whole, name, False, codes), Held(encode(still.picture), still.captured_s)


class Codes:
    """Reads codes held before the camera and tells each once while it stays. Looking thread."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._seen_s: dict[str, float] = {}

    def look(self, frame: Frame) -> None:
        now_s = frame.captured_s
        self._seen_s = {text: at_s for text, at_s in self._seen_s.items() if now_s - at_s < CODE_LEFT_S}
        texts = [one.text for one in read_barcodes(frame.picture, CODES_BUDGET_S)]
        fresh = tuple(text for text in texts if text not in self._seen_s)
        self._seen_s.update(dict.fromkeys(texts, now_s))
        if fresh:
            self._tell(CodesSeen(fresh))
