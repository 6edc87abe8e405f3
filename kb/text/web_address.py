"""What is wrong with the address of a page on the web, beyond its outer form."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kb.text.unseen import UNSEEN_WITHIN_WORDS

LONGEST = 2_000
"""Characters of an address; some programs cut longer ones off."""
_HIGHEST_PORT = 65_535
_LONGEST_PORT = 5
_LABEL = re.compile(r"[A-Za-z0-9-]{1,63}")
_TOP = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_OPEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_STEP = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")


def address_fault(address: str, *, as_found: bool = False) -> str:
    """Return how to put right an address that leads nowhere or hides something; "" if none need be.

    Args:
        address: a text of the form ``https://host:port/path``.
        as_found: whether it is the address under which a source was found, whose path is a fact.
    """
    place, slash, path = address.partition("://")[2].partition("/")
    host, _, port = re.split("[?#]", place)[0].partition(":")
    labels = host.removesuffix(".").split(".")
    if len(address) > LONGEST:
        return f"shorten it to {LONGEST:,} characters"
    if len(labels) < 2 or not all(map(_is_label, labels)) or not _TOP.fullmatch(labels[-1]):
        return "give the whole name of the site, as www.england.nhs.uk"
    if port and (len(port) > _LONGEST_PORT or int(port) > _HIGHEST_PORT):
        return f"give a port up to {_HIGHEST_PORT:,}, or none"
    if as_found:
        return ""
    if _OPEN_PERCENT.search(address):
        return "write %25 for each percent sign"
    shown = unquote(address)
    if UNSEEN_WITHIN_WORDS.search(shown) or re.search(r"[\t\r\n]", shown):
        return "take out the sign that nobody sees, such as %E2%80%8B or %00"
    if slash and _STEP.search(unquote(re.split("[?#]", path)[0])):
        return "write the path without . and .. in it"
    return ""


def _is_label(label: str) -> bool:
    return _LABEL.fullmatch(label) is not None and not label.startswith("-") and label[-1] != "-"
