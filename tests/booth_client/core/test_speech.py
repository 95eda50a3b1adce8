from __future__ import annotations

import pytest

from booth_client.config import Times
from booth_client.core.commands import Play, Prompt, Quiet
from booth_client.core.events import (
    ChooseLanguage,
    Decide,
    DeviceSeen,
    DocumentSeen,
    EyeSeen,
    Fate,
    Finish,
    GoBack,
    GoOn,
    Link,
    LinkSeen,
    RepeatVoice,
    Start,
    TakePaper,
)
from booth_client.core.pages import PaperState
from booth_client.core.snapshot import Device, Language, Screen
from tests.booth_client.core.builders import Booth, assigned, spoken
from tests.booth_client.core.participant import Participant

TIMES = Times(first_sign_s=6, next_sign_s=60)


def test_a_parked_booth_hears_of_it_within_ten_seconds_and_then_every_minute() -> None:
    booth = Booth(TIMES).in_call(talk=True)
    booth.desk()
    assert spoken(booth.wait(5.8)) == []
    assert spoken(booth.wait(0.4)) == ["parked"]
    assert spoken(booth.wait(59)) == []
    assert spoken(booth.wait(2)) == ["still_waiting"]


@pytest.mark.parametrize(("fate", "said"), [(Fate.STORED, "parked"), (Fate.REFUSED, "parked_papers")])
def test_only_who_has_a_paper_left_is_told_to_prepare_it(fate: Fate, said: str) -> None:
    booth = Participant(Times(first_sign_s=6)).all_taken()
    booth.touch(GoOn)
    booth.store(fate)
    assert booth.screen() is Screen.PARKED
    assert spoken(booth.wait(7)) == [said]


def test_when_nothing_is_left_to_photograph_the_checklist_says_so() -> None:
    booth = Participant().all_taken()
    assert booth.screen() is Screen.DOCUMENTS
    assert spoken(booth.tell(RepeatVoice())) == ["documents_done"]


def test_while_the_face_alone_is_left_the_checklist_does_not_say_that_nothing_is() -> None:
    booth = Participant()
    booth.tell(DeviceSeen(Device.CAMERA, False))
    booth.all_taken()
    booth.skip()  # the face, which no camera sees
    booth.tell(DeviceSeen(Device.CAMERA, True))
    booth.tell(TakePaper("portrait"))
    booth.tell(GoBack())
    assert (booth.screen(), booth.states()["portrait"]) == (Screen.DOCUMENTS, PaperState.OPEN)
    assert spoken(booth.tell(RepeatVoice())) == ["documents"]


def test_who_has_nothing_left_but_their_face_has_no_paper_to_prepare() -> None:
    booth = Participant(Times(first_sign_s=6)).all_taken()
    booth.touch(GoOn)
    portrait = next(one.picture for one in booth.kept if one.kind == "portrait")
    booth.store()
    booth.tell(DocumentSeen(portrait, Fate.REFUSED))
    assert (booth.screen(), booth.states()["portrait"]) == (Screen.PARKED, PaperState.BEGUN)
    assert spoken(booth.wait(7)) == ["parked"]


def test_without_the_documents_camera_nobody_is_told_to_show_a_card() -> None:
    booth = Participant().agreed()
    assert spoken(booth.tell(RepeatVoice())) == ["identity"]
    booth.tell(EyeSeen(False))
    assert spoken(booth.tell(RepeatVoice())) == ["identity_type"]


def test_a_held_booth_hears_the_words_of_the_hold() -> None:
    booth = Booth(TIMES).in_call(talk=True)
    booth.desk(hold=True)
    assert spoken(booth.wait(67)) == ["hold", "still_waiting"]


def test_the_default_first_sign_comes_within_ten_seconds() -> None:
    assert Times().first_sign_s <= 10
    assert Times().next_sign_s <= 60


def test_a_short_parking_is_not_spoken_of() -> None:
    booth = Booth(TIMES).in_call(talk=True)
    booth.desk()
    booth.wait(4)
    booth.desk(talk=True)
    assert spoken(booth.wait(90)) == []


def test_somebody_in_the_queue_gets_a_sign_of_life_every_minute() -> None:
    assert spoken(Booth(TIMES).waiting().wait(125)) == ["still_waiting", "still_waiting"]


def test_signs_of_life_go_on_while_a_question_is_open() -> None:
    booth = Booth(Times(first_sign_s=6, answer_s=20)).in_call()
    booth.tell(Finish())
    assert spoken(booth.wait(8)) == ["parked"]


def test_the_officers_voice_silences_the_booths_own() -> None:
    booth = Booth(TIMES).in_call()
    assert Quiet() in booth.desk(talk=True)


def test_nothing_is_spoken_while_the_officer_talks() -> None:
    booth = Booth(TIMES).in_call(talk=True, listen=True)
    assert spoken([*booth.wait(120), *booth.tell(RepeatVoice())]) == []


def test_the_sound_that_was_promised_comes_with_the_officer() -> None:
    booth = Booth(TIMES).waiting()
    assert spoken(booth.hear(assigned())) == ["officer_comes"]


def test_consent_is_read_out_and_again_when_asked() -> None:
    booth = Booth(TIMES).ready()
    assert spoken(booth.tell(Start())) == ["consent"]
    assert spoken(booth.tell(RepeatVoice())) == ["consent"]


def test_prompts_speak_the_language_of_the_screen() -> None:
    booth = Booth(TIMES).consent()
    booth.tell(ChooseLanguage(Language.ENGLISH))
    assert booth.tell(RepeatVoice()) == [Play(Prompt.CONSENT, Language.ENGLISH)]


def test_an_idle_booth_speaks_only_when_asked() -> None:
    booth = Booth(TIMES).ready()
    assert spoken(booth.wait(300)) == []
    assert spoken(booth.tell(RepeatVoice())) == ["welcome"]


def test_calling_is_said_once() -> None:
    assert spoken(Booth(TIMES).consent().tell(Decide(False))) == ["calling"]


def test_a_broken_link_is_said_at_once() -> None:
    booth = Booth(TIMES).in_call(talk=True)
    assert spoken(booth.tell(LinkSeen(Link.LOST))) == ["reconnecting"]
