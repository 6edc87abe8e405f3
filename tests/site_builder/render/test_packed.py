"""Packed copies hold what the files hold, and are only there where they save something."""

from __future__ import annotations

import gzip
import sys
from pathlib import PurePosixPath

import pytest

from site_builder.render.packed import can_pack_brotli, packed_copies

PAGE = b"<p>The ferry carried 31 surgeons to the island.</p>\n" * 40
FILES = {
    PurePosixPath("index.html"): PAGE,
    PurePosixPath("assets/site.css"): PAGE,
    PurePosixPath("assets/small.js"): b"let a = 1;\n",
    PurePosixPath("assets/social.png"): PAGE,
}


def test_each_text_has_a_copy_that_unpacks_to_it() -> None:
    """Beside it, under its whole name; a picture and a short script have none."""
    copies = packed_copies(FILES)
    gz = {path: data for path, data in copies.items() if path.suffix == ".gz"}
    assert set(map(str, gz)) == {"index.html.gz", "assets/site.css.gz"}
    assert all(gzip.decompress(data) == PAGE for data in gz.values())
    assert packed_copies(FILES) == copies


def test_brotli_is_smaller_still() -> None:
    """Where its package is installed."""
    brotli = pytest.importorskip("brotli")
    copies = packed_copies(FILES)
    assert brotli.decompress(copies[PurePosixPath("index.html.br")]) == PAGE
    assert len(copies[PurePosixPath("index.html.br")]) < len(copies[PurePosixPath("index.html.gz")])


def test_without_brotli_there_is_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the build can say so."""
    monkeypatch.setitem(sys.modules, "brotli", None)
    assert not can_pack_brotli()
    assert {path.suffix for path in packed_copies(FILES)} == {".gz"}


def test_what_does_not_get_smaller_has_no_copy() -> None:
    """A copy that is larger would be sent all the same."""
    noise = bytes(range(256)) * 2
    copies = packed_copies({PurePosixPath("noise.txt"): noise[:512]})
    assert all(len(data) < 512 for data in copies.values())
