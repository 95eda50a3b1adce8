from __future__ import annotations

import gc
from types import FunctionType, ModuleType

import pytest

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.commands import FollowCase, KeepSignature
from booth_client.core.pages import PaperState
from booth_client.core.snapshot import Language, Screen
from channel.wire.documents import Outcome
from channel.wire.documents_codec import encode_facts
from channel.wire.ids import VisitId
from tests.booth_client.core.builders import VISIT, Button, assigned, opened, queued, spoken
from tests.booth_client.core.participant import NIK, Participant, pages_kept

# ---------------------------------------------------------------- the whole way


def test_the_way_leads_from_consent_to_the_wiped_screen() -> None:
    booth = Participant(Times(wipe_s=5))
    seen = [booth.agreed().screen()]
    booth.hear(queued())
    booth.offer()
    way: tuple[events.Intent | Button, ...] = (
        events.TypeNumber(),
        *map(events.PressKey, NIK),
        events.GoOn,
        events.GoOn,
        events.ChooseClaim("jht"),
        events.ChooseAnswer("no"),
        events.GoOn,
    )
    for intent in way:
        booth.touch(intent)
        seen.append(booth.screen())
    for _ in range(3):
        booth.lay()
        seen.append(booth.screen())
    booth.wait(8)
    seen.append(booth.screen())
    booth.touch(events.GoOn)
    seen.append(booth.screen())
    booth.progress(outcome=Outcome.COMPLETE)
    for last in (events.Sign(b"png"), events.GoOn, events.Rate(3)):
        seen.append(booth.screen())
        booth.touch(last)
    seen.append(booth.screen())
    booth.wait(6)
    seen.append(booth.screen())
    assert list(dict.fromkeys(seen)) == [
        Screen.IDENTITY,
        Screen.NIK,
        Screen.KPJ,
        Screen.CLAIM,
        Screen.CLAIM_QUESTION,
        Screen.DOCUMENTS,
        Screen.CAPTURE,
        Screen.WAITING,
        Screen.SUMMARY,
        Screen.SLIP,
        Screen.RATING,
        Screen.ENDED,
        Screen.READY,
    ]
    assert sorted((one.kind, one.page) for one in booth.kept) == [
        ("id_card", 1),
        ("id_card", 2),
        ("member_card", 1),
        ("portrait", 1),
    ]


def test_whoever_declines_has_no_pages_and_is_led_to_a_person() -> None:
    booth = Participant().calling(agreed=False)
    assert booth.screen() is Screen.CALLING
    booth.hear(assigned())
    assert booth.screen() is Screen.CALLING
    assert opened(booth.orders)[0].camera is False
    assert not booth.seen().pages.can_go_back


@pytest.mark.parametrize(
    "desk", [{}, {"see": True}, {"hold": True}, {"talk": True, "listen": True}, {"talk": True}]
)
def test_a_page_stays_whatever_the_officer_does(desk: dict[str, bool]) -> None:
    booth = Participant().at_nik()
    booth.desk(**desk)
    assert booth.screen() is Screen.NIK


def test_a_page_stays_without_the_officer_and_without_the_server() -> None:
    booth = Participant().at_nik()
    booth.tell(events.LinkSeen(events.Link.LOST))
    booth.tell(events.ServerLost())
    booth.type("31")
    assert (booth.screen(), booth.number()[0]) == (Screen.NIK, "31")


def test_an_announcement_lies_over_the_page_while_it_lasts() -> None:
    booth = Participant().at_nik()
    booth.desk(talk=True, all_call=True)
    assert booth.screen() is Screen.ANNOUNCEMENT
    booth.desk()
    assert booth.screen() is Screen.NIK


def test_each_page_is_spoken_of_once_and_again_when_asked() -> None:
    booth = Participant().served()
    assert spoken(booth.tell(events.TypeNumber())) == ["nik"]
    assert spoken(booth.wait(40)) == []
    assert spoken(booth.tell(events.RepeatVoice())) == ["nik"]


def test_nobody_is_nagged_on_a_page_and_everybody_gets_a_sign_of_life_when_waiting() -> None:
    booth = Participant(Times(idle_s=600, first_sign_s=6)).at_documents()
    assert spoken(booth.wait(100)) == []
    for _ in range(4):
        booth.touch(events.GoOn)
        if booth.screen() is Screen.CAPTURE:
            for _ in range(3):
                booth.skip()
    assert booth.screen() is Screen.PARKED
    assert spoken(booth.wait(7)) == ["parked"]


