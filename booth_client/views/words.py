"""Sentences that several views share: the privacy line, durations, clock times.

Responsible for: words in Indonesian, marked for translation. Not for: which state holds (``core.privacy``).
Sources are Indonesian; English comes from ``assets/translations/booth_en``.
"""

from __future__ import annotations

import time
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from booth_client.core.snapshot import Device, PrivacyLine, PrivacyState, Snapshot
from channel.core.link_quality import Reason


def officer_words(name: str) -> str:
    """ "Petugas Sari", or "Petugas" while the name is not known."""
    if not name:
        return QCoreApplication.translate("Words", "Petugas")
    return QCoreApplication.translate("Words", "Petugas {name}").format(name=name)


def privacy_words(line: PrivacyLine) -> tuple[str, str]:
    """The two sentences: who hears, who sees."""
    translate = QCoreApplication.translate
    officer = officer_words(line.officer)
    match line.state:
        case PrivacyState.OFF:
            return (
                translate("PrivacyLine", "Tidak ada yang mendengar atau melihat Anda."),
                translate("PrivacyLine", "Mikrofon dan kamera mati."),
            )
        case PrivacyState.FAULT:
            return (
                translate("PrivacyLine", "Mikrofon dan kamera mati."),
                translate("PrivacyLine", "Tidak ada yang mendengar atau melihat."),
            )
        case PrivacyState.NO_OFFICER:
            return (
                translate("PrivacyLine", "Tidak ada yang mendengar atau melihat Anda."),
                translate("PrivacyLine", "Anda belum tersambung dengan petugas."),
            )
        case PrivacyState.OVER:
            return (
                translate("PrivacyLine", "Tidak ada yang mendengar atau melihat Anda."),
                translate("PrivacyLine", "Anda tidak tersambung dengan petugas."),
            )
        case PrivacyState.SEEN_ONLY:
            return (
                translate("PrivacyLine", "Petugas tidak mendengar Anda saat ini."),
                translate("PrivacyLine", "Petugas melihat Anda. Peserta lain tidak."),
            )
        case PrivacyState.HEARD:
            first = translate("PrivacyLine", "Hanya {officer} yang mendengar Anda.").format(officer=officer)
            if line.seen:
                return first, translate("PrivacyLine", "Petugas juga melihat Anda. Peserta lain tidak.")
            return first, translate("PrivacyLine", "Petugas tidak melihat Anda. Peserta lain juga tidak.")
        case PrivacyState.TALK_ONLY | PrivacyState.TALK_SHARED:
            if line.state is PrivacyState.TALK_ONLY:
                first = translate("PrivacyLine", "{officer} berbicara kepada Anda saja.")
            else:
                first = translate("PrivacyLine", "{officer} berbicara kepada Anda dan bilik lain.")
            first = first.format(officer=officer)
            if line.seen:
                second = translate(
                    "PrivacyLine", "Petugas tidak mendengar Anda saat ini, tetapi melihat Anda."
                )
                return first, second
            return first, translate("PrivacyLine", "Petugas tidak mendengar dan tidak melihat Anda.")
        case PrivacyState.TWO_OFFICERS:
            both = translate("PrivacyLine", "{officer} dan penyelia {supervisor} mendengar Anda.")
            first = both.format(officer=officer, supervisor=line.supervisor)
            if line.seen:
                return first, translate("PrivacyLine", "Keduanya juga melihat Anda. Peserta lain tidak.")
            return first, translate("PrivacyLine", "Keduanya tidak melihat Anda. Peserta lain juga tidak.")
        case PrivacyState.SHUT:
            return (
                translate("PrivacyLine", "Petugas tidak mendengar dan tidak melihat Anda."),
                translate("PrivacyLine", "Bilik Anda tetap tersambung."),
            )
        case PrivacyState.ALL_CALL:
            first = translate("PrivacyLine", "Pengumuman untuk semua bilik.")
            if line.seen:
                return first, translate(
                    "PrivacyLine", "Suara Anda tidak terdengar siapa pun. Petugas melihat Anda."
                )
            return first, translate("PrivacyLine", "Suara Anda tidak terdengar siapa pun.")
        case PrivacyState.UNKNOWN:
            return (
                translate("PrivacyLine", "Tidak tersambung."),
                translate("PrivacyLine", "Mikrofon dan kamera Anda ditutup."),
            )
        case _:
            assert_never(line.state)


