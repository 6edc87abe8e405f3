"""`tools.chromium`: one place that says which browser is used."""

from __future__ import annotations

import shutil

import pytest

from tools.chromium import chromium


def test_the_one_that_is_named_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then one that is installed, by either name; else none."""
    monkeypatch.setattr(shutil, "which", {"google-chrome": "/opt/chrome"}.get)
    monkeypatch.setenv("CHROMIUM", "/own/browser")
    assert chromium() == "/own/browser"
    monkeypatch.delenv("CHROMIUM")
    assert chromium() == "/opt/chrome"
    monkeypatch.setattr(shutil, "which", {}.get)
    assert chromium() is None
