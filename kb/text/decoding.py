"""The text of a file that a person brings, in whatever encoding their programs write.

The browser's copy of the rule is `decoded` of `site_builder/static/save.js`.
"""

from __future__ import annotations

import codecs

_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How files of Excel, Word and LibreOffice begin, new and old, and those of PDF."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""The marks of encodings and their names; that of UTF-16 begins as one of UTF-32 does."""
_LOOKED_AT = 4096
_MANY = 0.4


def decoded(data: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16, UTF-32 or Windows' own, without its mark.

    What is damaged in it becomes U+FFFD. None stands for what is no text, such as a workbook.
    """
    encoding = encoding_shown(data)
    if encoding is None:
        return None
    if encoding:
        return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def encoding_shown(data: bytes) -> str | None:
    """Return the encoding that the bytes of a file show by themselves.

    UTF-32 and UTF-16 are known by their marks, UTF-16 also by every second byte being zero, as
    with most letters. "" stands for a file that shows none; None for one of Excel, Word,
    LibreOffice or PDF, whatever its name says.
    """
    if data[:4] in _NO_TEXT:
        return None
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:_LOOKED_AT]
    first, second = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if second > half * _MANY and not first:
        return "utf-16-le"
    return "utf-16-be" if first > half * _MANY and not second else ""
