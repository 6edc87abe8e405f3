"""Where Chromium is: for tests, benchmarks and the tools that open the site in a browser."""

from __future__ import annotations

import os
import shutil


def chromium() -> str | None:
    """Return the path of a Chromium: that of CHROMIUM, or the one that is installed; else None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
