"""Whatever happens in whatever order on the way of a participant."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.capture import Flaw
from booth_client.core.commands import Drop, Keep, StopWatching, TakeStill, Watch
from booth_client.core.snapshot import Device, Language, Screen, Snapshot
from channel.wire.documents import ItemDecided, Outcome, Verdict
from channel.wire.messages import CloseReason, VisitEnded
from tests.booth_client.core.builders import Booth, Button, assigned, queued, welcome
from tests.booth_client.core.participant import EMPTY, GOOD, NIK, Participant, retake

TIMES = Times(idle_s=40, answer_s=10, wipe_s=5)
KINDS = ("id_card", "member_card", "letter", "portrait", "stamp")
INTENTS: tuple[events.Intent | Button, ...] = (
    events.GoOn,
    events.GoOn,
    events.GoOn,
    events.GoBack(),
    events.TypeNumber(),
    events.ChooseClaim("jht"),
    events.ChooseClaim("question"),
    events.ChooseAnswer("yes"),
    events.ChooseAnswer("no"),
    *(events.TakePaper(kind) for kind in KINDS),
    events.SkipPaper,
    events.LastPage,
    events.Sign(b"png"),
    events.DoWithoutSigning(),
    events.PrintAgain(),
    events.ShowNumber(True),
    events.EraseKey(),
    events.RepeatVoice(),
    events.AskForHelp(),
    events.ChooseLanguage(Language.ENGLISH),
)
WORLD = (
    "lay",
    "lay",
    "blurred",
    "empty",
    "wait",
    "late stills",
    "stills",
    "wants",
    "wants none",
    "look",
    "shoot",
    "talk",
    "announce",
    "park",
    "link lost",
    "server lost",
    "server back",
    "queued",
    "assigned",
    "offer",
    "retake",
    "accept",
    "stored",
    "lost",
    "no eye",
    "eye",
    "no face",
    "face",
    "type",
)
Step = events.Intent | Button | tuple[str, str]
Life = tuple[str, list[Step]]
"""Where it begins, and what happens then."""
lives = st.tuples(
    st.sampled_from(("agreed", "waits", "served", "at_claim", "at_documents", "photographs", "all_taken")),
    st.lists(
        st.one_of(st.sampled_from(INTENTS), st.tuples(st.sampled_from(WORLD), st.sampled_from(KINDS))),
        max_size=40,
    ),
)
EXAMPLES = settings(max_examples=80, deadline=None)


def live(booth: Participant, step: Step) -> None:
    if not isinstance(step, tuple):
        booth.touch(step)
        return
    what, kind = step
    desk = booth.requests
    match what:
        case "lay":
            booth.lay()
        case "blurred":
            booth.frames(replace(GOOD, flaw=Flaw.BLURRED), 1.0)
        case "empty":
            booth.frames(EMPTY, 0.5)
        case "wait":
            booth.wait(3)
        case "late stills":
            booth.answers_stills = False
        case "stills":
            booth.answers_stills = True
            while booth.unanswered:
                booth.answer_still()
        case "wants" | "wants none":
            booth.ask(wants=kind if what == "wants" else "")
        case "look":
            booth.ask(look=not desk.get("look", False))
        case "shoot":
            booth.ask(shoot=int(desk.get("shoot", 0)) + 1)
        case "talk":
            booth.ask(talk=True, listen=True, all_call=False)
        case "announce":
            booth.ask(talk=True, listen=False, all_call=True)
        case "park":
            booth.ask(talk=False, listen=False, all_call=False)
        case "link lost":
            booth.tell(events.LinkSeen(events.Link.LOST))
        case "server lost":
            booth.tell(events.ServerLost())
        case "server back":
            booth.hear(welcome())
        case "queued":
            booth.hear(queued())
        case "assigned":
            booth.hear(assigned())
        case "offer":
            booth.offer()
        case "retake":
            booth.progress(retake(kind))
        case "accept":
            booth.progress(ItemDecided(item=kind, verdict=Verdict.ACCEPTED))
        case "stored" | "lost":
            booth.store(events.Fate.STORED if what == "stored" else events.Fate.LOST)
        case "no eye" | "eye":
            booth.tell(events.EyeSeen(what == "eye"))
        case "no face" | "face":
            booth.tell(events.DeviceSeen(Device.CAMERA, what == "face"))
        case _:
            booth.type("3171AB")


def lived(life: Life) -> Participant:
    booth = Participant(TIMES)
    station, steps = life
    getattr(booth, station)()
    for step in steps:
        live(booth, step)
    return booth


def settled(booth: Participant) -> None:
    """The world is as it should be again, and nobody asks for anything."""
    live(booth, ("stills", ""))
    for word in ("eye", "face", "server back", "assigned", "park", "wants none", "offer"):
        live(booth, (word, ""))
    booth.ask(look=False)


@EXAMPLES
@given(lives)
def test_every_picture_is_kept_or_dropped_once_and_one_at_most_for_each_order_to_watch(
    life: Life,
) -> None:
    booth = lived(life)
    settled(booth)
    booth.wait(10)
    fates = [order.picture for order in booth.all_orders if isinstance(order, Keep | Drop)]
    assert len(fates) == len(set(fates)) == booth.made
    number, kept = 0, 0
    for order in booth.all_orders:
        match order:
            case Watch():
                number, kept = order.number, 0
            case TakeStill():
                assert order.number == number
            case Keep():
                kept += 1
                assert kept <= 1 or order in booth.deferred
            case _:
                pass


@EXAMPLES
@given(lives)
def test_no_camera_is_looked_through_after_the_visit_and_numbers_grow(life: Life) -> None:
    booth = lived(life)
    booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    booth.wait(6)
    assert booth.watched is None
    numbers = [order.number for order in booth.watches if isinstance(order, Watch)]
    assert numbers == sorted(set(numbers))
    assert not booth.watches or isinstance(booth.watches[-1], StopWatching)


@EXAMPLES
@given(lives)
def test_the_wiped_machine_is_like_a_fresh_one(life: Life) -> None:
    booth = lived(life)
    for word in ("eye", "face", "server back"):
        live(booth, (word, ""))
    if booth.machine.in_visit:
        booth.hear(VisitEnded(reason=CloseReason.DESK_ENDED))
    booth.wait(60)
    assert booth.screen() is Screen.READY
    assert booth.seen() == Booth().ready().seen()
    assert not booth.held
    again = Participant(TIMES)
    again.now_s = booth.now_s
    again.agreed()
    for intent in (events.Start(), events.Decide(True)):
        booth.tell(intent)
    assert plain(booth.seen()) == plain(again.seen())


def plain(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, help=Booth().seen().help)


@EXAMPLES
@given(lives)
def test_no_page_is_a_dead_end(life: Life) -> None:
    """With LANJUT, an answer, or by leaving papers out everybody comes to where they wait or talk."""
    booth = lived(life)
    if not booth.machine.in_visit:
        return
    settled(booth)
    for _ in range(60):
        match booth.screen():
            case Screen.NIK | Screen.KPJ:
                for _ in range(20):
                    booth.tell(events.EraseKey())
                booth.touch(events.GoOn)
            case Screen.CLAIM:
                booth.tell(events.ChooseClaim("jht"))
            case Screen.CLAIM_QUESTION:
                booth.tell(events.ChooseAnswer("no"))
            case Screen.CAPTURE:
                booth.skip()
            case Screen.PARKED:
                return
            case _:
                booth.touch(events.GoOn)
    raise AssertionError(f"still on {booth.screen()}")


@EXAMPLES
@given(st.lists(st.sampled_from((events.GoBack(), events.GoOn)), max_size=30))
def test_going_back_and_forth_loses_nothing(moves: list[events.Intent | Button]) -> None:
    booth = Participant(TIMES).all_taken()
    facts, papers = booth.facts[-1].facts, booth.seen().pages.papers
    for move in moves:
        booth.touch(move)
    for _ in range(10):
        if booth.screen() is not Screen.DOCUMENTS:
            booth.touch(events.GoBack() if booth.screen() is Screen.PARKED else events.GoOn)
    assert (booth.screen(), booth.seen().pages.papers) == (Screen.DOCUMENTS, papers)
    assert booth.facts[-1].facts == facts
    assert facts.identity["nik"] == NIK
    assert len(booth.kept) == 4


@EXAMPLES
@given(lives, st.integers(2, 4))
def test_what_the_officers_console_repeats_changes_nothing(life: Life, times: int) -> None:
    booth = lived(life)
    booth.ask()
    seen = booth.seen()
    for _ in range(times):
        orders = booth.ask()
        assert orders == []
        assert booth.seen() == seen


@EXAMPLES
@given(lives, st.sampled_from([one for one in Outcome if one is not Outcome.NONE]))
def test_every_decided_visit_comes_to_its_slip_and_its_end(life: Life, outcome: Outcome) -> None:
    booth = lived(life)
    if not booth.machine.in_visit:
        return
    settled(booth)
    booth.progress(outcome=outcome)
    seen = []
    for intent in (events.DoWithoutSigning(), events.GoOn, events.Rate(1)):
        seen.append(booth.screen())
        booth.touch(intent)
    assert seen == [Screen.SUMMARY, Screen.SLIP, Screen.RATING]
    assert booth.screen() is Screen.ENDED
