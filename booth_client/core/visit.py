"""The visit: from the first screen through consent, queue and call to the wiped screen; a pure state machine.

Responsible for: which screen is shown, what is said to the server, when devices and channel open and shut,
what is spoken. Not for: performing any of it (``runtime``), the words (``views``), or the gates themselves
(``channel.core.gates``: nothing here can open a microphone).

``handle(event, now_s)`` gives the orders that follow; ``snapshot(now_s)`` what the views may know. ``now_s``
is monotonic and never goes back.
"""

from __future__ import annotations

from typing import assert_never

from booth_client.config import Times
from booth_client.core import events
from booth_client.core.call import Call
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
from booth_client.core.place import Place
from booth_client.core.privacy import Facts, Stage, privacy_line
from booth_client.core.service import Service
from booth_client.core.snapshot import Device, Ending, Help, Language, Question, Screen, Snapshot
from booth_client.core.speech import SignsOfLife, prompt_of, prompt_on_entering
from booth_client.core.steps import STAGES, Step
from channel.core.gates import BoothGates
from channel.core.link_quality import GOOD
from channel.wire import messages as wire
from channel.wire.ids import VisitId

_LOST = (wire.CloseReason.BOOTH_GONE, wire.CloseReason.DESK_GONE, wire.CloseReason.BOOTH_FAULT)
_WITHOUT_VISIT = (Screen.READY, Screen.UNAVAILABLE, Screen.CONSENT, Screen.ENDED)


