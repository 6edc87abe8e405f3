"""Lines of distress and ordinary lines in, how many are missed and how many helped needlessly out.

Phrases, limits and the model of lines are fitted to other lines (``content/distress-lines.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.data.settings import load_settings
from kb.evaluation.parts import read_parts
from kb.index.documents import Lexicon
from kb.model.problems import QueryError
from kb.text.phrase_net import net_from_dict

SIDES = ("distress", "ordinary")
_PARTS = ("sources", *SIDES)
_KEYS = ("kind", "after", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line that somebody may type; `distress` says that urgent help is due."""

    text: str
    kind: str
    distress: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrongs:
    """How many lines there are, and which of them were missed, or were helped needlessly."""

    lines: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of wrong lines, 0 to 1."""
        return len(self.wrong) / self.lines if self.lines else 0.0


def read_lines(path: Path) -> tuple[JudgedLine, ...]:
    """Return the lines of a file, in its order.

    Raises:
        QueryError: if the file cannot be read, a line lacks something, or is there twice.
    """
    raw = read_parts(path, _PARTS)
    sources = raw["sources"]
    found = tuple(
        _line(f"{path}: {side}[{at}]", one, sources, distress=side == SIDES[0])
        for side in SIDES
        for at, one in enumerate(raw[side] or ())
    )
    seen: set[str] = set()
    for line in found:
        if line.text.casefold() in seen:
            raise QueryError(f'{path}: twice: found "{line.text}"; leave one out')
        seen.add(line.text.casefold())
    return found


def _line(where: str, raw: Any, sources: Any, *, distress: bool) -> JudgedLine:
    if not isinstance(raw, dict) or not set(raw) <= set(_KEYS):
        raise QueryError(f"{where}: not-a-line: allowed the keys {', '.join(_KEYS)}")
    for key in ("kind", "text"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            raise QueryError(f"{where}: {key}: missing-text: write it in quotation marks")
    if "after" in raw and (not isinstance(sources, dict) or raw["after"] not in sources):
        raise QueryError(f'{where}: after: unknown-source: found "{raw["after"]}"; add it')
    return JudgedLine(text=raw["text"], kind=raw["kind"], distress=distress)


def helped(lexicon: Lexicon, lines: Sequence[JudgedLine]) -> list[bool]:
    """Whether a search with this lexicon shows urgent help for each line: by the words alone."""
    if not lexicon.distress.net:
        return [False] * len(lines)
    net = net_from_dict(lexicon.distress.net)
    longest = load_settings().longest_query
    return [net.has(line.text[:longest]) for line in lines]


def wrongs_of(
    lines: Sequence[JudgedLine], shown: Sequence[bool]
) -> Mapping[str, Mapping[str, Wrongs]]:
    """Return what is wrong by side and kind ("all" is the whole).

    Args:
        lines: of both sides.
        shown: whether each got help.
    """
    wrong = {line.text for line, seen in zip(lines, shown, strict=True) if seen != line.distress}
    by_side = {
        side: [line for line in lines if line.distress == (side == SIDES[0])] for side in SIDES
    }
    return {
        side: {
            kind: _wrongs([line.text for line in of_kind], wrong) for kind, of_kind in _by_kind(own)
        }
        for side, own in by_side.items()
    }


def _by_kind(lines: Sequence[JudgedLine]) -> Iterator[tuple[str, Sequence[JudgedLine]]]:
    for kind in dict.fromkeys(line.kind for line in lines):
        yield kind, [line for line in lines if line.kind == kind]
    yield "all", lines


def _wrongs(texts: Sequence[str], wrong: set[str]) -> Wrongs:
    return Wrongs(lines=len(texts), wrong=tuple(text for text in texts if text in wrong))