# ---------------------------------------------------------------- what for


def test_without_the_claims_the_page_says_that_it_waits_for_them() -> None:
    booth = Participant()
    booth.in_call()
    for intent in (events.TypeNumber(), events.GoOn, events.GoOn):
        booth.touch(intent)
    assert booth.seen().pages.waits_for_rules
    booth.offer()
    assert not booth.seen().pages.waits_for_rules
    assert [one.claim for one in booth.seen().pages.claims] == ["jht", "question"]


def test_claims_of_another_visit_are_not_listened_to() -> None:
    booth = Participant()
    booth.in_call()
    booth.offer(VisitId("x" * 22))
    assert booth.seen().pages.waits_for_rules


def test_only_the_questions_that_matter_are_asked() -> None:
    booth = Participant().at_claim()
    booth.tell(events.ChooseClaim("jht"))
    first = booth.seen().pages.question
    assert first is not None
    assert (first.text.id, first.number, first.chosen) == ("left", 1, "")
    booth.tell(events.ChooseAnswer("yes"))
    second = booth.seen().pages.question
    assert second is not None
    assert (second.text.id, second.number) == ("rich", 2)
    booth.tell(events.ChooseAnswer("yes"))
    assert booth.screen() is Screen.DOCUMENTS
    kinds = [paper.item for paper in booth.seen().pages.papers]
    assert kinds == ["id_card", "member_card", "letter", "book", "portrait"]


def test_going_back_walks_through_the_questions_with_what_was_answered() -> None:
    booth = Participant().at_documents(left="yes")
    seen = []
    for _ in range(4):
        booth.tell(events.GoBack())
        asked = booth.seen().pages.question
        seen.append((booth.screen(), "" if asked is None else asked.chosen))
    assert seen == [
        (Screen.CLAIM_QUESTION, "no"),
        (Screen.CLAIM_QUESTION, "yes"),
        (Screen.CLAIM, ""),
        (Screen.KPJ, ""),
    ]
    for _ in range(2):
        booth.touch(events.GoOn)
    assert booth.screen() is Screen.DOCUMENTS


def test_a_question_needs_no_papers() -> None:
    booth = Participant().at_claim()
    booth.tell(events.ChooseClaim("question"))
    assert booth.screen() is Screen.PARKED
    booth.tell(events.GoBack())
    assert booth.screen() is Screen.CLAIM


# ---------------------------------------------------------------- the case


def test_the_facts_are_put_with_the_claim_and_again_when_all_is_answered() -> None:
    booth = Participant().at_claim()
    assert booth.facts == []
    booth.tell(events.ChooseClaim("jht"))
    assert [one.facts.answers for one in booth.facts] == [{}]
    booth.tell(events.ChooseAnswer("yes"))
    assert len(booth.facts) == 1
    booth.tell(events.ChooseAnswer("no"))
    facts = booth.facts[-1].facts
    assert (facts.claim, facts.answers, facts.identity) == (
        "jht",
        {"left": "yes", "rich": "no"},
        {"nik": NIK},
    )
    assert (facts.language, facts.consent_version) == ("id", "text-1")
    assert encode_facts(facts)


def test_facts_that_have_not_changed_are_not_put_again() -> None:
    booth = Participant().at_documents()
    count = len(booth.facts)
    booth.tell(events.GoBack())
    booth.touch(events.GoOn)
    booth.tell(events.ChooseLanguage(Language.ENGLISH))
    booth.wait(5)
    assert len(booth.facts) == count


def test_a_changed_number_is_told_to_the_case() -> None:
    booth = Participant().at_documents()
    for _ in range(3):
        booth.tell(events.GoBack())
    assert booth.screen() is Screen.KPJ
    booth.type("1234567890A")
    for _ in range(2):
        booth.touch(events.GoOn)
    assert booth.screen() is Screen.DOCUMENTS
    assert booth.facts[-1].facts.identity == {"nik": NIK, "kpj": "1234567890A"}