PRIVACY_ICONS: dict[PrivacyState, tuple[str, ...]] = {
    PrivacyState.OFF: ("microphone-off", "eye-off"),
    PrivacyState.FAULT: ("microphone-off", "eye-off"),
    PrivacyState.NO_OFFICER: ("ear-off", "eye-off"),
    PrivacyState.OVER: ("ear-off", "eye-off"),
    PrivacyState.SEEN_ONLY: ("ear-off", "eye"),
    PrivacyState.HEARD: ("ear", "eye"),
    PrivacyState.TALK_ONLY: ("volume", "ear-off"),
    PrivacyState.TALK_SHARED: ("volume", "ear-off"),
    PrivacyState.TWO_OFFICERS: ("users", "eye"),
    PrivacyState.SHUT: ("ear-off", "eye-off"),
    PrivacyState.ALL_CALL: ("speakerphone", "ear-off"),
    PrivacyState.UNKNOWN: ("plug-connected-x",),
}


def privacy_icons(line: PrivacyLine) -> tuple[str, ...]:
    icons = PRIVACY_ICONS[line.state]
    if line.state in (PrivacyState.HEARD, PrivacyState.TWO_OFFICERS) and not line.seen:
        return icons[0], "eye-off"
    return icons


def link_words(snapshot: Snapshot) -> tuple[str, str]:
    """An icon and a sentence about a link that is not as it should be; empty when nothing need be said.

    Said is what the participant can notice here, and what they may do about it.
    """
    translate = QCoreApplication.translate
    icon, about_voice = _voice_words(snapshot)
    if snapshot.picture_held:
        held, goes_on = (
            translate("Link", "Gambar petugas tertahan."),
            translate("Link", "Suara tetap berjalan."),
        )
        return "photo-pause", f"{held} {about_voice or goes_on}"
    if not about_voice and Reason.PICTURE_SEEN in snapshot.quality.reasons:
        return "info-circle", translate("Link", "Gambar dikurangi agar suara tetap jelas.")
    return icon, about_voice


def _voice_words(snapshot: Snapshot) -> tuple[str, str]:
    """Of the gravest reason that concerns the voice and this participant."""
    translate = QCoreApplication.translate
    heard = snapshot.privacy.heard
    for reason in snapshot.quality.reasons:
        match reason:
            case Reason.INTERRUPTED:
                return "plug-connected", translate("Link", "Tersambung kembali.")
            case Reason.VOICE_HEARD | Reason.LOSS if heard:
                ask = translate("Link", "Suara kurang jelas. Anda boleh minta petugas mengulang.")
                return "ear", ask
            case Reason.VOICE_HEARD | Reason.LOSS:
                return "ear", translate("Link", "Suara kurang jelas.")
            case Reason.VOICE_SAID if heard:
                slowly = translate("Link", "Suara Anda kurang jelas bagi petugas. Bicaralah pelan-pelan.")
                return "microphone", slowly
            case Reason.DELAY if heard:
                return "clock", translate("Link", "Suara agak terlambat. Beri jeda setelah berbicara.")
    return "", ""


def duration_words(seconds: int) -> str:
    """ "18 detik", "1 menit", "1 menit 20 detik"."""
    minutes, rest = divmod(max(0, seconds), 60)
    translate = QCoreApplication.translate
    minute_words = (
        translate("Words", "1 menit") if minutes == 1 else translate("Words", "{n} menit").format(n=minutes)
    )
    second_words = (
        translate("Words", "1 detik") if rest == 1 else translate("Words", "{n} detik").format(n=rest)
    )
    if not minutes:
        return second_words
    return f"{minute_words} {second_words}" if rest else minute_words


def clock_words(unix_s: float) -> str:
    """Local time as it is written in Indonesia and understood elsewhere: "09.48"."""
    return time.strftime("%H.%M", time.localtime(unix_s))


def device_words(device: Device) -> str:
    translate = QCoreApplication.translate
    match device:
        case Device.CAMERA:
            return translate("Words", "kamera tidak ditemukan")
        case Device.MICROPHONE:
            return translate("Words", "mikrofon tidak ditemukan")
        case Device.SPEAKER:
            return translate("Words", "pengeras suara tidak ditemukan")
        case Device.DOCUMENT_CAMERA:
            return translate("Words", "kamera dokumen tidak ditemukan")
        case Device.PRINTER:
            return translate("Words", "printer tidak siap")
        case _:
            assert_never(device)
