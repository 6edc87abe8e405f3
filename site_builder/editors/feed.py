"""Entries in, an Atom feed (RFC 4287) out; every text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote

from site_builder.model import permalinks

AUTHORITY = "gp-retention-kb.invalid,2026"
"""Who names the entries while the site has no address: nobody else may use such a domain."""
_KEPT = "/-._~!$'()*+,;=:@"
"""Signs of a key that stay as they are."""
_ODD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry: `key` is unique in the feed, `url` is an address of the site."""

    key: str
    title: str
    text: str
    url: str
    day: date


def atom(title: str, page: str, entries: Sequence[FeedEntry], *, base_url: str, day: date) -> bytes:
    """Return a feed in UTF-8.

    Args:
        title: what the feed is called.
        page: the address of the page that it follows, whose folder it lies in.
        entries: in the order in which they are to stand.
        base_url: where the site is; "" gives links relative to the feed.
        day: the day on which it last changed, if it has no entry; else that of its newest.
    """
    day = max((entry.day for entry in entries), default=day)
    own = f"{page}feed.xml"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(title)}</title>",
        f"<id>{_text(_name(own, base_url))}</id>",
        f'<link rel="self" href="{_text(_link(own, page, base_url))}"/>',
        f'<link href="{_text(_link(page, page, base_url))}"/>',
        f"<updated>{_moment(day)}</updated>",
        f"<author><name>{_text(title.rsplit(' – ', 1)[-1])}</name></author>",
    ]
    for entry in entries:
        lines += [
            "<entry>",
            f"<title>{_text(entry.title)}</title>",
            f"<id>{_text(_name(f'{own}#{entry.key}', base_url))}</id>",
            f'<link href="{_text(_link(entry.url, page, base_url))}"/>',
            f"<updated>{_moment(entry.day)}</updated>",
            f"<summary>{_text(entry.text)}</summary>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _name(address: str, base_url: str) -> str:
    """Return a lasting name (RFC 4287 wants an IRI): the address, or a tag: URI (RFC 4151)."""
    path, sign, key = address.partition("#")
    named = f"{path}{sign}{quote(key, safe=_KEPT)}"
    return permalinks.absolute(base_url, named) if base_url else f"tag:{AUTHORITY}:{named}"


def _link(url: str, page: str, base_url: str) -> str:
    path, sign, fragment = url.partition("#")
    if base_url:
        return permalinks.absolute(base_url, url)
    return (
        permalinks.relative(page, path) + sign + fragment
        if path != page
        else url.removeprefix(page)
    )


def _moment(day: date) -> str:
    return f"{day}T00:00:00Z"


def _text(text: str) -> str:
    return escape(_ODD.sub("", text))
