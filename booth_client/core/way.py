"""The participant's own way: who they are, what for, their papers one by one, and at last what was decided.

Responsible for: which page comes, forward and back; what the officer asks for in between; that facts and
pictures are put into the case; what is looked at on which page. Not for: queue and call, or which of page
and call is shown (``visit``).

A page is None where nothing is to be done: the participant waits, or talks. It never needs the server but
for the claims on offer and the decision.
"""

from __future__ import annotations

from typing import Final, TypeAlias, assert_never

from booth_client.core import events
from booth_client.core.capturing import Taken
from booth_client.core.choice import Choice
from booth_client.core.closing import Closing, Paperwork
from booth_client.core.commands import Command, PrintSlip, Prompt, Send
from booth_client.core.events import OfTheWay, OnTheWay
from booth_client.core.identity import Identity
from booth_client.core.keeping import Keeping
from booth_client.core.pages import AskedQuestion, Pages
from booth_client.core.papers import Papers
from booth_client.core.photographing import Photographing
from booth_client.core.service import Service
from booth_client.core.snapshot import Language, Screen
from channel.core.guidance import OfficerRequest
from channel.wire.documents import CaseFacts
from channel.wire.ids import VisitId
from channel.wire.messages import RateVisit

_Told: TypeAlias = OnTheWay | events.GoBack | OfTheWay | events.Tick
_TYPING: Final = (Screen.NIK, Screen.KPJ)
_UNFINISHED: Final = (Screen.IDENTITY, *_TYPING, Screen.CLAIM, Screen.CLAIM_QUESTION)
"""Pages on which what is said to the case is just being changed."""


