"""Large things to choose from: an icon, a sentence that may take two lines, a smaller one beneath.

Responsible for: how such a choice looks, and as many of them as a page needs. Not for: what is chosen.
GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QResizeEvent

from booth_client.core.events import Intent, Touched
from booth_client.views.buttons import PLAIN, Button, Look
from booth_client.views.canvas import Text
from booth_client.views.page import PageView
from channel.qt.icons import icon_pixmap
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale, Type, Weight

CHOSEN = Look(Kiosk.TINT, Kiosk.INK, Kiosk.PRIMARY, Kiosk.SURFACE)
_SMALL = Type(32, 38, Weight.LABEL)


class Choice(Button):
    """A button over a whole row or card.

    Attributes:
        asks: the intent that it stands for.
    """

    def __init__(self) -> None:
        super().__init__("")
        self.asks: Intent = Touched()
        self._large = Text(KioskType.PANEL, middle=True)
        self._medium = Text(_SMALL, middle=True)
        self._small = Text(KioskType.LEAST, Kiosk.INK2)
        for text in (self._large, self._medium, self._small):
            text.setParent(self)
        self._step: Type = KioskType.PANEL
        self._disc: tuple[str, str, str] = ("", Kiosk.TINT, Kiosk.PRIMARY)
        self._after = ""
        self._is_small = False

    def show_choice(
        self,
        name: str,
        asks: Intent,
        sentence: str,
        note: str = "",
        *,
        icon: str = "",
        icon_ground: str = Kiosk.TINT,
        icon_ink: str = Kiosk.PRIMARY,
        after: str = "",
        look: Look = PLAIN,
        small: bool = False,
        enabled: bool = True,
    ) -> None:
        """``name`` is the object name; ``after``: an icon at the right edge; ``small``: smaller words and
        icon. The note is cut off where it is too long for one line.
        """
        self._is_small = small
        self.setObjectName(name)
        self.asks = asks
        self.show_as(sentence, look=look, note=note)
        self._disc, self._after = (icon, icon_ground, icon_ink), after
        self.setEnabled(enabled)
        self._lay_out()

    def forget(self) -> None:
        self.setObjectName("")
        self.asks = Touched()
        self.show_as("", note="")
        for text in (self._large, self._medium, self._small):
            text.setText("")

    def natural_width(self, padding: float = 39) -> float:
        """None of its own: its words go on to a second line."""
        return 0.0

    def set_scale(self, scale: Scale) -> None:
        super().set_scale(scale)
        for text in (self._large, self._medium, self._small):
            text.set_scale(scale)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _disc_rect(self) -> QRectF:
        """In pixels of the screen; empty without an icon."""
        if not self._disc[0]:
            return QRectF()
        side = self._scale.px(56 if self._is_small else min(116, self.height() / self._scale.factor - 64))
        left = self._scale.px(24 if self._is_small else 34)
        return QRectF(left, (self.height() - side) / 2, side, side)

    def _lay_out(self) -> None:
        scale, small = self._scale, self._is_small
        head = self._medium if small else self._large
        other = self._large if small else self._medium
        other.hide()
        head.setText(self.text())
        self._small.setText("")
        disc = self._disc_rect()
        left = round(disc.right() + scale.px(20 if small else 32)) if self._disc[0] else scale.px(34)
        right = self.width() - scale.px(84 if self._after else 20)
        inset = scale.px(4 if small else 8)
        note_px = scale.px(KioskType.LEAST.line_px) if self._note else 0
        room = self.height() - 2 * inset
        head.setGeometry(left, inset, right - left, room - note_px)
        if note_px:
            # Both together in the middle: the first as high as its lines need.
            step = _SMALL if small else KioskType.PANEL
            need = min(round(head.lines() * step.line_px * scale.factor), room - note_px)
            top = (self.height() - need - note_px) // 2
            head.setGeometry(left, top, right - left, need)
            self._small.setGeometry(left, top + need, right - left, note_px)
            self._small.setText(self._small.elided(self._note))
        self._small.setVisible(bool(note_px))
        head.show()
        self.update()

    def _paint_words(self, painter: QPainter) -> None:
        disc, (icon, ground, ink) = self._disc_rect(), self._disc
        if icon:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(ground))
            painter.drawEllipse(disc)
            side = round(disc.width() * (0.64 if self._is_small else 0.5))
            pixmap = icon_pixmap(icon, side, ink)
            middle = disc.center()
            painter.drawPixmap(round(middle.x() - side / 2), round(middle.y() - side / 2), pixmap)
        if self._after:
            side = self._scale.px(KioskForm.ICON)
            left = self.width() - self._scale.px(28) - side
            painter.drawPixmap(left, (self.height() - side) // 2, icon_pixmap(self._after, side, Kiosk.INK))


class ChoicePage(PageView):
    """A page with as many choices as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self._pool: list[Choice] = []

    def take_choices(self, count: int) -> list[Choice]:
        """That many, visible; the others are hidden and know nothing."""
        while len(self._pool) < count:
            choice = Choice()
            choice.clicked.connect(lambda _=False, choice=choice: self.intended.emit(choice.asks))
            self._pool.append(choice)
            self.place(choice, 0, 0, KioskForm.TARGET_LEAST, KioskForm.TARGET_LEAST)
        for index, choice in enumerate(self._pool):
            choice.setVisible(index < count)
            if index >= count:
                choice.forget()
        return self._pool[:count]

    def forget(self) -> None:
        super().forget()
        for choice in self._pool:
            choice.forget()
