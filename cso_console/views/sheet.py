"""The style sheet of the few widgets that Qt paints by itself: text fields, scroll bars, tooltips.

Responsible for: their colours, from the theme. Not for: fonts, which a style sheet would strip of their
features.

What depends on the scale is set on the widgets that it is about: set on the window, each change would cost
every widget something, 17 ms together.
"""

from __future__ import annotations

from typing import Final

from channel.qt.theme import Console, Scale, Space, console_form

TOOLTIPS: Final = f"""
    QToolTip {{ background: {Console.B3}; color: {Console.T1}; border: 1px solid {Console.EDGE}; }}
    """


def field_sheet(scale: Scale) -> str:
    """Of a text field."""
    c, px = Console, scale.px
    radius = px(console_form(scale).radius_key)
    return f"""
        QLineEdit, QPlainTextEdit {{ background: {c.B0}; color: {c.T1}; border: 1px solid {c.EDGE};
            border-radius: {radius}px; padding: 0 {px(Space.S)}px; selection-background-color: {c.PAPER};
            selection-color: {c.ON_PAPER}; placeholder-text-color: {c.T3}; }}
        QPlainTextEdit {{ padding: {px(Space.XXS)}px {px(Space.XS)}px; }}
        QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.T1}; }}
        QLineEdit:disabled, QPlainTextEdit:disabled {{ color: {c.T2}; border-color: {c.LINE}; }}
        """


def scroll_sheet(scale: Scale) -> str:
    """Of a scroll area and its bar."""
    c, px = Console, scale.px
    return f"""
        QScrollArea {{ background: transparent; border: none; }}
        QScrollBar:vertical {{ background: transparent; width: {px(Space.XS)}px; margin: 0; }}
        QScrollBar::handle:vertical {{ background: {c.EDGE}; border-radius: {px(Space.XXS)}px;
            min-height: {px(Space.XL)}px; }}
        QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
            background: none; border: none; height: 0; }}
        """
