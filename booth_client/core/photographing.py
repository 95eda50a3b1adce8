"""Which paper is photographed now: the participant's own round, and what the officer asks for in between.

Responsible for: going from one picture to the next, the pause after each, the officer's wishes (a document,
a live look, a picture at once), and what is looked at on which page. Not for: when a still is good
(``capturing``), how far each paper is (``papers``), which page comes else (``way``).

What the officer's console asks for is told again and again: only a change of it is a request.
"""

from __future__ import annotations

from typing import Final

from booth_client.core.capturing import Aim, Capturing, Purpose, Taken
from booth_client.core.commands import Command, Drop, Prompt
from booth_client.core.events import FindingSeen, StillSeen
from booth_client.core.pages import AskedQuestion, Capture
from booth_client.core.papers import PORTRAIT, Papers
from booth_client.core.snapshot import Screen
from booth_client.core.speech import prompt_of_shot
from channel.core.guidance import OfficerRequest
from channel.rules.claims import Document, Form, Text

TAKEN_SHOWS_S: Final = 1.6
"""So long "Bagus. Terima kasih." stays, and can be heard, before the next picture is asked for."""
STILL: Final = "still"
"""The kind of what the officer takes of whatever lies there."""
STILLS_MOST: Final = 99
_WHICH: Final = Text("Dokumen mana yang Anda bawa?", "Which of these documents do you have?")
_NEITHER: Final = "neither"
_NEITHER_TEXT: Final = Text("Tidak ada satu pun", "None of these")
TURN_S: Final = 0.6
"""For so long after one paper has followed another a touch was meant for the one before."""
_BUSY: Final = (Screen.NIK, Screen.KPJ, Screen.CLAIM, Screen.CLAIM_QUESTION)
"""Pages on which the participant looks at the screen, and the portrait is taken by the way."""


def which_of(item: str, documents: tuple[Document, ...]) -> AskedQuestion:
    """Which of these there is for this item, or none of them."""
    answers = tuple((str(one.id), one.name) for one in documents)
    return AskedQuestion(_WHICH, (*answers, (_NEITHER, _NEITHER_TEXT)), number=0, item=item)


