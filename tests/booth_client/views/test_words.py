from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from booth_client.core.snapshot import PrivacyLine, PrivacyState
from booth_client.views.words import clock_words, duration_words, link_words, privacy_icons, privacy_words
from channel.core.link_quality import Reason
from channel.qt import language
from tests.booth_client.views.moments import CALL, PARKED, quality

pytestmark = pytest.mark.usefixtures("indonesian")

ROWS = [
    (
        PrivacyState.OFF,
        ("Tidak ada yang mendengar atau melihat Anda.", "Mikrofon dan kamera mati."),
        ("Nobody hears or sees you.", "Microphone and camera are off."),
        ("microphone-off", "eye-off"),
    ),
    (
        PrivacyState.NO_OFFICER,
        ("Tidak ada yang mendengar atau melihat Anda.", "Anda belum tersambung dengan petugas."),
        ("Nobody hears or sees you.", "You are not connected to an officer yet."),
        ("ear-off", "eye-off"),
    ),
    (
        PrivacyState.SEEN_ONLY,
        ("Petugas tidak mendengar Anda saat ini.", "Petugas melihat Anda. Peserta lain tidak."),
        ("The officer cannot hear you now.", "The officer sees you. Other people do not."),
        ("ear-off", "eye"),
    ),
    (
        PrivacyState.HEARD,
        ("Hanya Petugas Sari yang mendengar Anda.", "Petugas juga melihat Anda. Peserta lain tidak."),
        ("Only Officer Sari hears you now.", "The officer also sees you. Other people do not."),
        ("ear", "eye"),
    ),
    (
        PrivacyState.TALK_ONLY,
        (
            "Petugas Sari berbicara kepada Anda saja.",
            "Petugas tidak mendengar Anda saat ini, tetapi melihat Anda.",
        ),
        ("Officer Sari is talking to you alone.", "The officer cannot hear you now, but sees you."),
        ("volume", "ear-off"),
    ),
    (
        PrivacyState.TALK_SHARED,
        (
            "Petugas Sari berbicara kepada Anda dan bilik lain.",
            "Petugas tidak mendengar Anda saat ini, tetapi melihat Anda.",
        ),
        (
            "Officer Sari is talking to you and other booths.",
            "The officer cannot hear you now, but sees you.",
        ),
        ("volume", "ear-off"),
    ),
    (
        PrivacyState.TWO_OFFICERS,
        (
            "Petugas Sari dan penyelia Budi mendengar Anda.",
            "Keduanya juga melihat Anda. Peserta lain tidak.",
        ),
        ("Officer Sari and supervisor Budi hear you.", "Both also see you. Other people do not."),
        ("users", "eye"),
    ),
    (
        PrivacyState.SHUT,
        ("Petugas tidak mendengar dan tidak melihat Anda.", "Bilik Anda tetap tersambung."),
        ("The officer cannot hear or see you now.", "Your booth stays connected."),
        ("ear-off", "eye-off"),
    ),
    (
        PrivacyState.ALL_CALL,
        ("Pengumuman untuk semua bilik.", "Suara Anda tidak terdengar siapa pun. Petugas melihat Anda."),
        ("Announcement to all booths.", "Nobody hears you. The officer sees you."),
        ("speakerphone", "ear-off"),
    ),
    (
        PrivacyState.UNKNOWN,
        ("Tidak tersambung.", "Mikrofon dan kamera Anda ditutup."),
        ("Not connected.", "Your microphone and camera are shut."),
        ("plug-connected-x",),
    ),
]
SEEN = {
    PrivacyState.SEEN_ONLY,
    PrivacyState.HEARD,
    PrivacyState.TALK_ONLY,
    PrivacyState.TALK_SHARED,
    PrivacyState.TWO_OFFICERS,
    PrivacyState.ALL_CALL,
}


@pytest.mark.parametrize(("state", "indonesian_words", "english_words", "icons"), ROWS)
def test_each_row_of_the_privacy_line_has_the_words_of_the_design(
    qapp: QApplication,
    state: PrivacyState,
    indonesian_words: tuple[str, str],
    english_words: tuple[str, str],
    icons: tuple[str, ...],
) -> None:
    line = PrivacyLine(state, "Sari", "Budi", seen=state in SEEN)
    assert privacy_words(line) == indonesian_words
    assert privacy_icons(line) == icons
    language.switch(qapp, language.Language.EN, "booth")
    assert privacy_words(line) == english_words


