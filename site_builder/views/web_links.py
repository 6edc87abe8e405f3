"""Web and e-mail addresses in safe HTML as links; nothing else is changed."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_PIECE = re.compile(r"<[^<>]*>|<?[^<]+|<")
_ADDRESS = re.compile(
    r"(?<![\w@./-])"
    r"(?:(?P<mail>[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12})"
    r"|(?P<web>(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,8}(?:uk|org|com|net|info|health)"
    r"(?:/[\w./%~=?-]*[\w/])?))"
    r"(?![\w@-])"
)
LEAVES = '<span class="nhsuk-u-visually-hidden"> (opens another site)</span>'


def link_web(text: str | Markup) -> Markup:
    """Text with its addresses linked; text that is not Markup is escaped first.

    Only addresses in small letters count: GOV.UK is a name. What stands inside a link stays.
    """
    pieces: list[str] = []
    inside = 0
    for piece in _PIECE.findall(str(escape(text))):
        if piece.startswith("<"):
            inside += piece.startswith(("<a ", "<a>"))
            inside -= piece == "</a>"
        is_tag = piece.startswith("<") and piece.endswith(">")
        pieces.append(piece if inside or is_tag else _ADDRESS.sub(_link, piece))
    return Markup("".join(pieces))


def shown_address(address: str) -> str:
    """An address as people read it, without what a browser adds."""
    return re.sub(r"^https?://", "", address).removesuffix("/")


def _link(match: re.Match[str]) -> str:
    found = match.group()
    if match["mail"]:
        return f'<a href="mailto:{found}">{found}</a>'
    address = found if found.startswith(("https://", "http://")) else f"https://{found}"
    return f'<a class="app-outside" href="{address}" rel="noreferrer">{found}{LEAVES}</a>'
