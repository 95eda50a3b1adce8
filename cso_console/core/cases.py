"""The cases of all visits that this desk serves: which is in focus, what is watched and fetched, what the
booths are asked for.

Responsible for: opening and closing cases with their channels, the officer's casework on the one in focus,
and the orders that follow. Not for: drafts and requests of one case (``case_file``), memory (``fetches``),
how it is shown (``case_view``), seats and focus (``desk``).

A case whose visit ends while it is in focus and undecided stays before the officer until it is decided and
left: the server lets the last officer go on. No booth is in focus then, so that it never stands beside the
face of whoever sits down next. Every other case is forgotten with its visit; what was left undecided the
server tells, and from among that the officer can open a case again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from channel.core.guidance import OfficerRequest
from channel.rules.claims import Text
from channel.rules.registry_links import RegistryHosts
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    ConfirmPerson,
    Outcome,
    Recorded,
    RequestRefused,
)
from channel.wire.ids import ChannelId, DocumentId, RequestId, VisitId
from channel.wire.undecided import UndecidedCase, UndecidedCases
from cso_console.core import case_view, events, intents, papers
from cso_console.core.case_file import CaseFile, NewRequest
from cso_console.core.casework import CaseView, Undecided
from cso_console.core.commands import AskBooth, Command, Record, WatchCase
from cso_console.core.fetches import Fetches
from cso_console.core.papers import Counts
from cso_console.core.presence import SURE_FOR_S, Presence
from cso_console.core.seats import Served

GONE_MOST = 32
"""Visits that are remembered without a channel, besides those that were left undecided."""


def new_request() -> RequestId:
    """Sixteen random bytes in base64url, as the wire wants them."""
    return RequestId(secrets.token_urlsafe(16))


class Cases:
    """Written by ``Desk`` alone. Times are monotonic seconds."""

    def __init__(
        self, language: str, new_request: NewRequest = new_request, *, registry: RegistryHosts
    ) -> None:
        self._language = language
        self._registry = registry
        self._new_request = new_request
        self._files: dict[VisitId, CaseFile] = {}
        self._fetches = Fetches()
        self._online = False
        self._names: Mapping[str, Text] = {}
        self._undecided: tuple[Undecided, ...] = ()
        """As the server tells it."""
        self._presence_of_gone: dict[VisitId, Presence] = {}
        """Of visits whose channel is gone, which may come back, be it by way of the queue."""
        self._focus: VisitId | None = None

    # ------------------------------------------------------------ visits

    def open(self, served: Served, now_s: float) -> list[Command]:
        """A channel is there, or is named again after a reconnect. Without consent there is no case."""
        if not served.consent:
            return []
        file = self._files.get(served.visit)
        if file is None:
            file = CaseFile(served.visit, served.channel, served.number, self._presence(served, now_s))
            self._files[served.visit] = file
        elif file.over:
            file.presence = self._presence(served, now_s)
            file.ended_at = 0.0
        elif file.channel == served.channel and not file.withdrawn:
            return []
        if file.channel != served.channel:
            file.channel, file.asks = served.channel, OfficerRequest()
        file.number, file.over = served.number, False
        return [WatchCase(served.visit)]

    def _presence(self, served: Served, now_s: float) -> Presence:
        """The gap since this console saw the person counts, however the visit has come back. Of one that was
        served before and that it has not seen it knows nothing."""
        before = self._presence_of_gone.pop(served.visit, None)
        if before is not None and before.was_seen:
            return before
        return Presence(not served.served_before and now_s - served.started_s <= SURE_FOR_S, now_s)

    def close(self, visit: VisitId, now_s: float) -> list[Command]:
        """The visit's channel is gone: the case too, unless the officer is still at it. A case in doubt goes:
        nobody can make sure of the person any more. It is among the undecided ones then."""
        file = self._files.get(visit)
        if file is None:
            return []
        file.over = True
        file.presence.part(now_s)
        self._remember(visit, file.presence)
        stays = not file.in_doubt and (file.is_unsaved or file.is_undecided)
        return [] if visit == self._focus and stays else self._leave(visit)

    def _remember(self, visit: VisitId, presence: Presence) -> None:
        """Of what is undecided as long as it is, of what else is gone for a while: who comes back later than
        that is somebody that nobody here knows."""
        self._presence_of_gone[visit] = presence
        kept = {*self._files, *(one.visit for one in self._undecided)}
        others = [gone for gone in self._presence_of_gone if gone not in kept]
        for gone in others[:-GONE_MOST]:
            del self._presence_of_gone[gone]

    def close_all(self) -> list[Command]:
        """Nobody is at the desk."""
        self._undecided = ()
        self._presence_of_gone.clear()
        return [command for visit in list(self._files) for command in self._leave(visit)]

    def focus_on(self, visit: VisitId | None) -> list[Command]:
        """The booth in focus has this visit. A case that is over is left when another comes into focus."""
        if visit == self._focus:
            return []
        left, self._focus = self.lingering, visit
        file = self._focused
        if file is not None:
            file.make_room()
        return [] if left is None else self._leave(left)

    def take_up(self, visit: VisitId) -> list[Command]:
        """Before the officer again, from among the undecided, no channel being here; nothing for a visit that
        is not one of them, or that lies before the officer already."""
        found = next((one for one in self._undecided if one.visit == visit), None)
        if found is None or visit in self._files:
            return []
        commands = self.focus_on(visit)
        file = CaseFile(visit, ChannelId(""), found.number, Presence(known_here=True, now_s=0.0))
        file.over, file.ended_at = True, found.ended_at
        self._files[visit] = file
        return [*commands, WatchCase(visit)]

    def undecided(self, served: Iterable[Served]) -> tuple[Undecided, ...]:
        """But for those that are ``served`` here, of which a restarted server may not have heard yet, and
        what was decided just now."""
        going_on = {each.visit for each in served}
        return tuple(
            replace(one, unsure=True) if self._is_unsure(one.visit) else one
            for one in self._undecided
            if one.visit not in going_on and not self._is_decided(one.visit)
        )

    def _is_decided(self, visit: VisitId) -> bool:
        file = self._files.get(visit)
        return file is not None and file.outcome is not Outcome.NONE

    def _is_unsure(self, visit: VisitId) -> bool:
        presence = self._presence_of_gone.get(visit)
        return presence is not None and presence.in_doubt

    @property
    def online(self) -> bool:
        """The connection for cases stands."""
        return self._online

    @property
    def focus(self) -> VisitId | None:
        """Whose case is before the officer."""
        return self._focus

    @property
    def lingering(self) -> VisitId | None:
        """The visit that is over and whose case is still before the officer."""
        file = self._focused
        return file.visit if file is not None and file.over else None

    def _leave(self, visit: VisitId) -> list[Command]:
        del self._files[visit]
        if self._focus == visit:
            self._focus = None
        return [WatchCase(visit, watched=False), *self._fetches.forget(visit)]

    def look(self, served: Iterable[Served], held: Iterable[bool], now_s: float) -> None:
        """Who is seen at this moment; told after every event."""
        for each, is_held in zip(served, held, strict=True):
            file = self._files.get(each.visit)
            if file is None:
                continue
            file.presence.look(each.alive, is_held, now_s)
            if file.state is not None and not file.has_content:
                file.presence.forgive()

    # ------------------------------------------------------------ the server

    def hear(
        self,
        event: events.CasesConnected | events.CaseSaid | events.DocumentFetched | events.DocumentUnavailable,
    ) -> list[Command]:
        match event:
            case events.CasesConnected(online=online, claims=names):
                self._online = online
                self._names = names if online else self._names
            case events.CaseSaid(message=UndecidedCases(cases=cases)):
                self._hear_undecided(cases)
            case events.CaseSaid(message=CaseState() as state):
                return self._told(state)
            case events.CaseSaid(message=CaseWithdrawn(visit=visit)):
                return self._withdrawn(visit)
            case events.CaseSaid(message=Recorded(request=request)):
                for file in self._files.values():
                    file.recorded(request)
            case events.CaseSaid(message=RequestRefused(request=request, reason=reason)):
                for file in self._files.values():
                    if request in file.waiting:
                        file.not_recorded(request, reason)
            case events.DocumentFetched(document=document, shows=shows):
                return self._fetches.came(document, shows, self._before_the_officer())
            case events.DocumentUnavailable(document=document):
                self._fetches.missed(document)
        return []

    def _hear_undecided(self, cases: tuple[UndecidedCase, ...]) -> None:
        self._undecided = tuple(case_view.undecided(one, self._names) for one in cases)
        for one in cases:
            if (file := self._files.get(one.visit)) is not None:
                file.ended_at = one.ended_at

    def _told(self, state: CaseState) -> list[Command]:
        file = self._files.get(state.visit)
        if file is None:
            return []
        file.hear(state)
        wants = file.asks.wants
        if not wants:
            return []
        new = {
            one.page for one in state.documents if one.kind == wants and one.document not in file.had_before
        }
        return [] if len(new) < papers.pictures_of(wants, state) else self._ask(file, wants="")

    def _withdrawn(self, visit: VisitId) -> list[Command]:
        file = self._files.get(visit)
        if file is None:
            return []
        file.withdraw()
        return self._fetches.forget(visit)

    def _before_the_officer(self) -> set[DocumentId]:
        file = self._focused
        return set() if file is None else {name for name in (file.shown, file.beside) if name is not None}

    # ------------------------------------------------------------ the officer

    def intend(self, intent: intents.Casework, of: VisitId | None = None) -> list[Command]:
        """About the case in focus, or this visit's; nothing without one."""
        file = self._focused if of is None else self._files.get(of)
        if file is None:
            return []
        if file.withdrawn and not isinstance(intent, intents.AddNote):
            leaves = file.over and isinstance(intent, intents.LeaveCase)
            return self._leave(file.visit) if leaves else []
        match intent:
            case intents.LeaveCase():
                return self._leave(file.visit) if file.over and not file.is_unsaved else []
            case intents.ShowDocument(document=document, beside=beside):
                return self._show(file, document, beside)
            case intents.ShowLive(live=live):
                file.live = live
                file.beside = None if live else file.beside
            case intents.CloseBeside():
                file.live, file.beside = False, None
            case intents.EnterReading(item=item, subject=subject, text=text):
                if file.state is not None and not file.in_doubt and item in papers.item_ids(file.state):
                    file.readings.enter(item, subject, text)
            case intents.ConfirmSamePerson():
                return self._confirm(file)
            case intents.OtherPerson():
                pass  # the desk ends the visit; the papers stay shut
            case intents.AskDocument(kind=kind):
                return self._ask_document(file, kind)
            case intents.AskLook(wanted=wanted):
                return self._ask(file, look=wanted)
            case intents.AskPicture():
                return self._ask(file, shoot=file.asks.shoot + 1)
            case _:
                said = file.decide(intent, self._new_request)
                return [] if said is None else [Record(said)]
        return []

    def _show(self, file: CaseFile, name: DocumentId, beside: bool) -> list[Command]:
        document = file.document(name)
        if document is None or file.in_doubt:
            return []
        if beside:
            file.beside, file.live = name, False
        else:
            file.show(name)
        return self._fetches.want(file.visit, document)

    def _confirm(self, file: CaseFile) -> list[Command]:
        presence = file.presence
        if not presence.in_doubt or not presence.is_seen or presence.is_confirming or file.over:
            return []
        said = file.request(ConfirmPerson(request=self._new_request(), visit=file.visit))
        presence.confirm(said.request)
        return [Record(said)]

    def _ask_document(self, file: CaseFile, kind: str) -> list[Command]:
        known = () if file.state is None else tuple(one.document for one in file.state.documents)
        file.had_before = frozenset(known)
        return self._ask(file, wants=kind)

    def _ask(
        self, file: CaseFile, wants: str | None = None, look: bool | None = None, shoot: int | None = None
    ) -> list[Command]:
        if file.over:
            return []
        asks = file.asks
        file.asks = replace(
            asks,
            wants=asks.wants if wants is None else wants,
            look=asks.look if look is None else look,
            shoot=asks.shoot if shoot is None else shoot,
        )
        return [AskBooth(file.channel, file.asks)] if file.asks != asks else []

    # ------------------------------------------------------------ what follows

    def follow(self) -> list[Command]:
        """What the case in focus is to have at hand; told after every event."""
        file = self._focused
        if file is None or file.state is None:
            return []
        if file.in_doubt:
            face = papers.portrait(file.state)
            return [] if face is None else self._fetches.keep(file.visit, [face])
        if file.shown is None and file.draft is None and (first := file.unlooked) is not None:
            file.show(first.document, unasked=True)
        wanted = [one for one in map(file.document, (file.shown, file.beside)) if one is not None]
        kept = self._fetches.keep(file.visit, wanted)
        return [*kept, *self._fetches.ahead(file.visit, papers.to_have_ahead(file.state))]

    @property
    def _focused(self) -> CaseFile | None:
        return None if self._focus is None else self._files.get(self._focus)

    @property
    def is_unsaved(self) -> bool:
        """The officer has begun a decision: the focus stays."""
        file = self._focused
        return file is not None and file.is_unsaved

    @property
    def is_in_doubt(self) -> bool:
        """About the person of the case in focus."""
        file = self._focused
        return file is not None and file.in_doubt

    def view(self, unix_s: float) -> CaseView | None:
        """The case in focus; ``unix_s``: now by the server's clock."""
        file = self._focused
        if file is None:
            return None
        today = date.fromtimestamp(unix_s)
        return case_view.view(
            file,
            self._is_unsure(file.visit),
            self._online,
            self._fetches.state,
            self._names,
            today,
            self._language,
            self._registry,
        )

    def claim(self, visit: VisitId) -> str:
        """What this visit is for; empty before that is known."""
        file = self._files.get(visit)
        facts = None if file is None or file.state is None else file.state.facts
        return "" if facts is None else case_view.claim_word(facts.claim)

    def counts(self, visit: VisitId) -> Counts:
        file = self._files.get(visit)
        return Counts() if file is None else file.counts

    def doubt_since_s(self, visit: VisitId) -> float | None:
        """Since when the officer could make sure of the person; None: no doubt, or nobody to be seen yet."""
        file = self._files.get(visit)
        if file is None or not file.in_doubt or not file.has_content or not file.presence.is_seen:
            return None
        return file.presence.seen_since_s

    def is_undecided(self, visit: VisitId) -> bool:
        file = self._files.get(visit)
        return file is not None and file.is_undecided
