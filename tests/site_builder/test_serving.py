"""The site served to this machine, and watched."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kb.model.problems import BuildError
from site_builder.serving import serve_site, watch


def test_a_folder_is_served_on_the_loopback_address(tmp_path: Path) -> None:
    """Never cached, and gone when the block ends."""
    (tmp_path / "index.html").write_text("hello", encoding="utf-8")
    with serve_site(tmp_path, 0) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address) as answer:
            assert answer.read() == b"hello"
            assert answer.headers["Cache-Control"] == "no-store"
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address + "../../etc/passwd")
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


def test_a_change_builds_and_a_failed_build_is_reported(tmp_path: Path) -> None:
    """The watch outlives the failure."""
    built, told, stop = [], [], threading.Event()

    def build() -> None:
        built.append(1)
        if len(built) == 1:
            raise BuildError("a fault")

    def work() -> None:
        watch([tmp_path], build, report=told.append, stop=stop)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while len(built) < 2 and time.monotonic() < deadline:
            (tmp_path / "a.md").write_text(str(time.monotonic()), encoding="utf-8")
            time.sleep(0.2)
    finally:
        stop.set()
        thread.join(timeout=30)
    assert len(built) >= 2
    assert told == ["a fault"]
    assert not thread.is_alive()
