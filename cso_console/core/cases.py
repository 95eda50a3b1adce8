"""The cases of all visits that this desk serves: which is in focus, what is watched and fetched, what the
booths are asked for.

Responsible for: opening and closing cases with their channels, the officer's casework on the one in focus,
and the orders that follow. Not for: drafts and requests of one case (``case_file``), memory (``fetches``),
how it is shown (``case_view``), seats and focus (``desk``).

A case whose visit ends while it is in focus and undecided stays before the officer until it is decided and
left: the server lets the last officer go on. No booth is in focus then, so that it never stands beside the
face of whoever sits down next. Every other case is forgotten with its visit.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from channel.core.guidance import OfficerRequest
from channel.rules.registry_links import RegistryHosts
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    ConfirmPerson,
    Recorded,
    RequestRefused,
)
from channel.wire.ids import DocumentId, RequestId, VisitId
from cso_console.core import case_view, events, intents, papers
from cso_console.core.case_file import CaseFile, NewRequest
from cso_console.core.casework import CaseView
from cso_console.core.commands import AskBooth, Command, Record, WatchCase
from cso_console.core.fetches import Fetches
from cso_console.core.papers import Counts
from cso_console.core.presence import SURE_FOR_S, Presence
from cso_console.core.seats import Served


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
        self._focus: VisitId | None = None

    # ------------------------------------------------------------ visits

    def open(self, served: Served, now_s: float) -> list[Command]:
        """A channel is there, or is named again after a reconnect. Without consent there is no case."""
        if not served.consent:
            return []
        file = self._files.get(served.visit)
        if file is None:
            presence = Presence(now_s - served.started_s <= SURE_FOR_S, now_s)
            file = CaseFile(served.visit, served.channel, served.number, presence)
            self._files[served.visit] = file
        elif file.channel == served.channel and not file.over and not file.withdrawn:
            return []
        if file.channel != served.channel:
            file.channel, file.asks = served.channel, OfficerRequest()
        file.number, file.over = served.number, False
        return [WatchCase(served.visit)]

    def close(self, visit: VisitId) -> list[Command]:
        """The visit's channel is gone: the case too, unless the officer is still at it. A case in doubt goes:
        nobody can make sure of the person any more."""
        file = self._files.get(visit)
        if file is None:
            return []
        file.over = True
        stays = not file.in_doubt and (file.is_unsaved or file.is_undecided)
        return [] if visit == self._focus and stays else self._leave(visit)

    def close_all(self) -> list[Command]:
        """Nobody is at the desk."""
        return [command for visit in list(self._files) for command in self._leave(visit)]

    def focus_on(self, visit: VisitId | None) -> list[Command]:
        """The booth in focus has this visit. A case that is over is left when another comes into focus."""
        if visit == self._focus:
            return []
        left, self._focus = self.lingering, visit
        return [] if left is None else self._leave(left)

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
            case events.CasesConnected(online=online):
                self._online = online
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

    def intend(self, intent: intents.Casework) -> list[Command]:
        """About the case in focus; nothing without one."""
        file = self._focused
        if file is None or file.withdrawn:
            if file is not None and file.over and isinstance(intent, intents.LeaveCase):
                return self._leave(file.visit)
            return []
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
            file.shown = name
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
        wanted = [one for one in map(file.document, (file.shown, file.beside)) if one is not None]
        ahead = self._fetches.ahead(file.visit, papers.to_have_ahead(file.state))
        return [*self._fetches.keep(file.visit, wanted), *ahead]

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
        return case_view.view(file, self._online, self._fetches.state, today, self._language, self._registry)

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
