"""What holds of the desk's casework whatever happens in whatever order."""

from __future__ import annotations

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    ConfirmPerson,
    DecideItem,
    DecideOutcome,
    Outcome,
    Recorded,
    RequestRefusal,
    RequestRefused,
    Verdict,
)
from channel.wire.ids import OfficerId, RequestId, VisitId
from channel.wire.messages import BranchState, ChannelClosed, CloseReason
from channel.wire.undecided import UndecidedCases
from cso_console.core import events, intents
from cso_console.core.casework import CaseView, PaperState
from cso_console.core.commands import FetchDocument, ForgetDocuments, WatchCase
from tests.cso_console.core.builders import Bench, channel_of, info, opened, welcome
from tests.cso_console.core.papers import BACK, FAMILY, FRONT, NIK, case, decided, picture, undecided

FACE = picture("portrait")
NUMBERS = (1, 2, 3)
ITEMS = ("id_card", "family_card")
numbers = st.sampled_from(NUMBERS)
DOCUMENTS = (FRONT, BACK, FAMILY, FACE)

intent = st.one_of(
    st.builds(intents.FocusSeat, numbers),
    st.just(intents.FocusNext()),
    st.builds(intents.ToggleHold, numbers),
    st.builds(intents.BeginVerdict, st.sampled_from(ITEMS), st.sampled_from(list(Verdict))),
    st.builds(
        intents.GiveVerdict,
        st.sampled_from(ITEMS),
        st.sampled_from(list(Verdict)),
        st.sampled_from(["", "Buram"]),
    ),
    st.builds(intents.WriteDraft, st.sampled_from(["", "Buram", "Terpotong"])),
    st.just(intents.DropDraft()),
    st.builds(intents.BeginOutcome, st.sampled_from(list(Outcome))),
    st.just(intents.LookAgain()),
    st.just(intents.GiveOutcome()),
    st.just(intents.LeaveCase()),
    st.just(intents.ConfirmSamePerson()),
    st.just(intents.OtherPerson()),
    st.builds(intents.ShowDocument, st.sampled_from([one.document for one in DOCUMENTS]), st.booleans()),
    st.builds(intents.EndService, numbers, st.booleans()),
    st.builds(intents.OpenUndecided, numbers.map(lambda number: VisitId(f"visit-{number}"))),
)
happening = st.one_of(
    intent,
    intent,
    st.tuples(st.just("later"), st.sampled_from([0.5, 11.0])),
    st.tuples(st.just("open"), numbers),
    st.tuples(st.just("somebody else"), numbers),
    st.tuples(st.just("close"), numbers),
    st.tuples(st.just("link"), numbers, st.booleans()),
    st.tuples(st.just("told"), numbers),
    st.just(("undecided",)),
    st.tuples(st.just("withdrawn"), numbers),
    st.tuples(st.just("answered"), st.booleans()),
    st.tuples(st.just("fetched"), st.booleans()),
    st.tuples(st.just("online"), st.booleans()),
    st.just(("rejected",)),
    st.just(("welcome",)),
)


