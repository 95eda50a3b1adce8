"""The visit: from the first screen through consent, queue and call to the wiped screen; a pure state machine.

Responsible for: which screen is shown, what is said to the server, when devices and channel open and shut,
what is spoken, and joining queue and call with the participant's own way. Not for: performing any of it
(``runtime``), the words (``views``), that way's pages (``way``), or the gates themselves
(``channel.core.gates``: nothing here can open a microphone).

A page of the way lies over whatever queue and call would show, but for an announcement to all booths.

``handle(event, now_s)`` gives the orders that follow; ``snapshot(now_s)`` what the views may know. ``now_s``
is monotonic and never goes back.
"""

from __future__ import annotations

from typing import assert_never

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.asking import Asking
from booth_client.core.call import Call
from booth_client.core.closing import Paperwork
from booth_client.core.commands import (
    CloseChannel,
    Command,
    OpenChannel,
    Play,
    Prompt,
    Quiet,
    RetryServer,
    Send,
    StartDevices,
    StopDevices,
    TakeOffer,
    Wipe,
)
from booth_client.core.events import Event, Intent
from booth_client.core.faults import DeviceFaults
from booth_client.core.help import HelpCall
from booth_client.core.place import Place
from booth_client.core.privacy import Stage, facts_of, privacy_line
from booth_client.core.service import Service
from booth_client.core.snapshot import Device, Ending, Help, Language, Question, Screen, Snapshot
from booth_client.core.speech import SignsOfLife, prompt_of, speaks_at_once
from booth_client.core.steps import CONDITIONS, STAGES, Step
from booth_client.core.way import Way
from channel.wire import messages as wire
from channel.wire.ids import VisitId

_LOST = (wire.CloseReason.BOOTH_GONE, wire.CloseReason.DESK_GONE, wire.CloseReason.BOOTH_FAULT)


