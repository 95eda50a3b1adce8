"""From the desk's state to the tiles, the need and the queue of its snapshot.

Responsible for: what each tile says, and which of several states its head names. Not for: deciding anything.
"""

from __future__ import annotations

from channel.core.gates import DeskGates
from channel.core.link_quality import NOT_CONNECTED
from channel.wire.messages import BoothInfo, BoothPresence, WaitingVisit
from cso_console.core.attention import Claim
from cso_console.core.cases import Cases
from cso_console.core.seats import Served, presence_seats
from cso_console.core.snapshot import SEATS, Need, Tile, TileState, Waiting
from cso_console.core.strip import Strip

SETUP_PATIENCE_S = 4.0
"""A channel may take this long to come up (the goal through a relay) before its tile says *disconnected*."""

_PRESENCE = {
    BoothPresence.FREE: TileState.FREE,
    BoothPresence.CLEANING: TileState.CLEANING,
    BoothPresence.WAITING: TileState.WAITING,
    BoothPresence.SERVED: TileState.SERVED_ELSEWHERE,
    BoothPresence.FAULT: TileState.FAULT,
    BoothPresence.OFFLINE: TileState.OFFLINE,
}


def tiles(
    strip: Strip,
    cases: Cases,
    capacity: int,
    booths: tuple[BoothInfo, ...],
    waiting: tuple[WaitingVisit, ...],
    next_seat: int | None,
    now_s: float,
    unix_s: float,
) -> tuple[Tile, ...]:
    """All seats in their order. ``unix_s``: now by the server's clock."""
    visits = {visit.booth: visit for visit in waiting}
    present = presence_seats(booths, strip.served, capacity)
    row = []
    for seat in range(1, SEATS + 1):
        if seat in strip.served:
            row.append(_served_tile(strip, cases, seat, seat == next_seat, now_s))
        elif (info := present.get(seat)) is not None:
            row.append(_presence_tile(seat, info, visits.get(info.booth), unix_s))
        else:
            row.append(Tile(seat=seat))
    return tuple(row)


def need(strip: Strip, claim: Claim, now_s: float) -> Need:
    """The words of lamp 3."""
    return Need(claim.seat, strip.served[claim.seat].number, claim.kind, max(0.0, now_s - claim.since_s))


def waiting_row(visit: WaitingVisit, unix_s: float) -> Waiting:
    return Waiting(visit.visit, visit.number, max(0.0, unix_s - visit.queued_at), visit.help_since > 0)


def _presence_tile(seat: int, info: BoothInfo, waiting: WaitingVisit | None, unix_s: float) -> Tile:
    """A booth of the branch without a channel here."""
    help_s = unix_s - waiting.help_since if waiting is not None and waiting.help_since else None
    return Tile(
        seat=seat,
        number=info.number,
        booth=info.booth,
        state=_PRESENCE[info.presence] if help_s is None else TileState.HELP,
        help=help_s is not None,
        help_s=max(0.0, help_s or 0.0),
        fault_code=info.code,
        fault_at=info.since if info.presence is BoothPresence.FAULT else 0.0,
    )


def _served_tile(strip: Strip, cases: Cases, seat: int, is_next: bool, now_s: float) -> Tile:
    """A booth with a channel here: what is really open, so nothing while the link is down."""
    served, gates, matrix = strip.served[seat], strip.gates(seat), strip.matrix
    booth, papers = served.booth_state, cases.counts(served.visit)
    return Tile(
        seat=seat,
        number=served.number,
        booth=served.booth,
        state=_state(served, gates, now_s),
        has_channel=True,
        visit=served.visit,
        next=is_next,
        talk=gates.talk,
        listen=gates.listen,
        listen_paused=gates.paused,
        hold=gates.hold,
        help=served.help_since_s is not None,
        help_s=0.0 if served.help_since_s is None else max(0.0, now_s - served.help_since_s),
        addressed_s=max(0.0, now_s - served.clock.since_s),
        waited_s=max(0.0, served.started_s - served.queued_s),
        served_s=max(0.0, now_s - served.started_s),
        next_sign_s=served.clock.next_sign_s(now_s),
        gain=matrix.gain(seat),
        pan=matrix.pan(seat) if gates.listen else None,
        quality=served.quality if served.alive else NOT_CONNECTED,
        figures=served.figures,
        picture_held=served.picture_held and gates.see,
        lost_s=0.0 if served.alive else max(0.0, now_s - served.lost_s),
        camera_fault=booth is not None and booth.camera_fault,
        microphone_fault=booth is not None and booth.microphone_fault,
        step="" if booth is None else booth.step,
        consent=served.consent,
        language=served.language,
        document="" if booth is None else booth.document,
        claim=cases.claim(served.visit),
        papers_done=papers.done,
        papers=papers.papers,
        papers_waiting=papers.waiting,
        person_doubt=cases.doubt_since_s(served.visit) is not None,
        picture_open=booth is not None and booth.camera and gates.see,
    )


def _state(served: Served, gates: DeskGates, now_s: float) -> TileState:
    if not served.alive and (served.was_alive or now_s - served.lost_s > SETUP_PATIENCE_S):
        return TileState.DISCONNECTED
    if gates.talk:
        return TileState.TALK
    if served.help_since_s is not None:
        return TileState.HELP
    if gates.hold:
        return TileState.HOLD
    if served.clock.is_calling:
        return TileState.CALLING
    if served.picture_held and gates.see:
        return TileState.PICTURE_HELD
    if gates.listen:
        return TileState.LISTEN
    return TileState.LISTEN_PAUSED if gates.paused else TileState.SERVED
