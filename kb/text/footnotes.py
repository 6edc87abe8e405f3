"""How footnotes are written in HTML: numbers in the text, an ordered list apart from it.

`kb.text.markdown` parses them; what stands here sees tokens alone. A note has the anchor
``note-2``, and each place that refers to it ``note-2-from``, ``note-2-from-2`` and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar


class NoteToken(Protocol):
    """What is read of a token of the Markdown parser."""

    type: str
    meta: dict[Any, Any]


TokenT = TypeVar("TokenT", bound=NoteToken)


def apart(
    tokens: Sequence[TokenT],
) -> tuple[Sequence[TokenT], Sequence[TokenT]]:
    """Return the tokens of a text and those of its footnotes, which the parser puts last."""
    for at, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            return tokens[:at], tokens[at:]
    return tokens, ()


def _number(token: NoteToken) -> int:
    return int(token.meta["id"]) + 1


def _place(token: NoteToken) -> str:
    """Return the anchor of a place that refers to a note."""
    times = int(token.meta["subId"]) + 1
    return f"note-{_number(token)}-from" + (f"-{times}" if times > 1 else "")


def _reference(token: NoteToken) -> str:
    return (
        f'<sup class="app-note"><a href="#note-{_number(token)}" id="{_place(token)}">'
        f'<span class="nhsuk-u-visually-hidden">note </span>{_number(token)}</a></sup>'
    )


def _back(token: NoteToken) -> str:
    return (
        f' <a class="app-note__back" href="#{_place(token)}"><span aria-hidden="true">↑</span>'
        '<span class="nhsuk-u-visually-hidden">back to the text of note '
        f"{_number(token)}</span></a>"
    )


_HTML: Mapping[str, Callable[[NoteToken], str]] = {
    "footnote_ref": _reference,
    "footnote_anchor": _back,
    "footnote_open": lambda token: f'<li id="note-{_number(token)}">',
    "footnote_close": lambda _: "</li>\n",
    "footnote_block_open": lambda _: '<ol class="app-notes">\n',
    "footnote_block_close": lambda _: "</ol>\n",
}


def _rule(html: Callable[[NoteToken], str]) -> Callable[..., str]:
    def rule(renderer: Any, tokens: Sequence[NoteToken], at: int, *_: Any) -> str:
        del renderer
        return html(tokens[at])

    return rule


RENDER_RULES: Mapping[str, Callable[..., str]] = {name: _rule(html) for name, html in _HTML.items()}
"""The renderer's rule for each type of token of the footnotes."""