class VisitMachine:
    """One booth. ``lease`` and ``language`` may be read between two calls of ``handle``."""

    def __init__(
        self,
        times: Times,
        language: Language,
        required: frozenset[Device],
        consent_version: str,
        paperwork: Paperwork,
    ) -> None:
        self.lease = ""
        self.language = language
        self._times = times
        self._first_language = language
        self._consent_version = consent_version
        self._service = Service()
        self._faults = DeviceFaults(required)
        self._step = Step.READY
        self._consent = False
        self._visit = self._ended_visit = VisitId("")
        self._place = Place()
        self._call: Call | None = None
        self._way = Way(self._service, paperwork, consent_version)
        self._signs = SignsOfLife(times)
        self._help = HelpCall()
        self._asking = Asking(times.answer_s)
        self._touched_s = 0.0
        self._ending = Ending.FINISHED
        self._wipe_s = 0.0

    @property
    def in_visit(self) -> bool:
        """Whether the server holds a visit of this booth, or is being asked for one."""
        return self._step in (Step.CALLING, Step.WAITING, Step.IN_CALL)

    def handle(self, event: Event, now_s: float) -> list[Command]:
        before, base = self._screen(now_s), self._base(now_s)
        talked = self._call is not None and self._call.officer_talks
        self._way.language, self._way.stands = self.language, base
        commands = self._follow(event, now_s)
        # The report goes first: the server refuses a visit from a booth that is not ready.
        return [*self._report(), *commands, *self._settle(commands, before, base, talked, now_s)]

    def snapshot(self, now_s: float) -> Snapshot:
        call, screen = self._call, self._screen(now_s)
        stage = Stage.FAULT if screen is Screen.FAULT else STAGES[self._step]
        snapshot = Snapshot(
            screen=screen,
            language=self.language,
            privacy=privacy_line(facts_of(stage, call, self._faults, papers_shown=screen is Screen.LOOK)),
            number=self._service.number,
            question=self._asking.question,
            help=self._help.state,
            server_up=self._service.up,
            server_code=self._service.code,
            consent=self._consent,
            queue=self._place.view(now_s, self._service.clock) if self._step is Step.WAITING else None,
            ending=self._ending,
            wipe_in_s=max(0, round(self._wipe_s - now_s)) if self._step is Step.ENDED else 0,
            faults=self._faults.broken,
            faulty_since_unix_s=self._faults.since_unix_s,
            pages=self._way.pages(now_s),
        )
        return snapshot if call is None else call.onto(snapshot, now_s)

    def _screen(self, now_s: float) -> Screen:
        base, page = self._base(now_s), self._way.page
        return base if page is None or base is Screen.ANNOUNCEMENT else page

    def _base(self, now_s: float) -> Screen:
        """Without the pages of the participant's own way."""
        match self._step:
            case Step.READY:
                if self._faults.blocking:
                    return Screen.FAULT
                away = self._service.is_away(now_s, self._times.unavailable_s)
                return Screen.UNAVAILABLE if away else Screen.READY
            case Step.IN_CALL:
                return Screen.CALLING if self._call is None else self._call.screen
            case Step.CONSENT | Step.CALLING | Step.WAITING | Step.ENDED:
                return Screen(self._step.value)
            case Step.CLOSING:
                return Screen.SUMMARY
            case _:
                assert_never(self._step)

    # ------------------------------------------------------------ events

    def _follow(self, event: Event, now_s: float) -> list[Command]:
        if isinstance(event, events.OfTheWay):
            orders = self._way.handle(event, now_s)
            if isinstance(event, events.FindingSeen) and event.finding.good and not self._way.lies_on:
                self._touched_s = now_s
            if self._step is Step.ENDED and self._way.decided:
                self._move(Step.CLOSING)
            return orders
        if isinstance(event, events.OfTheCall):
            if self._call is None:
                return []
            self._call.follow(event)
            return self._way.ask(self._call.request, now_s)
        match event:
            case events.Tick():
                return [*self._way.handle(event, now_s), *self._pass_time(now_s)]
            case events.ServerSaid(message):
                return self._hear(message, now_s)
            case events.ServerLost():
                self._service.lose(now_s)
            case events.ServerRefused(code, retry):
                self._service.refuse(code, retry, now_s)
            case events.AnswerMade(epoch, sdp):
                return [Send(wire.Answer(epoch=epoch, sdp=sdp))] if self._call is not None else []
            case events.RebuildWished(epoch):
                return [Send(wire.AskRebuild(epoch=epoch))] if self._call is not None else []
            case events.DeviceSeen(device, works):
                self._faults.see(device, works, self._service.clock.unix_s(now_s))
                if device is Device.CAMERA:
                    return self._way.see_face_camera(works, now_s)
            case _:
                return self._obey(event, now_s)
        return []

    def _obey(self, intent: Intent, now_s: float) -> list[Command]:
        self._touched_s = now_s
        match intent:
            case events.Touched():
                return []
            case events.Start():
                if self._screen(now_s) is Screen.READY:
                    self._step = Step.CONSENT
                return []
            case events.Decide(agreed):
                return self._begin(agreed, now_s) if self._step is Step.CONSENT else []
            case events.GoBack() if self._step is Step.CONSENT:
                return self._wipe(now_s)
            case events.Finish():
                return self._finish(now_s)
            case events.AnswerQuestion(yes):
                return self._answered(yes, now_s)
            case events.AskForHelp():
                return self._ask_help(now_s)
            case events.RepeatVoice():
                return self._say(self._way.prompt or prompt_of(self._screen(now_s)))
            case events.ChooseLanguage(language):
                self.language = self._way.language = language
                return []
            case _:
                orders = self._way.handle(intent, now_s)
                return [*orders, *(self._leave(now_s) if self._way.rated else [])]

    def _hear(self, message: wire.ToBooth, now_s: float) -> list[Command]:
        match message:
            case wire.BoothWelcome():
                self._service.welcome(message, now_s)
                return [*self._request(), *self._help.repeat()]
            case wire.BoothQueued() | wire.BoothAssigned() if message.visit == self._ended_visit:
                return []  # a late word about the last one
            case wire.BoothQueued() | wire.BoothAssigned() if not self.in_visit:
                return [Send(wire.EndVisit())]
            case wire.BoothQueued():
                self._visit, self.lease = message.visit, message.lease
                self._place.hear(message, now_s)
                shut: list[Command] = [CloseChannel()] if self._call is not None else []
                self._call = None
                self._way.begin_channel()
                self._move(Step.WAITING)
                return [*shut, *self._way.take_lease(message.visit, message.lease, now_s)]
            case wire.BoothAssigned():
                return self._assigned(message, now_s)
            case wire.OfferForBooth(epoch=epoch, sdp=sdp):
                return [TakeOffer(epoch, sdp)] if self._call is not None else []
            case wire.DeskPresence(present=present):
                if self._call is not None:
                    self._call.present = present
                return []
            case wire.HelpNoted():
                return self._say(Prompt.HELP_NOTED) if self._help.note() else []
            case wire.VisitEnded(reason=reason):
                ending = Ending.LOST if reason in _LOST else Ending.FINISHED
                return self._end(ending, now_s) if self.in_visit else []
            case wire.Refused() | wire.Replaced() | wire.Goodbye():
                return []  # the connection tells by itself when it is refused or lost
            case _:
                assert_never(message)

    # ------------------------------------------------------------ the visit at the server

    def _request(self) -> list[Command]:
        """Ask for an officer, unless a lease proves that the server has been asked already."""
        if self._step is not Step.CALLING or self.lease:
            return []
        language, version = self.language.value, self._consent_version
        return [Send(wire.StartVisit(language=language, consent=self._consent, consent_version=version))]

    def _assigned(self, message: wire.BoothAssigned, now_s: float) -> list[Command]:
        same = self._visit == message.visit
        self._visit, self.lease = message.visit, message.lease
        leased = self._way.take_lease(message.visit, message.lease, now_s)
        if same and self._call is not None and self._call.is_that_of(message):
            return leased
        chime = self._say(Prompt.OFFICER_COMES) if self._screen(now_s) is Screen.WAITING else []
        self._call = Call(message, now_s)
        self._way.begin_channel()
        self._move(Step.IN_CALL)
        return [OpenChannel(camera=self._consent), *leased, *chime]

    # ------------------------------------------------------------ begin and end

    def _begin(self, consent: bool, now_s: float) -> list[Command]:
        self._consent = consent
        self._place = Place()
        if consent:
            self._way.begin()
        self._move(Step.CALLING)
        return [StartDevices(camera=consent), *self._request()]

    def _finish(self, now_s: float) -> list[Command]:
        match self._step:
            case Step.READY:
                return []
            case Step.CONSENT | Step.ENDED:
                return self._wipe(now_s)
            case Step.CALLING | Step.WAITING if self._way.page is None:
                return self._ask(Question.LEAVE_QUEUE, now_s)
            case Step.CALLING | Step.WAITING | Step.IN_CALL | Step.CLOSING:
                if self._way.page is Screen.RATING:
                    return self._leave(now_s)
                return [*self._ask(Question.END, now_s), *self._say(Prompt.END_QUESTION)]
            case _:
                assert_never(self._step)

    def _leave(self, now_s: float) -> list[Command]:
        """The participant has done what there was to do, or does not want to."""
        over = [Send(wire.EndVisit())] if self.in_visit else []
        return [*over, *self._end(Ending.FINISHED, now_s, leaves=True)]

    def _end(self, ending: Ending, now_s: float, *, leaves: bool = False) -> list[Command]:
        """``leaves``: the participant does not want to see what was decided."""
        shut: list[Command] = [CloseChannel(), StopDevices()] if self._step is not Step.CLOSING else []
        if self.in_visit:
            self._ended_visit, self.lease = self._visit, ""
            self._help.forget()
        self._call = None
        self._ending = ending
        if self._way.decided and not leaves:
            self._move(Step.CLOSING)
            return shut
        self._wipe_s = now_s + self._times.wipe_s
        self._move(Step.ENDED)
        return [*self._way.leave(now_s, for_good=leaves), *shut]

    def _wipe(self, now_s: float) -> list[Command]:
        self._visit, self.lease, self._consent = VisitId(""), "", False
        self._ending = Ending.FINISHED
        self.language = self._first_language
        self._move(Step.READY)
        return [*self._way.wipe(now_s), *self._help.take_back(), Quiet(), Wipe()]

    def _move(self, step: Step) -> None:
        if step is self._step:
            return
        was_in_visit, self._step = self.in_visit, step
        self._asking.follow(goes_on=was_in_visit and self.in_visit)

    # ------------------------------------------------------------ questions and help

    def _ask(self, question: Question, now_s: float) -> list[Command]:
        self._asking.ask(question, now_s)
        return []

    def _answered(self, yes: bool, now_s: float) -> list[Command]:
        match self._asking.take():
            case Question.STILL_HERE if not yes:
                return self._give_up(now_s)
            case Question.END if yes:
                return self._leave(now_s)
            case Question.LEAVE_QUEUE if yes:
                return [Send(wire.EndVisit()), *self._end(Ending.LEFT_QUEUE, now_s, leaves=True)]
            case Question.CALL_OFFICER if yes:
                return [*self._way.wipe(now_s), Wipe(), *self._begin(False, now_s), *self._help.ask()]
            case _:
                return []

    def _give_up(self, now_s: float) -> list[Command]:
        """Nobody is here any more: what is done is saved, and everything wiped."""
        over = self._leave(now_s) if self._step is not Step.CONSENT else []
        return [*over, *self._wipe(now_s)]

    def _ask_help(self, now_s: float) -> list[Command]:
        closes = self._step is Step.CLOSING  # a new visit would cost the summary and the slip
        if not self.in_visit and not closes and self._screen(now_s) is not Screen.FAULT:
            return self._ask(Question.CALL_OFFICER, now_s)
        if self._help.state is Help.ASKED:
            return self._help.take_back()
        return [*self._help.ask(), *self._say(Prompt.CALL_GUARD if closes else Prompt.HELP_SENT)]

    # ------------------------------------------------------------ time, devices, consequences

    def _pass_time(self, now_s: float) -> list[Command]:
        if self._service.take_retry(now_s):
            return [RetryServer()]
        if self._step is Step.ENDED and now_s >= self._wipe_s:
            return self._wipe(now_s)
        if self._base(now_s) in (Screen.CALL, Screen.ANNOUNCEMENT):
            self._touched_s = now_s  # nobody is idle who talks or listens
            self._asking.withdraw(Question.STILL_HERE)
        if self._asking.take_unanswered(now_s) is Question.STILL_HERE:
            return self._give_up(now_s)
        if now_s - self._touched_s >= self._times.idle_s and self._asking.question is None:
            if self._step is Step.CONSENT or self._way.page is not None:
                return [*self._ask(Question.STILL_HERE, now_s), *self._say(Prompt.STILL_HERE)]
            if self._step is Step.READY:
                self.language = self._first_language
        return self._say(self._signs.take(now_s))

    def _say(self, prompt: Prompt | None) -> list[Command]:
        """Speak, unless the officer does."""
        if prompt is None or (self._call is not None and self._call.officer_talks):
            return []
        return [Play(self._way.fitting(prompt), self.language)]

    def _settle(
        self, follows: list[Command], before: Screen, base: Screen, talked: bool, now_s: float
    ) -> list[Command]:
        """What comes after ``follows``: of a changed screen (``base`` is that below the pages), of what
        happened on a page, and of an officer who begins to talk."""
        commands: list[Command] = []
        screen, call, word = self._screen(now_s), self._call, self._way.take_word()
        if call is not None:
            call.note_screen(base, now_s)
            commands += [Quiet()] if call.officer_talks and not talked else []
        commands += self._help.follow(officer_is_here=False if call is None else call.officer_is_here)
        if screen is not before:
            self._touched_s = now_s  # nobody can have touched it yet
            self._signs.follow(screen, now_s)
            word = word or (self._way.prompt or prompt_of(screen) if speaks_at_once(screen) else None)
        if not any(isinstance(order, Play) for order in follows):
            commands += self._say(word)
        return commands

    def _report(self) -> list[Command]:
        """Tell the server the booth's condition when it has changed."""
        condition, code = CONDITIONS.get(self._step, wire.BoothCondition.READY), ""
        if self._step is Step.READY and self._faults.blocking:
            condition, code = wire.BoothCondition.FAULT, self._faults.blocking[0].code
        report = wire.BoothReport(condition=condition, code=code)
        return [Send(report)] if self._service.is_news(report) else []
