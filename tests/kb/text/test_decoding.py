"""Files in whatever encoding a program writes, by both copies of the rule."""

from __future__ import annotations

import pytest

from kb.text.decoding import decoded
from tests.site_builder.scripts import run_scripts, static

TEXT = "name,stages\nMenopause café – “O’Brien”,wise fives\n"
ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16 with mark": TEXT.encode("utf-16"),
    "utf-16 big-endian with mark": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-32 with mark": TEXT.encode("utf-32"),
    "utf-32 big-endian with mark": b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": TEXT.encode("utf-16-be"),
    "windows": TEXT.encode("cp1252"),
}
OTHERS = (
    b"",
    b"a",
    b"\0",
    b"a\0b",
    b"\xff\xfe",
    b"\xff\xfe\0",
    b"\xff\xfe\0\0",
    "\ufeffa\U0001f600b".encode("utf-32-le"),
    b"\xff\xfe\0\0\0\xd8\0\0a\0\0\0",
    b"\xff\xfe\0\0a\0\0\0\0\0\x11\0",
    b"\0\0\xfe\xff\0\0\0a\0\0",
    b"PK\x03\x04x",
    b"%PDF-1.7\n",
    bytes(range(1, 128)),
)


@pytest.mark.parametrize("name", ENCODED)
def test_each_encoding_gives_the_same_text(name: str) -> None:
    """Without its mark."""
    assert decoded(ENCODED[name]) == TEXT


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0x", b"%PDF-1.7", b"name\0stages", bytes(range(256)) * 40],
)
def test_what_is_no_text_is_none(data: bytes) -> None:
    """Workbooks, Word files, PDFs and bytes of other kinds."""
    assert decoded(data) is None


def test_the_script_decodes_as_python_does() -> None:
    """Every one of them, and odd ones; but for Windows' own, which Node reads as Latin 1."""
    given = [data for name, data in ENCODED.items() if name != "windows"] + list(OTHERS)
    body = "return given.map((one) => kbSave.decoded(Uint8Array.from(one)));"
    found = run_scripts([static("save.js")], body, [list(data) for data in given])
    assert found == [decoded(data) for data in given]
