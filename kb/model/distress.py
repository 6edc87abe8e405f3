"""What calls for urgent help, and where it is to be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model.documents import DocId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """One line of urgent help: `need` says what for, `do` what to do about it, with the number.

    `source` is the page that gives the number; "" for those that everyone knows.
    """

    need: str
    do: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistressKind:
    """One kind of distress: its phrases, and those of them that no exception silences."""

    label: str
    phrases: tuple[str, ...]
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distress:
    """The words that call for urgent help, and the help.

    `title` and `numbers` are what is shown; `help` names the pages behind it, urgent first.
    `kinds` hold phrases as `kb.text.phrase_net` reads them, `lists` the words that these name;
    `fillers` are left out of every text, `same` maps words to other ways of writing them, and
    `exceptions` are phrases that only look like distress. `lines` are what somebody in distress
    may type, whole, and `ordinary` what needs no urgent help, from which search learns the rest.
    """

    title: str = ""
    numbers: tuple[HelpLine, ...] = ()
    help: tuple[DocId, ...] = ()
    fillers: tuple[str, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, DistressKind] = field(default_factory=dict)
    exceptions: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