class World:
    """A desk, and a server that records what it is asked in its own time."""

    def __init__(self) -> None:
        self.bench = Bench().log_in()
        self.visits = {number: VisitId(f"visit-{number}") for number in NUMBERS}
        self.channels = {number: channel_of(number) for number in NUMBERS}
        self.answered: set[RequestId] = set()
        self.recorded: list[DecideItem | DecideOutcome] = []
        self.fetching: list[FetchDocument] = []
        self.in_memory: set[VisitId] = set()
        """Visits whose pictures may be in memory."""
        self.watched: set[VisitId] = set()
        self.news = 0

    def happen(self, what: object) -> None:
        match what:
            case ("later", float(seconds)):
                self.bench.later(seconds)
            case ("open", int(number)):
                self._open(number)
            case ("somebody else", int(number)):
                self.news += 1
                self.visits[number] = VisitId(f"visit-{number}-{self.news}")
                self.channels[number] = channel_of(number * 1000 + self.news)
                self._open(number)
            case ("close", int(number)):
                closed = ChannelClosed(channel=self.channels[number], reason=CloseReason.BOOTH_ENDED)
                self.bench.hear(closed)
            case ("link", int(number), bool(alive)):
                self.bench.tell(events.LinkChanged(self.channels[number], alive=alive))
            case ("told", int(number)):
                self.bench.hear_case(self._state(number))
            case ("undecided",):
                self.bench.hear_case(self._undecided())
            case ("withdrawn", int(number)):
                self.bench.hear_case(CaseWithdrawn(visit=self.visits[number]))
            case ("answered", bool(is_yes)):
                self._answer(is_yes)
            case ("fetched", bool(shows)):
                if self.fetching:
                    one = self.fetching.pop(0)
                    self.bench.tell(events.DocumentFetched(one.visit, one.document.document, shows))
            case ("online", bool(online)):
                self.bench.tell(events.CasesConnected(online))
            case ("rejected",):
                self.bench.tell(events.ServerRejected("ended"))
            case ("welcome",):
                self.bench.tell(intents.LogIn(OfficerId("sari"), "secret"))
                self.note()
                self.bench.hear(welcome(self.bench.now_s))
                self.note()
                self.bench.hear(BranchState(booths=tuple(info(number) for number in NUMBERS), waiting=()))
            case _:
                self.bench.tell(what)  # type: ignore[arg-type]
        self.note()

    def note(self) -> None:
        """What was ordered last."""
        for one in self.bench.ordered:
            match one:
                case FetchDocument(visit=visit):
                    self.fetching.append(one)
                    self.in_memory.add(visit)
                case ForgetDocuments(visit=visit, only=None):
                    self.in_memory.discard(visit)
                case WatchCase(visit=visit, watched=watched):
                    (self.watched.add if watched else self.watched.discard)(visit)
                case _:
                    pass

    def _open(self, number: int) -> None:
        self.bench.hear(
            msgspec.structs.replace(opened(number, channel=self.channels[number]), visit=self.visits[number])
        )
        self.note()
        self.bench.tell(events.LinkChanged(self.channels[number], alive=True))

    def _state(self, number: int) -> CaseState:
        visit = self.visits[number]
        verdicts: dict[str, Verdict] = {}
        outcome = Outcome.NONE
        for said in self.recorded:
            if said.visit == visit and isinstance(said, DecideItem):
                verdicts[said.item] = said.verdict
            elif said.visit == visit and isinstance(said, DecideOutcome):
                outcome = said.outcome
        decisions = tuple(decided(item, verdict) for item, verdict in verdicts.items())
        state = case(number, *DOCUMENTS, decisions=decisions, outcome=outcome)
        return msgspec.structs.replace(state, visit=visit)

    def _undecided(self) -> UndecidedCases:
        """The first visits of all booths, as far as they are not decided; some may still go on."""
        done = {one.visit for one in self.recorded if isinstance(one, DecideOutcome)}
        told = undecided(*NUMBERS)
        return msgspec.structs.replace(told, cases=tuple(one for one in told.cases if one.visit not in done))

    def _answer(self, is_yes: bool) -> None:
        said = next((one for one in self.bench.records if one.request not in self.answered), None)
        if said is None:
            return
        self.answered.add(said.request)
        if is_yes:
            if isinstance(said, DecideItem | DecideOutcome):
                self.recorded.append(said)
            self.bench.hear_case(Recorded(request=said.request))
        else:
            self.bench.hear_case(RequestRefused(request=said.request, reason=RequestRefusal.CASE_FULL))


def check_saved(world: World, view: CaseView) -> None:
    """Nothing is shown as recorded that was not."""
    recorded = [one for one in world.recorded if one.visit == view.visit]
    outcomes = {one.outcome for one in recorded if isinstance(one, DecideOutcome)}
    assert view.outcome in outcomes | {Outcome.NONE}
    verdicts = {(one.item, one.verdict.value) for one in recorded if isinstance(one, DecideItem)}
    for row in view.rows:
        if row.state not in (PaperState.OPEN, PaperState.NEW):
            assert (row.item, row.state.value) in verdicts