@pytest.mark.parametrize("state", sorted(SEEN - {PrivacyState.SEEN_ONLY}))
def test_with_a_shut_camera_no_row_claims_that_somebody_sees(state: PrivacyState) -> None:
    line = PrivacyLine(state, "Sari", "Budi", seen=False)
    first, second = privacy_words(line)
    assert "juga melihat" not in second
    assert "tetapi melihat" not in second
    assert not second.endswith("Petugas melihat Anda.")
    assert "eye" not in privacy_icons(line)
    assert first == privacy_words(PrivacyLine(state, "Sari", "Budi", seen=True))[0]


def test_an_officer_without_a_name_is_still_an_officer() -> None:
    assert privacy_words(PrivacyLine(PrivacyState.HEARD))[0] == "Hanya Petugas yang mendengar Anda."


@pytest.mark.parametrize(
    ("seconds", "indonesian_words", "english_words"),
    [
        (0, "0 detik", "0 seconds"),
        (1, "1 detik", "1 second"),
        (18, "18 detik", "18 seconds"),
        (60, "1 menit", "1 minute"),
        (80, "1 menit 20 detik", "1 minute 20 seconds"),
        (120, "2 menit", "2 minutes"),
        (-3, "0 detik", "0 seconds"),
    ],
)
def test_durations_are_said_in_words(
    qapp: QApplication, seconds: int, indonesian_words: str, english_words: str
) -> None:
    assert duration_words(seconds) == indonesian_words
    language.switch(qapp, language.Language.EN, "booth")
    assert duration_words(seconds) == english_words


LINKS = [
    (
        (Reason.PICTURE_SEEN,),
        "Gambar dikurangi agar suara tetap jelas.",
        "The picture is reduced to keep the sound clear.",
    ),
    (
        (Reason.VOICE_HEARD, Reason.PICTURE_SEEN),
        "Suara kurang jelas. Anda boleh minta petugas mengulang.",
        "The sound is not clear. You may ask the officer to repeat.",
    ),
    (
        (Reason.VOICE_SAID,),
        "Suara Anda kurang jelas bagi petugas. Bicaralah pelan-pelan.",
        "The officer cannot hear you clearly. Please speak slowly.",
    ),
    (
        (Reason.DELAY,),
        "Suara agak terlambat. Beri jeda setelah berbicara.",
        "The sound is a little late. Please pause after you speak.",
    ),
    ((Reason.INTERRUPTED, Reason.VOICE_HEARD), "Tersambung kembali.", "Connected again."),
]


@pytest.mark.parametrize(("reasons", "indonesian_words", "english_words"), LINKS)
def test_what_a_participant_notices_of_the_link_is_said_calmly_with_what_they_may_do(
    qapp: QApplication, reasons: tuple[Reason, ...], indonesian_words: str, english_words: str
) -> None:
    moment = replace(CALL, quality=quality(*reasons))
    assert link_words(moment)[1] == indonesian_words
    language.switch(qapp, language.Language.EN, "booth")
    assert link_words(moment)[1] == english_words


def test_what_a_participant_cannot_notice_is_not_said() -> None:
    assert link_words(CALL) == ("", "")
    assert link_words(replace(CALL, quality=quality(Reason.PICTURE_SENT))) == ("", "")


def test_nobody_is_asked_to_speak_who_is_not_heard() -> None:
    parked = replace(PARKED, quality=quality(Reason.VOICE_SAID, Reason.DELAY))
    assert link_words(parked) == ("", "")
    parked = replace(PARKED, quality=quality(Reason.VOICE_SAID, Reason.LOSS))
    assert link_words(parked)[1] == "Suara kurang jelas."


@pytest.mark.parametrize("reasons", [(), (Reason.PICTURE_HELD,), (Reason.VOICE_HEARD, Reason.PICTURE_HELD)])
def test_a_held_picture_is_always_called_held(reasons: tuple[Reason, ...]) -> None:
    icon, said = link_words(replace(CALL, picture_held=True, quality=quality(*reasons)))
    assert icon == "photo-pause"
    assert said.startswith("Gambar petugas tertahan. Suara ")
    assert ("tetap berjalan" in said) == (Reason.VOICE_HEARD not in reasons)


def test_clock_times_are_written_with_a_point() -> None:
    assert len(clock_words(1_790_000_000.0)) == 5
    assert clock_words(1_790_000_000.0)[2] == "."