def test_what_is_done_before_there_is_a_lease_waits_for_it() -> None:
    booth = Participant().agreed()
    booth.tell(events.TypeNumber())
    booth.wait(5)
    assert (booth.kept, len(booth.held)) == ([], 1)
    orders = booth.hear(queued())
    assert FollowCase("lease-q") in orders
    assert [(one.kind, one.lease) for one in booth.kept] == [("portrait", "lease-q")]


def test_the_case_is_followed_once_for_a_visit() -> None:
    booth = Participant().waits()
    booth.hear(queued(1))
    booth.hear(assigned())
    assert [order for order in booth.all_orders if isinstance(order, FollowCase)] == [FollowCase("lease-q")]


def test_what_cannot_be_kept_is_told_and_asked_for_again() -> None:
    booth = Participant().all_taken()
    booth.store(events.Fate.LOST)
    assert booth.seen().pages.not_saved
    assert {paper.state for paper in booth.seen().pages.papers} == {PaperState.BEGUN}
    booth.touch(events.GoOn)
    assert booth.screen() is Screen.CAPTURE
    booth.lay()
    booth.tell(events.DocumentSeen(booth.kept[-1].picture, events.Fate.SPOOLED))
    assert not booth.seen().pages.not_saved


def test_facts_that_could_not_be_kept_are_put_again_until_they_are() -> None:
    booth = Participant().at_documents()
    facts = booth.facts[-1]
    booth.facts.clear()
    for _ in range(2):
        booth.tell(events.DocumentSeen("facts", events.Fate.LOST))
        assert booth.facts == [], "not at once: the disk is full"
        booth.wait(6)
        assert booth.facts == [facts]
        booth.facts.clear()
    booth.tell(events.DocumentSeen("facts", events.Fate.SPOOLED))
    booth.wait(20)
    assert booth.facts == []
    assert not booth.seen().pages.not_saved


def test_a_signature_that_could_not_be_kept_is_put_again() -> None:
    booth = Participant().decided()
    booth.tell(events.Sign(b"png"))
    booth.tell(events.DocumentSeen("signature", events.Fate.LOST))
    assert booth.wait(6).count(KeepSignature("lease-a", b"png")) == 1


def test_pictures_on_the_way_are_counted_until_they_are_stored() -> None:
    booth = Participant().all_taken()
    assert booth.seen().pages.on_the_way == len(booth.kept) == 4
    booth.store(events.Fate.SPOOLED)
    assert booth.seen().pages.on_the_way == 4
    booth.store()
    assert booth.seen().pages.on_the_way == 0
    assert {paper.state for paper in booth.seen().pages.papers} == {PaperState.STORED}


# ---------------------------------------------------------------- the next one


def test_the_next_participant_starts_with_nothing() -> None:
    booth = Participant().all_taken()
    booth.tell(events.Finish())
    booth.tell(events.AnswerQuestion(True))
    booth.tell(events.Finish())
    booth.tell(events.Start())
    booth.tell(events.Decide(True))
    other = VisitId("n" * 22)
    booth.hear(queued(visit=other))
    booth.offer(VISIT)  # a late word about the visit before
    booth.progress(outcome=Outcome.COMPLETE)
    assert booth.screen() is Screen.IDENTITY
    booth.offer(other)
    booth.tell(events.TypeNumber())
    assert booth.number()[0] == ""
    booth.touch(events.GoOn)
    booth.touch(events.GoOn)
    booth.tell(events.ChooseClaim("jht"))
    booth.tell(events.ChooseAnswer("no"))
    states = [paper.state for paper in booth.seen().pages.papers]
    assert states[:2] == [PaperState.OPEN, PaperState.OPEN]
    assert pages_kept(booth, "id_card") == [1, 2]


def test_no_number_is_left_in_the_machine_after_the_wipe() -> None:
    booth = Participant().at_documents()
    assert NIK in texts(booth.machine)
    booth.tell(events.Finish())
    booth.tell(events.AnswerQuestion(True))
    booth.tell(events.Finish())
    assert booth.screen() is Screen.READY
    assert NIK not in texts(booth.machine)


def texts(root: object) -> set[str]:
    """Every text that the machine's objects hold."""
    found: set[str] = set()
    seen: set[int] = set()
    todo = [root]
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            found.add(one)
        else:
            todo += gc.get_referents(one)
    return found