def check_doubt(view: CaseView) -> None:
    if view.doubt is not None:
        assert (view.rows, view.others, view.compared) == ((), (), ())
        assert (view.shown, view.beside) == (None, None)
        assert NIK not in str(vars(view))
        assert view.doubt.portrait in (None, FACE)


def check_confirming(world: World, before: CaseView | None, asked_before: int) -> None:
    """In doubt about somebody who can be seen, "the same person" is said, unless it has been and waits."""
    if before is None or before.doubt is None or not before.doubt.seen:
        return
    is_asked = any(
        isinstance(one, ConfirmPerson) and one.visit == before.visit and one.request not in world.answered
        for one in world.bench.records[:asked_before]
    )
    waits = before.doubt.saving and before.saving > 0 and is_asked
    assert waits or len(world.bench.records) == asked_before + 1


CONFIRMED_AS_THE_CHANNEL_WENT = [
    ("link", 1, False),
    ("later", 11.0),
    ("link", 1, True),
    intents.ConfirmSamePerson(),
    ("close", 1),
    ("answered", True),
    ("open", 1),
    ("told", 1),
    intents.ConfirmSamePerson(),
]


@settings(max_examples=150, deadline=None)
@example(CONFIRMED_AS_THE_CHANNEL_WENT)
@given(st.lists(happening, max_size=40))
def test_whatever_happens_casework_keeps_its_promises(happenings: list[object]) -> None:
    world = World()
    for number in NUMBERS:
        world.happen(("open", number))
        world.happen(("told", number))
    for what in happenings:
        before, asked_before = world.bench.snapshot.case, len(world.bench.records)
        world.happen(what)
        if isinstance(what, intents.ConfirmSamePerson):
            check_confirming(world, before, asked_before)
        snapshot = world.bench.snapshot
        view = snapshot.case
        if before is not None and before.draft is not None and view is not None and view.draft is not None:
            assert view.visit == before.visit, "a draft never changes booth"
        if (
            before is not None
            and before.draft is not None
            and isinstance(what, intents.FocusSeat | intents.FocusNext | intents.LeaveCase)
        ):
            assert view is not None
            assert view.draft is not None, "focus never leaves an unsaved draft"
        assert snapshot.focus_locked == (view is not None and view.draft is not None)
        if view is not None:
            check_saved(world, view)
            check_doubt(view)
            focused = None if snapshot.focus is None else snapshot.tiles[snapshot.focus - 1]
            assert view.over == (focused is None), "a booth in focus, or a visit that is over"
            assert focused is None or focused.has_channel
        going_on = {tile.visit for tile in snapshot.tiles if tile.has_channel}
        assert going_on.isdisjoint(one.visit for one in snapshot.undecided), "nobody left who sits there"
        living = {served.visit for served in world.bench.desk._strip}
        shown = {view.visit} if view is not None else set()
        assert world.in_memory <= living | shown, "pictures are forgotten with every end of a visit"
        assert world.watched <= living | shown


def test_every_request_of_the_properties_is_answered_once() -> None:
    """The control: the world records what it is asked, and only that."""
    world = World()
    world.happen(("open", 1))
    world.happen(("told", 1))
    world.happen(intents.GiveVerdict("id_card", Verdict.ACCEPTED))
    world.happen(("answered", True))
    world.happen(("answered", True))
    assert len(world.recorded) == 1
    world.happen(("told", 1))
    assert world.bench.case().rows[0].state is PaperState.ACCEPTED
    world.happen(("link", 1, False))
    world.happen(("later", 11.0))
    world.happen(("link", 1, True))
    assert world.bench.case().doubt is not None
    world.happen(intents.ConfirmSamePerson())
    assert isinstance(world.bench.records[-1], ConfirmPerson)
