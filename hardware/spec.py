"""Which device is meant, as people write it in a configuration.

Responsible for: reading ``device:NAME``, ``file:PATH``, ``simulated:KIND[,key=value…]`` and ``none``, and
refusing what is wrong with a sentence. Not for: building devices (``registry``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

FORMS = "device:NAME, file:PATH, simulated:KIND or none"


class SpecError(ValueError):
    """A spec that no device can be built from; the text names the spec and what is allowed."""


@dataclass(frozen=True)
class Spec:
    """``scheme`` is ``device``, ``file``, ``simulated`` or ``none``; ``name`` a device's name, a path or a
    kind.
    """

    text: str
    scheme: str
    name: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def parse(text: str) -> Spec:
        """Raises ``SpecError``. Only ``simulated`` has options, so names and paths may hold commas."""
        if text == "none":
            return Spec(text, "none")
        scheme, colon, rest = text.partition(":")
        if not colon or not rest or scheme not in ("device", "file", "simulated"):
            raise SpecError(f"{text!r} names no device; allowed are {FORMS}.")
        if scheme != "simulated":
            return Spec(text, scheme, rest)
        kind, *pairs = rest.split(",")
        options: dict[str, str] = {}
        for pair in pairs:
            key, equals, value = pair.partition("=")
            if not equals or not value or key in options:
                raise SpecError(f"{text!r}: {pair!r} is not a key=value, or its key stands twice.")
            options[key] = value
        return Spec(text, scheme, kind, options)


class Options:
    """Takes a spec's options one by one; ``done`` refuses what nobody asked for."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._left = dict(spec.options)
        self._known: list[str] = []

    def take(self, key: str, read: Callable[[str], T], default: T | None = None) -> T:
        """The option ``key`` read by ``read``, whose ``ValueError`` is told; required without a default."""
        self._known.append(key)
        text = self._left.pop(key, None)
        if text is None:
            if default is None:
                raise SpecError(f"{self._spec.text!r} needs {key}=….")
            return default
        try:
            return read(text)
        except ValueError as error:
            raise SpecError(f"{self._spec.text!r}: {key}={text} is not allowed: {error}.") from error

    def has(self, *keys: str) -> bool:
        return any(key in self._left for key in keys)

    def done(self) -> None:
        if self._left:
            known = ", ".join(sorted(set(self._known))) or "none"
            raise SpecError(
                f"{self._spec.text!r}: unknown option {next(iter(self._left))!r}; allowed are: {known}."
            )
