"""A file is changed where it is changed, and is kept as its own editor keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.text_file import read_text_file
from kb.model.problems import KbError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"more\n"),
        (b"one\ntwo\n", b"one\ntwo\nmore\n"),
        (b"one\r\ntwo\r\n", b"one\r\ntwo\r\nmore\r\n"),
        (b"one\rtwo\r", b"one\rtwo\rmore\r"),
        (b"\xef\xbb\xbfone\r\n", b"\xef\xbb\xbfone\r\nmore\r\n"),
        (b"one\r\ntwo\r\nthree\n", b"one\r\ntwo\r\nthree\r\nmore\r\n"),
    ],
)
def test_the_mark_and_the_line_ends_stay(tmp_path: Path, before: bytes, after: bytes) -> None:
    """Of a file of two kinds of line ends, the one that most of its lines have."""
    path = tmp_path / "page.md"
    path.write_bytes(before)
    file = read_text_file(path)
    assert not {"\r", "\ufeff"} & set(file.text)
    file.write(f"{file.text}more\n")
    assert path.read_bytes() == after


@pytest.mark.parametrize(
    ("data", "line", "byte"), [(b"a\nb \xe9\n", 2, "e9"), ("x".encode("utf-16"), 1, "ff")]
)
def test_another_encoding_is_refused(tmp_path: Path, data: bytes, line: int, byte: str) -> None:
    """With the line, and how to save the file again."""
    path = tmp_path / "page.md"
    path.write_bytes(data)
    with pytest.raises(KbError) as raised:
        read_text_file(path)
    assert str(raised.value) == (
        f"{path}:{line}: not-utf-8: found the byte 0x{byte}; allowed text in UTF-8; "
        'save the file again with the encoding "UTF-8"'
    )
