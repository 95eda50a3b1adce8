"""A booth's picture with what lies on it: the meter, the participant's screen, left and right; or why there
is none.

Responsible for: showing a picture only while it is live, and saying so when it is not. Not for: the tile
around it. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console, ConsoleType, Space, font
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from channel.wire.link_level import LinkLevel
from cso_console.core.snapshot import Tile, TileState
from cso_console.views.meter import BoothMeter, LinkBars, MeterClock
from cso_console.views.piece import Badge, Drawn, Icon, Label, Piece, fill_hatched, fill_panel
from cso_console.views.words import Words, clock

_HATCHED: Final = (TileState.DISCONNECTED, TileState.FAULT, TileState.OFFLINE)
_EMBLEM: Final = (TileState.FREE, TileState.CLEANING)


class Pill(Drawn):
    """A word on a picture, on a dark ground of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.hide()

    def show_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.adjustSize()
            self.redraw()
        self.setVisible(bool(text))

    def refit(self) -> None:
        self.adjustSize()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(font(ConsoleType.SECOND, self.scale)).horizontalAdvance(self._text)
        return QSize(round(wide) + self.px(2 * Space.XS) + 1, self.px(26))

    def draw(self, painter: QPainter) -> None:
        fill_panel(painter, QRectF(self.rect()), self.px(4), Console.CANVAS)
        painter.setFont(font(ConsoleType.SECOND, self.scale))
        painter.setPen(QColor(Console.T1))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class SeatPill(Drawn):
    """Where the booth's sound comes from in the headset: a dot between left and right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pan = 0.0
        self.hide()
        self.refit()

    def show_pan(self, pan: float | None) -> None:
        if pan is not None and pan != self._pan:
            self._pan = pan
            self.redraw()
        self.setVisible(pan is not None)

    def refit(self) -> None:
        self.setFixedSize(QSize(self.px(110), self.px(24)))

    def draw(self, painter: QPainter) -> None:
        fill_panel(painter, QRectF(self.rect()), self.px(4), Console.CANVAS)
        painter.setFont(font(ConsoleType.KEY_CAP, self.scale))
        painter.setPen(QColor(Console.LISTEN))
        inside = self.rect().adjusted(self.px(Space.XS), 0, -self.px(Space.XS), 0)
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.tr("Ki", "left")
        )
        painter.drawText(
            inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.tr("Ka", "right")
        )
        rail = QRectF(self.px(30), self.height() / 2 - 1, self.width() - self.px(60), 2)
        painter.fillRect(rail, QColor(Console.LISTEN_EDGE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.LISTEN))
        dot = self.px(9)
        middle = rail.center().x() + self._pan * (rail.width() - dot) / 2
        painter.drawEllipse(QRectF(middle - dot / 2, (self.height() - dot) / 2, dot, dot))


class Picture(Piece, QWidget):
    """The live picture of one seat, or a calm notice in its place.

    Signals:
        resized(int, int): the size in device pixels in which pictures are wanted; (0, 0) while none is shown.
    """

    resized = Signal(int, int)

    def __init__(
        self, parent: QWidget, repaints: RepaintClock, ticks: MeterClock, *, large: bool = False
    ) -> None:
        super().__init__(parent)
        self._large = large
        self._words = Words()
        self._hatched = False
        self._veiled = False
        self._low = False
        self._nobody = ("", "")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.video = VideoView(repaints, self)
        self.video.resized.connect(self.resized)
        self.video.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._emblem = Badge(self, 72)
        self._icon = Icon(self, 36, colour=Console.T3)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = Label(self, ConsoleType.LABEL, align=centre, wrap=True)
        self._text = Label(self, ConsoleType.SECOND, Console.T2, align=centre, wrap=True)
        self.meter = BoothMeter(self)
        ticks.add(self.meter)
        self._pill = Pill(self)
        self._doing = Pill(self)
        self._seat = SeatPill(self)
        self._corner = Badge(self, 36, on_light=True)
        self._link = LinkBars(self, on_picture=True)

    def set_low(self, low: bool) -> None:
        """There is no room for words on it."""
        self._low = low

    def say_nobody(self, title: str, text: str) -> None:
        """What stands where there is no booth to be seen, as its visit is over: what is so, what that
        means."""
        self._nobody = (title, text)

    def show_tile(self, tile: Tile, source: LatestFrame, meter: Meter) -> None:
        """Show what there is of ``tile``'s booth; the source is not even looked at while its gate is shut."""
        live = self._is_live(tile)
        self.video.show_source(source if live else None)
        self.video.setVisible(live)
        self.video.set_dimmed(tile.picture_held)
        self._show_notice(tile, live)
        self._show_on_picture(tile, meter, live)
        self.arrange()

    def _is_live(self, tile: Tile) -> bool:
        shut = tile.hold or tile.state in _HATCHED
        return tile.has_channel and tile.picture_open and not tile.camera_fault and not shut

    def _show_on_picture(self, tile: Tile, meter: Meter, live: bool) -> None:
        sounding = tile.has_channel and not tile.hold and tile.state not in _HATCHED
        self.meter.setVisible(sounding and not tile.microphone_fault and not self._low)
        self.meter.show_meter(meter if sounding else None, listened=tile.listen)
        said = self._said(tile) if live and not self._low else ""
        self._pill.show_text(said)
        captured = self._words.captured(tile) if live and not said and not self._low else ""
        self._doing.show_text(captured)
        crowded = bool(said or captured) or self._low
        self._seat.show_pan(tile.pan if live and tile.listen and not crowded else None)
        # Where there is a row for the name, it carries the bars.
        nameless = not self._large and not self.form.tile_name and not self._low
        self._link.setVisible(nameless and sounding and tile.quality.level is not LinkLevel.GOOD)
        self._link.show_level(tile.quality.level)
        self._corner.show_booth(tile.number if self._large and live else 0, on_light=True)

    def _said(self, tile: Tile) -> str:
        """The one thing that must be known about this picture and its sound; voice before picture."""
        if voice := self._voice(tile):
            return voice
        if tile.picture_held:
            if self._large:
                return self.tr("Gambar tertahan · suara dilindungi")
            named = tile.state is TileState.PICTURE_HELD
            return self.tr("Suara dilindungi") if named else self.tr("Gambar tertahan")
        return ""

    def _voice(self, tile: Tile) -> str:
        """What is wrong with the booth's voice, or with mine there."""
        if tile.microphone_fault:
            return self.tr("Mikrofon bilik mati")
        disturbed = tile.quality.level is LinkLevel.VOICE_DISTURBED
        return self.tr("Suara terganggu") if disturbed else ""

    def _show_notice(self, tile: Tile, live: bool) -> None:
        self._set_ground(hatched=not live and tile.state in _HATCHED, veiled=not live and tile.hold)
        emblem = not live and (tile.state in _EMBLEM) and tile.number > 0 and tile.seat > 0
        self._emblem.show_booth(tile.number if emblem else 0, outline=True)
        icon, title, text = ("", "", "") if live or emblem or not tile.number else self._notice(tile)
        self._icon.show_icon(icon)
        self._title.set_text("" if self._low else title)
        self._text.set_text("" if self._low else text)

    def _notice(self, tile: Tile) -> tuple[str, str, str]:
        """(icon, what is so, what that means)."""
        if not tile.seat:
            return "door-exit", *self._nobody
        match tile.state:
            case TileState.DISCONNECTED:
                return "wifi-off", self.tr("Menyambung kembali…"), self.tr("Data aman · petugas sama")
            case TileState.OFFLINE:
                return "plug-connected-x", self.tr("Bilik belum menyala"), self.tr("Muncul sendiri bila siap")
            case TileState.FAULT:
                return "alert-triangle", self.tr("Bilik tidak dapat dipakai"), self._fault(tile)
            case TileState.SERVED_ELSEWHERE:
                return "user-check", self.tr("Dilayani petugas lain"), self.tr("Bukan di meja Anda")
        if not tile.has_channel:
            return "hourglass", self.tr("Menunggu di antrean"), self.tr("Masuk sendiri bila gilirannya")
        if tile.hold:
            sign = self.tr("Kabar berikutnya {time}").format(time=clock(tile.next_sign_s))
            return "player-pause", self.tr("Suara dan gambar ditutup"), sign
        return self._without_picture(tile)

    def _without_picture(self, tile: Tile) -> tuple[str, str, str]:
        """A channel is there, but no picture comes over it. A dead microphone matters more than why."""
        if tile.camera_fault and tile.microphone_fault and tile.consent:
            return "camera-off", self.tr("Kamera dan mikrofon mati"), self.tr("Bilik masih mendengar Anda")
        voice = self._voice(tile)
        if not tile.consent:
            return "camera-off", self.tr("Tanpa gambar"), voice or self.tr("Peserta tidak setuju difoto")
        if tile.camera_fault:
            return "camera-off", self.tr("Kamera bilik mati"), voice or self.tr("Suara tetap berjalan")
        return "photo-off", self.tr("Menunggu gambar…"), voice or self.tr("Kamera bilik belum terbuka")

    def _fault(self, tile: Tile) -> str:
        """Since when; and the code for IT where the tile has no line for it."""
        since = self.tr("Sejak {hour}").format(hour=self._words.hour(tile.fault_at)) if tile.fault_at else ""
        code = self._words.code(tile) if self.scale.compact or self._large else ""
        return " · ".join(part for part in (since, code) if part)

    def _set_ground(self, *, hatched: bool, veiled: bool) -> None:
        if (hatched, veiled) != (self._hatched, self._veiled):
            self._hatched, self._veiled = hatched, veiled
            self.update()

    def refit(self) -> None:
        radius = self.px(self.form.radius_panel) if self._large else 0
        self.video.set_form(ground=Console.CANVAS, behind=Console.B2, radius_px=radius)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        self.video.setGeometry(self.rect())
        inset = self.px(Space.XS)
        foot = self.height() - inset
        # Without a picture the middle and the foot are the notice's.
        self.meter.move(inset, inset if self._title.text() else foot - self.meter.height())
        beside = 0 if self.meter.isHidden() else self.meter.width() + self.px(Space.XXS)
        self._pill.move(inset + beside, foot - self._pill.height())
        self._link.move(self.width() - inset - self._link.width(), inset)
        self._doing.move(self.width() - inset - self._doing.width(), foot - self._doing.height())
        self._seat.move(self.width() - inset - self._seat.width(), foot - self._seat.height())
        self._corner.move(self.px(Space.S), self.px(Space.S))
        self._emblem.set_side(min(72, round(self.height() * 0.55 / self.scale.factor)))
        self._emblem.move(
            (self.width() - self._emblem.width()) // 2, (self.height() - self._emblem.height()) // 2
        )
        self._arrange_notice()

    def _arrange_notice(self) -> None:
        """Icon, title and text as one block in the middle."""
        wide = self.width() - 2 * self.px(Space.XS)
        title = self._title.heightForWidth(wide) if self._title.text() else 0
        text = self._text.heightForWidth(wide) if self._text.text() else 0
        gap = self.px(Space.XS)
        icon = self._icon.height()
        words = title + gap + text
        fits = icon + gap + words <= self.height()
        top = (self.height() - words - (icon + gap) * fits) // 2
        left = self.px(Space.XS)
        # Where there is no room for all, words matter more than the drawing above them.
        self._icon.move((self.width() - self._icon.width()) // 2, top if fits else -icon)
        top += (icon + gap) * fits
        self._title.setGeometry(left, top, wide, title)
        self._text.setGeometry(left, top + title + gap, wide, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._hatched or self._veiled):
            return
        painter = QPainter(self)
        if self._hatched:
            fill_hatched(painter, QRectF(self.rect()), self.px(28))
        else:
            painter.fillRect(self.rect(), QColor(Console.VEIL))
        painter.end()
