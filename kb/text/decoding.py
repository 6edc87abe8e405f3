"""The text of a file that a person brings, in whatever encoding their programs write.

The browser's copy of the rule is `decoded` of `site_builder/static/save.js`.
"""

from __future__ import annotations

_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How files of Excel, Word and LibreOffice begin, new and old, and those of PDF."""
_LOOKED_AT = 4096
_MANY = 0.4


def decoded(data: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 or Windows' own encoding, without its mark.

    UTF-16 is known by its mark, or by every second byte being zero, as with most letters. None
    stands for what is no text, such as a workbook.
    """
    if data[:4] in _NO_TEXT:
        return None
    encoding = _utf16(data)
    if encoding:
        return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _utf16(data: bytes) -> str:
    """Return which UTF-16 a file is in; "" if it is in none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-le" if data[:1] == b"\xff" else "utf-16-be"
    head = data[:_LOOKED_AT]
    first, second = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if second > half * _MANY and not first:
        return "utf-16-le"
    return "utf-16-be" if first > half * _MANY and not second else ""
