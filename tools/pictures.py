"""Makes the PNG pictures of the site from its own SVG files, with a headless browser.

Run by hand after a change to ``site_builder/static/*.svg``; the results are committed.

    .venv/bin/python tools/pictures.py [--chromium PATH]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.chromium import chromium  # noqa: E402 - the project may not be installed

STATIC = ROOT / "site_builder" / "static"
PICTURES = (("favicon.svg", "icon-180.png", 180, 180), ("social.svg", "social.png", 1200, 630))


def main() -> None:
    """Writes each PNG beside the SVG it shows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--chromium", default=chromium())
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for source, target, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            svg = (STATIC / source).read_text(encoding="utf-8")
            page.set_content(
                f"<style>body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}"
                f"</style>{svg}"
            )
            page.screenshot(path=STATIC / target)
        browser.close()


if __name__ == "__main__":
    main()