class VisitMachine:
    """One booth. ``lease`` and ``language`` may be read between two calls of ``handle``."""

    def __init__(
        self, times: Times, language: Language, required: frozenset[Device], consent_version: str
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
        self._visit = VisitId("")
        self._ended_visit = VisitId("")
        self._place = Place()
        self._call: Call | None = None
        self._signs = SignsOfLife(times)
        self._help = Help.NONE
        self._question: Question | None = None
        self._asked_s = 0.0
        self._touched_s = 0.0
        self._ending = Ending.FINISHED
        self._wipe_s = 0.0

    @property
    def in_visit(self) -> bool:
        """Whether the server holds a visit of this booth, or is being asked for one."""
        return self._step in (Step.CALLING, Step.WAITING, Step.IN_CALL)

    # ------------------------------------------------------------ in and out

    def handle(self, event: Event, now_s: float) -> list[Command]:
        before = self._screen(now_s)
        talked = self._call is not None and self._call.officer_talks
        commands = self._follow(event, now_s)
        # The report goes first: the server refuses a visit from a booth that is not ready.
        return [*self._report(), *commands, *self._settle(commands, before, talked, now_s)]

    def snapshot(self, now_s: float) -> Snapshot:
        call, screen = self._call, self._screen(now_s)
        facts = Facts(
            stage=Stage.FAULT if screen is Screen.FAULT else STAGES[self._step],
            gates=BoothGates() if call is None else call.gates,
            link=None if call is None else call.link,
            desk=None if call is None else call.desk,
            microphone_works=self._faults.works(Device.MICROPHONE),
            camera_works=self._faults.works(Device.CAMERA),
            officer="" if call is None else call.officer,
        )
        return Snapshot(
            screen=screen,
            language=self.language,
            privacy=privacy_line(facts),
            number=self._service.number,
            question=self._question,
            help=self._help,
            server_up=self._service.up,
            server_code=self._service.code,
            officer=facts.officer,
            officer_present=call is None or call.present,
            officer_talks=call is not None and call.officer_talks,
            talk_shared=call is not None and call.talk_shared,
            officer_seen=call is not None and call.officer_seen,
            picture_held=call is not None and call.picture_held,
            quality=GOOD if call is None else call.quality,
            met=call is not None and call.met,
            consent=self._consent,
            waited_s=0 if call is None else call.waited_s(now_s),
            queue=self._place.view(now_s, self._service.clock) if self._step is Step.WAITING else None,
            ending=self._ending,
            wipe_in_s=max(0, round(self._wipe_s - now_s)) if self._step is Step.ENDED else 0,
            faults=self._faults.broken,
            faulty_since_unix_s=self._faults.since_unix_s,
        )

    def _screen(self, now_s: float) -> Screen:
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
            case _:
                assert_never(self._step)

    # ------------------------------------------------------------ events

    def _follow(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case events.Tick():
                return self._pass_time(now_s)
            case events.ServerSaid(message):
                return self._hear(message, now_s)
            case events.ServerLost():
                self._service.lose(now_s)
            case events.ServerRefused(code, retry):
                self._service.refuse(code, retry, now_s)
            case (
                events.LinkSeen()
                | events.DeskSeen()
                | events.DeskForgotten()
                | events.GatesSeen()
                | events.PictureHeldSeen()
                | events.QualitySeen()
            ):
                if self._call is not None:
                    self._call.follow(event)
            case events.AnswerMade(epoch, sdp):
                return [Send(wire.Answer(epoch=epoch, sdp=sdp))] if self._call is not None else []
            case events.RebuildWished(epoch):
                return [Send(wire.AskRebuild(epoch=epoch))] if self._call is not None else []
            case events.DeviceSeen(device, works):
                self._faults.see(device, works, self._service.clock.unix_s(now_s))
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
            case events.GoBack():
                return self._wipe() if self._step is Step.CONSENT else []
            case events.Finish():
                return self._finish(now_s)
            case events.AnswerQuestion(yes):
                return self._answered(yes, now_s)
            case events.AskForHelp():
                return self._ask_help(now_s)
            case events.RepeatVoice():
                return self._say(prompt_of(self._screen(now_s)))
            case events.ChooseLanguage(language):
                self.language = language
                return []
            case _:
                assert_never(intent)

    def _hear(self, message: wire.ToBooth, now_s: float) -> list[Command]:
        match message:
            case wire.BoothWelcome():
                self._service.welcome(message, now_s)
                return [*self._request(), *self._repeat_help()]
            case wire.BoothQueued():
                if not self._is_ours(message.visit):
                    return self._disown(message.visit)
                self._visit, self.lease = message.visit, message.lease
                self._place.hear(message, now_s)
                was_in_call, self._call = self._call is not None, None
                self._move(Step.WAITING)
                return [CloseChannel()] if was_in_call else []
            case wire.BoothAssigned():
                if not self._is_ours(message.visit):
                    return self._disown(message.visit)
                return self._assigned(message, now_s)
            case wire.OfferForBooth(epoch=epoch, sdp=sdp):
                return [TakeOffer(epoch, sdp)] if self._call is not None else []
            case wire.DeskPresence(present=present):
                if self._call is not None:
                    self._call.present = present
                return []
            case wire.HelpNoted():
                if self._help is not Help.ASKED:
                    return []
                self._help = Help.NOTED
                return self._say(Prompt.HELP_NOTED)
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
        return [
            Send(
                wire.StartVisit(
                    language=self.language.value, consent=self._consent, consent_version=self._consent_version
                )
            )
        ]

    def _is_ours(self, visit: VisitId) -> bool:
        return self.in_visit and visit != self._ended_visit

    def _disown(self, visit: VisitId) -> list[Command]:
        """The server holds a visit that is over here. A late word about the last one needs no answer."""
        return [] if visit == self._ended_visit else [Send(wire.EndVisit())]

    def _assigned(self, message: wire.BoothAssigned, now_s: float) -> list[Command]:
        same = self._visit == message.visit
        self._visit, self.lease = message.visit, message.lease
        if same and self._call is not None and self._call.is_that_of(message):
            return []
        waited = self._step is Step.WAITING
        self._call = Call(message, now_s)
        self._move(Step.IN_CALL)
        chime = self._say(Prompt.OFFICER_COMES) if waited else []
        return [OpenChannel(camera=self._consent), *chime]

    # ------------------------------------------------------------ begin and end

    def _begin(self, consent: bool, now_s: float) -> list[Command]:
        self._consent = consent
        self._place = Place()
        self._move(Step.CALLING)
        return [StartDevices(camera=consent), *self._request()]

    def _finish(self, now_s: float) -> list[Command]:
        match self._step:
            case Step.READY:
                return []
            case Step.CONSENT | Step.ENDED:
                return self._wipe()
            case Step.CALLING | Step.WAITING:
                return self._ask(Question.LEAVE_QUEUE, now_s)
            case Step.IN_CALL:
                return [*self._ask(Question.END, now_s), *self._say(Prompt.END_QUESTION)]
            case _:
                assert_never(self._step)

    def _end(self, ending: Ending, now_s: float) -> list[Command]:
        self._ended_visit, self.lease = self._visit, ""
        self._call = None
        self._help = Help.NONE
        self._ending = ending
        self._wipe_s = now_s + self._times.wipe_s
        self._move(Step.ENDED)
        return [CloseChannel(), StopDevices()]

    def _wipe(self) -> list[Command]:
        self._visit, self.lease, self._consent = VisitId(""), "", False
        self._help = Help.NONE
        self.language = self._first_language
        self._move(Step.READY)
        return [Quiet(), Wipe()]

    def _move(self, step: Step) -> None:
        if step is not self._step:
            self._step, self._question = step, None

    # ------------------------------------------------------------ questions and help

    def _ask(self, question: Question, now_s: float) -> list[Command]:
        self._question, self._asked_s = question, now_s
        return []

    def _answered(self, yes: bool, now_s: float) -> list[Command]:
        question, self._question = self._question, None
        match question:
            case Question.STILL_HERE:
                return [] if yes else self._wipe()
            case Question.END if yes:
                return [Send(wire.EndVisit()), *self._end(Ending.FINISHED, now_s)]
            case Question.LEAVE_QUEUE if yes:
                return [Send(wire.EndVisit()), *self._end(Ending.LEFT_QUEUE, now_s)]
            case Question.CALL_OFFICER if yes:
                self._help = Help.ASKED
                return [*self._begin(False, now_s), *self._repeat_help()]
            case _:
                return []

    def _ask_help(self, now_s: float) -> list[Command]:
        screen = self._screen(now_s)
        if screen in _WITHOUT_VISIT:
            return self._ask(Question.CALL_OFFICER, now_s)
        if self._help is Help.ASKED:
            self._help = Help.NONE
            return [Send(wire.AskHelp(wanted=False))]
        self._help = Help.ASKED
        return [*self._repeat_help(), *self._say(Prompt.HELP_SENT)]

    def _repeat_help(self) -> list[Command]:
        return [Send(wire.AskHelp(wanted=True))] if self._help is Help.ASKED else []

    # ------------------------------------------------------------ time, devices, consequences

    def _pass_time(self, now_s: float) -> list[Command]:
        if self._service.take_retry(now_s):
            return [RetryServer()]
        if self._step is Step.ENDED and now_s >= self._wipe_s:
            return self._wipe()
        if self._question is not None and now_s - self._asked_s >= self._times.answer_s:
            unanswered, self._question = self._question, None
            return self._wipe() if unanswered is Question.STILL_HERE else []
        if now_s - self._touched_s >= self._times.idle_s and self._question is None:
            if self._step is Step.CONSENT:
                return [*self._ask(Question.STILL_HERE, now_s), *self._say(Prompt.STILL_HERE)]
            if self._step is Step.READY:
                self.language = self._first_language
        return self._say(self._signs.take(now_s))

    def _say(self, prompt: Prompt | None) -> list[Command]:
        """Speak, unless the officer does."""
        if prompt is None or (self._call is not None and self._call.officer_talks):
            return []
        return [Play(prompt, self.language)]

    def _settle(self, follows: list[Command], before: Screen, talked: bool, now_s: float) -> list[Command]:
        """What comes after ``follows``: of a changed screen, and of an officer who begins to talk."""
        commands: list[Command] = []
        screen, call = self._screen(now_s), self._call
        if call is not None:
            call.note_screen(before, now_s)
            if call.officer_talks and not talked:
                commands += [Quiet(), *self._officer_came(call)]
        if screen is not before:
            self._signs.follow(screen, now_s)
            if not any(isinstance(order, Play) for order in follows):
                commands += self._say(prompt_on_entering(screen))
        return commands

    def _officer_came(self, call: Call) -> list[Command]:
        """An officer who talks to this booth has answered its call for help."""
        if self._help is Help.NONE or (call.desk is not None and call.desk.all_call):
            return []
        asked, self._help = self._help is Help.ASKED, Help.NONE
        return [Send(wire.AskHelp(wanted=False))] if asked else []

    def _report(self) -> list[Command]:
        """Tell the server the booth's condition when it has changed."""
        condition, code = wire.BoothCondition.READY, ""
        if self._step is Step.ENDED:
            condition = wire.BoothCondition.CLEANING
        elif self._step is Step.READY and self._faults.blocking:
            condition, code = wire.BoothCondition.FAULT, self._faults.blocking[0].code
        report = wire.BoothReport(condition=condition, code=code)
        return [Send(report)] if self._service.is_news(report) else []
