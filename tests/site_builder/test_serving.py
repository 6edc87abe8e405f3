"""The site served to this machine."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kb.model.problems import BuildError
from site_builder.serving import serve_site


def test_a_folder_is_served_on_the_loopback_address(tmp_path: Path) -> None:
    """Never cached, and gone when the block ends."""
    (tmp_path / "index.html").write_text("hello", encoding="utf-8")
    with serve_site(tmp_path, 0) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.read() == b"hello"
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address + "../../etc/passwd", timeout=30)
        assert caught.value.code == 404
        caught.value.close()


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """With a way out."""
    with serve_site(tmp_path, 0) as address:
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        with pytest.raises(BuildError) as caught, serve_site(tmp_path, port):
            pass
    assert str(caught.value) == (
        f"--port: found {port}, which cannot be used (Address already in use); "
        "choose another, or 0 for a free one"
    )