class Photographing:
    """Attributes: ``looks``, the officer wants to see what lies there; ``word``, what is to be said of what
    has just happened; ``eye_works`` and ``face_works``, the two cameras."""

    def __init__(self) -> None:
        self.eye_works = True
        self.face_works = True
        self._capturing = Capturing()
        self.begin(Papers(lambda kind: None, lambda picture: False))

    def begin(self, papers: Papers) -> None:
        """Of another visit."""
        self.word: Prompt | None = None
        self.looks = False
        self._papers = papers
        self._own = ""
        self._round = False
        """The next paper follows by itself."""
        self._asked = ""
        self._asked_begun = False
        self._request: OfficerRequest | None = None
        self._stills = 0
        self._shoots = False
        self._pause_s: float | None = None
        self._shown: tuple[Screen | None, str] | None = None
        """On which page, and which paper."""
        self._turned_s = 0.0
        self._is_fresh = False
        """The paper that is asked for has just followed another."""

    def wipe(self, now_s: float) -> list[Command]:
        """Nothing is looked at any more."""
        self.forget_wishes()
        return self._capturing.wipe(now_s)

    @property
    def kind(self) -> str:
        """The document that is photographed now; empty for none. The officer's wish goes first."""
        return self._asked or self._papers.kind_of(self._own)

    @property
    def undecided(self) -> str:
        """The item whose turn it is, while nobody has said which of its documents there is."""
        return "" if self.kind else self._own

    def which(self) -> AskedQuestion:
        """The question for that."""
        return which_of(self.undecided, self._papers.alternatives(self.undecided))

    def say_which(self, answer: str) -> None:
        if answer == _NEITHER:
            if self.may_skip(self.undecided):
                self._papers.sheet_of(self.undecided).skip()
                self._finish()
        elif any(one.id == answer for one in self._papers.alternatives(self.undecided)):
            self._papers.choose(answer)

    @property
    def busy(self) -> bool:
        """Whether a paper's turn is on."""
        return bool(self._asked or self._own)

    @property
    def asked(self) -> str:
        return self._asked

    @property
    def prompt(self) -> Prompt | None:
        """Of the picture that is taken."""
        return None if self._capturing.aim is None else prompt_of_shot(self._capturing.aim.shot)

    @property
    def lies_on(self) -> bool:
        """The document whose picture was taken last is still there."""
        return self._capturing.lies_on

    # ------------------------------------------------------------ the participant's round

    def begin_round(self) -> bool:
        """All that is to be photographed, one after the other. False: nothing is."""
        self._own, self._round = self._papers.next() or "", True
        return bool(self._own)

    def begin_one(self, item: str) -> None:
        self._own, self._round = item, False
        self._papers.reconsider(item)
        self._papers.sheet_of(item).begin()

    def may_skip(self, touched: str) -> bool:
        """``touched``: the paper that was shown or asked about at the touch."""
        return touched == (self.kind or self._own) and not self._is_fresh

    def skip(self) -> None:
        self._papers.sheet(self.kind).skip()
        self._pause_s = None
        self._finish()

    def last_page(self) -> None:
        sheet = self._papers.sheet(self.kind)
        if self._pause_s is None and sheet.may_close:
            sheet.close()

    def leave(self) -> None:
        """Back to where the participant was."""
        if self.kind:
            self._papers.sheet(self.kind).leave()
        self._end()

    def move_on(self, *, stop: bool) -> None:
        """When nothing is left to do for a paper. ``stop``: the round does not go on by itself."""
        self._round = self._round and not stop
        while self.busy and self._pause_s is None and self._is_done:
            self._finish()

    @property
    def _is_done(self) -> bool:
        """Nothing is to be photographed for the paper whose turn it is, nor to be asked."""
        if self.undecided:
            return self._papers.sheet_of(self.undecided).settled
        sheet = self._papers.sheet(self.kind)
        return sheet.wanted is None or (sheet.settled and not self._asked)

    def _finish(self) -> None:
        following = self._papers.next() if self._round and not self._asked else None
        if following is not None and following != self._own:
            self._own = following
        else:
            self._end()

    def _end(self) -> None:
        self._pause_s = None
        item = self._papers.item_of(self._asked) if self._asked else self._own
        if self._asked:
            self._asked = ""
        else:
            self._own = ""
        if not self._papers.sheet_of(item).skipped:
            self._papers.reconsider(item)

    # ------------------------------------------------------------ the officer's wishes

    def ask(self, request: OfficerRequest | None, now_s: float) -> list[Command]:
        """None: nothing is known of the officer's console now."""
        before, self.looks = self._request, request is not None and request.look
        if request is None:
            return []
        self._request = request
        if request.wants != ("" if before is None else before.wants):
            if request.wants:
                self._asked, self._asked_begun, self._pause_s = request.wants, False, None
                self._papers.choose(request.wants)
                self._papers.sheet(request.wants).begin()
            elif self._asked and not self._asked_begun:
                self._end()
        return self._shoot(now_s) if before is not None and request.shoot > before.shoot else []

    def begin_channel(self) -> None:
        """Another officer, or the same one anew: what was asked before was asked by nobody."""
        self._request, self.looks = None, False

    def forget_wishes(self) -> None:
        """The case is decided, or the visit over: the officer needs to see nothing more."""
        self.looks = self._shoots = False

    def _shoot(self, now_s: float) -> list[Command]:
        aim = self._capturing.aim
        if aim is not None and aim.purpose is Purpose.SHOT and self._pause_s is None:
            return self._capturing.shoot(now_s)
        if self.eye_works and not self._shoots and self._stills < STILLS_MOST:
            self._shoots = True
            self._stills += 1
        return []

    # ------------------------------------------------------------ what the cameras say

    def see(self, seen: FindingSeen, now_s: float) -> list[Command]:
        return self._capturing.see(seen, now_s)

    def take(self, seen: StillSeen, now_s: float) -> tuple[list[Command], Taken | None]:
        """What is given back is to be put into the case."""
        orders, taken = self._capturing.take(seen, now_s)
        if taken is None:
            return orders, None
        aim = taken.aim
        if aim.purpose is Purpose.STILL:
            self._shoots = False
            return orders, taken
        sheet = self._papers.sheet(aim.kind)
        if sheet.wanted is None or sheet.wanted.number != aim.page:
            return [*orders, Drop(taken.picture)], None
        sheet.keep(taken.picture)
        if aim.purpose is not Purpose.PORTRAIT:
            self.word, self._pause_s = Prompt.TAKEN, now_s + TAKEN_SHOWS_S
            self._asked_begun = True
        return orders, taken

    def lose(self, picture: str) -> None:
        """It could not be kept, and is wanted again."""
        self._capturing.lose(picture)

    def pass_time(self, now_s: float) -> list[Command]:
        if self._pause_s is not None and now_s >= self._pause_s:
            self._pause_s = None
        if self._shoots and self._capturing.is_over(now_s):
            self._shoots = False
        return self._capturing.pass_time(now_s)

    # ------------------------------------------------------------ what is looked at

    def look(self, page: Screen | None, now_s: float) -> list[Command]:
        """What the page needs; a new picture to take is announced."""
        self._note_turn(page, now_s)
        shoots = self._shoots and self.eye_works
        if page is Screen.CAPTURE and self._pause_s is not None and not shoots:
            return []  # what was taken is still shown
        aim = self._aim(page)
        orders = self._capturing.look_at(aim, now_s)
        if aim is not None and orders and self.word is None and page is Screen.CAPTURE:
            self.word = prompt_of_shot(aim.shot)
        return orders

    def _note_turn(self, page: Screen | None, now_s: float) -> None:
        is_turn = self.busy and page in (Screen.CAPTURE, Screen.CLAIM_QUESTION)
        shown = (page, self.kind or self._own) if is_turn else None
        if shown != self._shown:
            if shown is not None and self._shown is not None:
                self._turned_s, self._is_fresh = now_s, True
            self._shown = shown
        self._is_fresh = self._is_fresh and shown is not None and now_s - self._turned_s < TURN_S

    def _aim(self, page: Screen | None) -> Aim | None:
        """Papers are looked for although their camera does not work: nobody else would see it come back."""
        if self._shoots and self.eye_works:
            return Aim(Purpose.STILL, STILL, self._stills)
        match page:
            case Screen.IDENTITY:
                return Aim(Purpose.CODES)
            case Screen.LOOK:
                return Aim(Purpose.LOOK)
            case Screen.CAPTURE:
                return self._aim_at_paper()
            case _ if page in _BUSY and self.face_works and self._papers.sheet(PORTRAIT).wanted is not None:
                return Aim(Purpose.PORTRAIT, PORTRAIT, 1)
            case _:
                return None

    def _aim_at_paper(self) -> Aim | None:
        sheet = self._papers.sheet(self.kind)
        shot = sheet.wanted
        if shot is None:
            return None
        if sheet.document.form is Form.PORTRAIT:
            return Aim(Purpose.FACE, self.kind, shot.number) if self.face_works else None
        return Aim(Purpose.SHOT, self.kind, shot.number, shot)

    # ------------------------------------------------------------ what is shown

    def view(self, now_s: float) -> Capture:
        """Of the paper that is photographed."""
        sheet, aim = self._papers.sheet(self.kind), self._capturing.aim
        shot = aim.shot if aim is not None and aim.shot is not None else sheet.wanted
        name, hint = self._papers.text(self.kind)
        count, total = self._papers.count(self.kind)
        state, plan = self._capturing.state(now_s), sheet.progress.plan
        of_face = sheet.document.form is Form.PORTRAIT
        return Capture(
            item=self.kind,
            name=name,
            hint_text=hint,
            form=None if of_face or shot is None else shot.form,
            back=not of_face and shot is not None and shot.back,
            page=1 if shot is None else shot.number,
            pages=0 if plan.open_ended else len(plan.shots),
            count=count,
            total=total,
            hint=state.hint,
            flaw=state.flaw,
            corners=self._capturing.corners,
            progress=state.progress,
            failures=state.failures,
            counts_down_s=self._capturing.counts_down_s(now_s),
            may_close=sheet.may_close and self._pause_s is None,
            camera=self.face_works if of_face else self.eye_works,
            saving=self._capturing.saving,
            may_skip=not self._is_fresh,
        )