class Way:
    """One booth's. Attributes: ``language``, in which slips are written; ``stands``, the screen of queue or
    call, under which pictures are taken; ``active``, while there is a way."""

    def __init__(self, service: Service, paperwork: Paperwork, consent_version: str) -> None:
        self.language = Language.INDONESIAN
        self.stands = Screen.CALLING
        self.active = False
        self._service = service
        self._paperwork = paperwork
        self._consent_version = consent_version
        self._photographing = Photographing()
        self._forget()

    def _forget(self) -> None:
        self._identity = Identity(self._paperwork.kpj_form)
        self._choice = Choice()
        self._keeping = Keeping()
        self._papers = Papers(self._choice.document, self._keeping.is_stored)
        self._closing = Closing(self._service, self._paperwork, self._choice, self._papers)
        self._photographing.begin(self._papers)
        self._page: Screen | None = Screen.IDENTITY
        """Below captures and the officer's look."""
        self._over = False
        """The visit has ended; only what is decided now is still of interest."""
        self._retake_untold = False
        self._claim_unasked = False
        """The claims on offer did not come in time."""

    # ------------------------------------------------------------ in and out

    def begin(self) -> None:
        """The participant has agreed."""
        self._forget()
        self.active = True

    @property
    def page(self) -> Screen | None:
        if not self.active:
            return None
        if self._over or self._closing.page is not None:
            return self._closing.page
        if self._photographing.looks:
            return Screen.LOOK
        if self._photographing.undecided:
            return Screen.CLAIM_QUESTION
        return Screen.CAPTURE if self._photographing.kind else self._page

    @property
    def decided(self) -> bool:
        return self.active and self._closing.page is not None

    @property
    def rated(self) -> bool:
        """The last thing that is asked was answered."""
        return self.active and self._closing.rated > 0

    @property
    def lies_on(self) -> bool:
        """What was photographed already still lies there, untouched."""
        return self._photographing.lies_on

    @property
    def prompt(self) -> Prompt | None:
        """Of the picture that is taken; None on other pages."""
        return self._photographing.prompt if self.page is Screen.CAPTURE else None

    def fitting(self, prompt: Prompt) -> Prompt:
        """What is true in its place, as it stands with cameras, papers and printer."""
        match prompt:
            case Prompt.IDENTITY if not self._photographing.eye_works:
                return Prompt.IDENTITY_TYPE
            case Prompt.DOCUMENTS if not self._papers.are_left:
                return Prompt.DOCUMENTS_DONE
            case Prompt.PARKED if self.active and self._papers.are_to_prepare:
                return Prompt.PARKED_PAPERS
            case Prompt.SLIP if not self._closing.comes_on_paper:
                return Prompt.SLIP_PHOTO
            case _:
                return prompt

    def take_word(self) -> Prompt | None:
        """What is to be said of what has just happened; once."""
        word, self._photographing.word = self._photographing.word, None
        return word

    def take_lease(self, visit: VisitId, lease: str, now_s: float) -> list[Command]:
        if not self.active:
            return []
        return [*self._keeping.take_lease(visit, lease), *self._settle(now_s)]

    def see_face_camera(self, works: bool, now_s: float) -> list[Command]:
        self._photographing.face_works = works
        return self._settle(now_s)

    def leave(self, now_s: float, *, for_good: bool = True) -> list[Command]:
        """The visit is over: what was said until now goes into the case. Not ``for_good``: the officer may
        decide in a moment, and the participant is still there."""
        if not self.active:
            return []
        kept = self._put_facts(unfinished=True)
        self._over, self.active = True, not for_good
        return [*kept, *self._photographing.wipe(now_s), *(self._keeping.stop() if for_good else [])]

    def wipe(self, now_s: float) -> list[Command]:
        orders = self.leave(now_s)
        self._forget()
        return orders

    # ------------------------------------------------------------ events

    def handle(self, event: _Told, now_s: float) -> list[Command]:
        orders = self._follow(event, now_s)
        return [*orders, *self._settle(now_s)]

    def _follow(self, event: _Told, now_s: float) -> list[Command]:
        match event:
            case events.EyeSeen(works):
                self._photographing.eye_works = works
            case events.StillSeen():
                orders, taken = self._photographing.take(event, now_s)
                return [*orders, *([] if taken is None else self._keep(taken))]
            case _ if not self.active:
                pass
            case events.Tick():
                return [*self._photographing.pass_time(now_s), *self._keeping.pass_time(now_s)]
            case events.FindingSeen():
                return self._photographing.see(event, now_s)
            case events.CodesSeen(texts):
                if self.page is Screen.IDENTITY and self._identity.scan(texts, now_s):
                    self._turn_to(Screen.NIK)
            case events.DocumentSeen():
                if not self._keeping.see(event, now_s):
                    self._papers.lose(event.picture)
                    self._photographing.lose(event.picture)
            case events.ClaimsSeen(offered):
                if offered.visit == self._keeping.visit:
                    self._choice.hear(offered)
                    if self._claim_unasked and self._page is None:
                        self._turn_to(Screen.CLAIM)
            case events.ProgressSeen(progress):
                if progress.visit == self._keeping.visit:
                    self._retake_untold = self._papers.judge(progress.items) or self._retake_untold
                    self._closing.hear(progress, now_s)
                    if self.decided:
                        self._photographing.forget_wishes()
            case events.PrinterSeen(printing):
                self._closing.hear_printer(printing)
            case _:
                return self._obey(event)
        return []

    def _obey(self, intent: OnTheWay | events.GoBack) -> list[Command]:
        page = self.page
        match intent:
            case _ if self._over and page is None:
                pass
            case events.GoBack():
                self._go_back()
            case events.GoOn(page=touched):
                return self._go_on(page) if touched is page else []
            case events.TypeNumber():
                if page is Screen.IDENTITY:
                    self._turn_to(Screen.NIK)
            case events.PressKey(key):
                if page is not None and page in _TYPING:
                    self._identity.press(page, key)
            case events.EraseKey():
                if page is not None and page in _TYPING:
                    self._identity.erase(page)
            case events.ShowNumber(shown):
                self._identity.show(shown)
            case events.ChooseClaim(claim):
                if page is Screen.CLAIM and self._choice.choose(claim):
                    self._turn_to(self._after_claim())
            case events.ChooseAnswer(answer, item=touched):
                if page is not Screen.CLAIM_QUESTION or touched != self._photographing.undecided:
                    pass
                elif touched:
                    self._photographing.say_which(answer)
                elif self._choice.answer(answer):
                    self._turn_to(self._after_claim())
            case events.TakePaper(item):
                if page in (Screen.DOCUMENTS, None) and item in self._papers.listed:
                    self._page = Screen.DOCUMENTS
                    self._photographing.begin_one(item)
            case events.SkipPaper(item=touched):
                if page is Screen.CAPTURE and self._photographing.may_skip(touched):
                    self._photographing.skip()
            case events.LastPage(item=touched):
                if page is Screen.CAPTURE and touched == self._photographing.kind:
                    self._photographing.last_page()
            case events.Sign(png):
                if page is Screen.SUMMARY and self._closing.sign():
                    return [*self._keeping.sign(png), *self._go_on(page)]
            case events.DoWithoutSigning():
                if page is Screen.SUMMARY:
                    return self._go_on(page)
            case events.PrintAgain():
                if page is Screen.SLIP:
                    return self._print()
            case events.Rate(score):
                if page is Screen.RATING and not self._closing.rated:
                    self._closing.rated = score
                    return [Send(RateVisit(score=score))]
            case _:
                assert_never(intent)
        return []

    # ------------------------------------------------------------ forward and back

    def _turn_to(self, page: Screen | None) -> None:
        self._page, self._claim_unasked = page, False
        self._identity.enter()

    def _go_on(self, page: Screen | None) -> list[Command]:
        match page:
            case Screen.CLAIM_QUESTION if self._photographing.undecided:
                pass  # goes on with an answer alone
            case Screen.IDENTITY:
                self._turn_to(Screen.NIK)
            case Screen.NIK | Screen.KPJ if self._identity.finish(page):
                self._turn_to(Screen.KPJ if page is Screen.NIK else Screen.CLAIM)
            case Screen.CLAIM if self._choice.claim:
                self._turn_to(self._after_claim())
            case Screen.CLAIM_QUESTION:
                question = self._choice.question()
                if question is not None and question.chosen:
                    self._turn_to(Screen.CLAIM_QUESTION if self._choice.next() else self._after_questions())
            case Screen.DOCUMENTS:
                if not self._photographing.begin_round():
                    self._turn_to(None)
            case Screen.SUMMARY:
                self._closing.go_on()
                return self._print()
            case Screen.SLIP:
                self._closing.go_on()
            case _:
                pass
        return []

    def _after_claim(self) -> Screen | None:
        return Screen.CLAIM_QUESTION if self._choice.to_ask() else self._after_questions()

    def _after_questions(self) -> Screen | None:
        checklist = self._choice.checklist
        return Screen.DOCUMENTS if checklist is not None and checklist.items else None

    def _go_back(self) -> None:
        match self.page:
            case Screen.RATING:
                self._closing.go_back()
            case Screen.CAPTURE | Screen.CLAIM_QUESTION if self._photographing.busy:
                self._photographing.leave()
            case Screen.NIK:
                self._turn_to(Screen.IDENTITY)
            case Screen.KPJ:
                self._turn_to(Screen.NIK)
            case Screen.CLAIM:
                self._turn_to(Screen.KPJ)
            case Screen.CLAIM_QUESTION | Screen.DOCUMENTS:
                self._turn_to(Screen.CLAIM_QUESTION if self._choice.back() else Screen.CLAIM)
            case None:
                self._turn_to(self._after_questions() or Screen.CLAIM)
            case _:
                pass

    @property
    def _can_go_back(self) -> bool:
        return self.page not in (Screen.IDENTITY, Screen.LOOK, Screen.SUMMARY, Screen.SLIP)

    # ------------------------------------------------------------ the officer's requests

    def ask(self, request: OfficerRequest | None, now_s: float) -> list[Command]:
        """What the officer's console asks for now, told again and again; None: nothing is known of it."""
        if not self.active or self._over or self.decided:
            return []
        orders = self._photographing.ask(request, now_s)
        return [*orders, *self._settle(now_s)]

    def begin_channel(self) -> None:
        """Another officer, or the same one anew."""
        self._photographing.begin_channel()

    # ------------------------------------------------------------ what follows from all of it

    def _keep(self, taken: Taken) -> list[Command]:
        self._identity.note_codes(taken.aim.kind, taken.codes)
        return self._keeping.keep(taken.picture, taken.aim.kind, taken.aim.page, self.stands.value)

    def _settle(self, now_s: float) -> list[Command]:
        """Go on where nothing is left to do, lead to what the officer wants again, look at what the page
        needs, put what was said."""
        if not self.active or (self._over and not self.decided):
            return []
        checklist = self._choice.checklist
        self._papers.follow(() if checklist is None else checklist.items)
        self._photographing.move_on(stop=self._retake_untold)
        if self._page is Screen.CLAIM_QUESTION and self._choice.question() is None:
            self._turn_to(self._after_claim() if self._choice.claim else Screen.CLAIM)
        if self._page is Screen.DOCUMENTS and not self._papers.listed:
            self._turn_to(None)
        if self._choice.waited_too_long(on_page=self.page is Screen.CLAIM, now_s=now_s):
            self._turn_to(None)
            self._claim_unasked, self._photographing.word = True, Prompt.NO_CHOICES
        if self._retake_untold and self.page in (Screen.DOCUMENTS, None):
            self._page, self._retake_untold = Screen.DOCUMENTS, False
            self._photographing.word = Prompt.RETAKE
        looks = self._photographing.look(self.page, now_s)
        return [*looks, *self._put_facts(unfinished=False)]

    def _put_facts(self, *, unfinished: bool) -> list[Command]:
        """Not while something is being typed or answered, but for the claim itself, at once."""
        changing = self._keeping.has_facts and not unfinished and self._page in _UNFINISHED
        if not self._choice.claim or changing or self.decided:
            return []
        return self._keeping.put(
            CaseFacts(
                claim=self._choice.claim,
                rules_version=self._choice.rules_version,
                consent_version=self._consent_version,
                language=self.language.value,
                identity=self._identity.told(),
                answers=self._choice.answers,
            )
        )

    def _print(self) -> list[Command]:
        return [PrintSlip(self._closing.slip(self.language))]

    # ------------------------------------------------------------ what is shown

    def pages(self, now_s: float) -> Pages:
        page = self.page
        if not self.active or (self._over and page is None):
            return Pages(papers=self._papers.view(""))  # what was photographed, until it is wiped
        camera = self._photographing.eye_works
        return Pages(
            scan=self._identity.scan_view(camera, now_s) if page is Screen.IDENTITY else None,
            number=self._identity.entry(page) if page is not None and page in _TYPING else None,
            claims=self._choice.claims if page is Screen.CLAIM else (),
            question=self._question() if page is Screen.CLAIM_QUESTION else None,
            papers=self._papers.view(self._photographing.asked),
            capture=self._photographing.view(now_s) if page is Screen.CAPTURE else None,
            summary=self._closing.summary() if page is Screen.SUMMARY else None,
            slip=self._closing.slip_page(self.language) if page is Screen.SLIP else None,
            rated=self._closing.rated,
            can_go_back=self._can_go_back,
            waits_for_rules=self._choice.waits_for_rules,
            claim_unasked=self._claim_unasked,
            not_saved=self._keeping.not_saved,
            on_the_way=self._keeping.on_the_way,
        )

    def _question(self) -> AskedQuestion | None:
        return self._photographing.which() if self._photographing.undecided else self._choice.question()
