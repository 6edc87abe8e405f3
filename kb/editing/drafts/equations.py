"""An equation of Word or of a web page on one line, so that no figure in it becomes another.

The power 10³ is written ``10^3`` and never ``103``, three quarters ``3/4`` and never ``34``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

_SINGLE = re.compile(r"[\w.,%£]*")
_WEB_ROWS = frozenset({"math", "mrow", "mstyle", "semantics"})
"""Elements of the web whose parts are whole numbers and names; Word may part one into several."""
_PASSED_OVER = frozenset({"annotation", "annotation-xml"})
"""The same equation once more, in another language."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an equation: its kind, the parts within it, and the text of one without any."""

    name: str
    parts: tuple[_Part, ...]
    text: str = ""
    sign: str = ""


def word_equation(element: ElementTree.Element) -> str:
    """Return the words of an ``m:oMath``."""
    return _tidy(_words(_of_word(element)))


def web_equation(element: Any) -> str:
    """Return the words of a ``math`` of a page."""
    return _tidy(_words(_of_web(element)))


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _of_word(element: ElementTree.Element) -> _Part:
    name = element.tag.rpartition("}")[2]
    sign = ""
    if name in {"nary", "d"}:
        own = next((one for one in element.iter() if one.tag.endswith(("}chr", "}begChr"))), None)
        sign = next(iter(own.attrib.values()), "") if own is not None else ""
    inner = tuple(_of_word(child) for child in element if not child.tag.endswith("Pr"))
    return _Part(name, inner, element.text or "" if name == "t" else "", sign)


def _of_web(element: Any) -> _Part:
    inner = tuple(
        _of_web(child) if child.name else _Part("t", (), str(child)) for child in element.contents
    )
    shown = tuple(part for part in inner if part.name not in _PASSED_OVER)
    return _Part(element.name, tuple(part for part in shown if part.parts or part.text.strip()))


def _words(part: _Part) -> str:
    if not part.parts:
        return part.text
    inner = [_words(child) for child in part.parts]
    write = _KINDS.get(part.name)
    if write is not None:
        return write(part, inner)
    return (" " if part.name in _WEB_ROWS else "").join(inner)


def _in_brackets(words: str) -> str:
    return words if _SINGLE.fullmatch(words.strip()) else f"({words})"


def _joined(*signs: str) -> Callable[[_Part, Sequence[str]], str]:
    """Return what writes parts with a sign between each two; more parts than signs follow."""

    def write(part: _Part, inner: Sequence[str]) -> str:
        del part
        said = _in_brackets(inner[0])
        for at, words in enumerate(inner[1:]):
            said += (signs[at] if at < len(signs) else " ") + _in_brackets(words)
        return said

    return write


def _root(part: _Part, inner: Sequence[str]) -> str:
    """A root; Word puts its degree before what stands below it, a web page behind."""
    if part.name == "msqrt":
        return f"√({''.join(inner)})"
    below, degree = (inner[-1], inner[0]) if part.name == "rad" else (inner[0], inner[-1])
    has_degree = len(inner) > 1 and degree.strip()
    return f"√[{degree}]({below})" if has_degree else f"√({below})"


def _brackets(part: _Part, inner: Sequence[str]) -> str:
    closing = {"[": "]", "{": "}", "|": "|"}.get(part.sign, ")")
    return f"{part.sign or '('}{', '.join(inner)}{closing}"


def _sum(part: _Part, inner: Sequence[str]) -> str:
    """A sum or integral, with its bounds."""
    bounds = [_in_brackets(words) for words in inner[:-1]]
    return f"{part.sign or '∫'}{''.join(map('{}{}'.format, '_^', bounds))} {inner[-1]}"


def _rows(part: _Part, inner: Sequence[str]) -> str:
    del part
    return "; ".join(inner)


def _cells(part: _Part, inner: Sequence[str]) -> str:
    del part
    return ", ".join(inner)


_KINDS: Mapping[str, Callable[[_Part, Sequence[str]], str]] = {
    **dict.fromkeys(("f", "mfrac"), _joined("/")),
    **dict.fromkeys(("sSup", "msup", "mover"), _joined("^")),
    **dict.fromkeys(("sSub", "msub", "munder"), _joined("_")),
    **dict.fromkeys(("sSubSup", "msubsup", "munderover"), _joined("_", "^")),
    **dict.fromkeys(("rad", "mroot", "msqrt"), _root),
    "d": _brackets,
    "nary": _sum,
    **dict.fromkeys(("m", "mtable"), _rows),
    **dict.fromkeys(("mr", "mtr", "eqArr"), _cells),
}
"""How what stands above, below and beside is written on one line."""
