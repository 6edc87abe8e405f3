"""How fast the search feels: a slow processor, a slow line, and one reader who types.

The line is slowed down in the server, since a browser slows down its pages alone and not their
workers; the processor by the browser, again for pages alone. So each journey is made twice, once
with the worker and once as a page without one, where the processor's part counts in full. On a
good line the page fetches ahead while it is idle; on a metered one nothing is there before the
focus.

The goals hold for journeys with a worker, and are judged on a machine with nothing else to do:
seconds taken beside other work say more of that work than of the site.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LINE = 400_000
"""Bytes a second of the line."""
LATENCY = 0.04
"""Seconds that each answer takes to set out."""
SLOWER = 4
"""How many times slower the processor is than this machine's."""
PHONE: Any = {"width": 390, "height": 480}
"""A phone's screen above its keyboard."""
QUERY = "isolated, locum, thinking of Australia"
KEY = 120
"""Milliseconds between two keys."""
PATIENCE = 60_000
"""Milliseconds after which a journey is given up."""
_PIECE = 8_000

WITHOUT = "without a worker"
LINES = {
    "": "{effectiveType: '4g', saveData: false}",
    ", metered": "{effectiveType: '4g', saveData: true}",
}
"""What the browser says of the line, by what is said of the journey."""
WATCH = """
window.__seen = {first: 0, all: 0, keys: 0, task: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    __seen.task = Math.max(__seen.task, entry.duration);
})).observe({type: "longtask", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (/^(key|input)/.test(entry.name)) {
        __seen.keys = Math.max(__seen.keys, entry.processingEnd - entry.startTime);
    }
})).observe({type: "event", durationThreshold: 16, buffered: true});
document.addEventListener("DOMContentLoaded", () => {
    const look = () => {
        const state = document.querySelector("[data-search-status]");
        const now = performance.timeOrigin + performance.now();
        if (!__seen.first && document.querySelector("[data-result-id]")) { __seen.first = now; }
        if (state && /^(results|none)$/.test(state.dataset.state)) { __seen.all ||= now; }
        else { __seen.all = 0; }
    };
    new MutationObserver(look).observe(document.body,
        {childList: true, subtree: true, attributes: true, attributeFilter: ["data-state"]});
});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What one journey took: seconds to the first results and to all of them, and the longest
    milliseconds that a key was held up and that one task took."""

    name: str
    first: float
    all: float
    key: float
    task: float

    def __str__(self) -> str:
        """The figures in a line."""
        return (
            f"{self.name}: first results {self.first:.1f} s, all {self.all:.1f} s, "
            f"a key held {self.key:.0f} ms, longest task {self.task:.0f} ms"
        )


FROM_BOX = "from the box"
FROM_HOME = "from the home page"
GOALS = {
    FROM_BOX: {"first": 1.0, "all": 4.0},
    FROM_HOME: {"first": 2.0},
}
"""Seconds allowed for the first results and for all of them, by where a journey begins."""
LONGEST_KEY = 50.0
"""Milliseconds for which a key may be held."""
QUIET = 0.25
"""The share of the processors that may be at work before the journeys begin."""


def missed(journeys: Iterable[Journey]) -> tuple[str, ...]:
    """Every goal that journeys with a worker missed, in words."""
    found = []
    for journey in journeys:
        start, *kind = journey.name.split(", ")
        if start not in GOALS or WITHOUT in kind:
            continue
        allowed = {**GOALS[start], "key": LONGEST_KEY}
        for what, most in allowed.items():
            took = getattr(journey, what)
            if took > most:
                found.append(f"{journey.name}, {what}: {took:.3g}, {most:g} allowed")
    return tuple(found)


def is_busy() -> bool:
    """Whether other work keeps this machine's processors from the journeys; where that cannot be
    known, it is taken to be so."""
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return True
    return load > QUIET * (os.cpu_count() or 1)


class Line:
    """A line of so many bytes a second, shared by whoever sends over it."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free = 0.0

    def send(self, piece: int) -> None:
        """Waits until a piece of so many bytes has gone over the line."""
        with self._lock:
            begin = max(time.monotonic(), self._free)
            self._free = begin + piece / self._rate
        time.sleep(max(0.0, self._free - time.monotonic()))


class _Slow(http.server.SimpleHTTPRequestHandler):
    """Compressed files over a slow line, kept by the browser for a while as from a host."""

    def __init__(self, *args: Any, line: Line, packed: dict[Path, bytes], **options: Any) -> None:
        self._line = line
        self._packed = packed
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        """Sends a file, or the index of a folder, a piece at a time."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        if path not in self._packed:
            self._packed[path] = gzip.compress(path.read_bytes(), mtime=0)
        body = self._packed[path]
        time.sleep(LATENCY)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        with suppress(ConnectionError):  # the browser went to another page
            for start in range(0, len(body), _PIECE):
                piece = body[start : start + _PIECE]
                self._line.send(len(piece))
                self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@contextmanager
def serve_slowly(site: Path) -> Iterator[str]:
    """Serves a site to this machine alone over a slow line; gives the address."""
    handler = functools.partial(_Slow, directory=str(site), line=Line(LINE), packed={})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def felt_speed(browser: Any, site: Path, pictures: Path) -> tuple[Journey, ...]:
    """Makes the journeys in a browser, and keeps a picture of what each led to.

    Args:
        browser: One of Playwright's.
        site: A built site with search.
        pictures: A folder that is there.
    """
    found = []
    with serve_slowly(site) as base:
        for worker in (True, False):
            for line in LINES:
                kind = line + ("" if worker else f", {WITHOUT}")
                for name, travel in ((FROM_BOX, _from_box), (FROM_HOME, _from_home)):
                    found.append(
                        _journey(
                            browser, base, travel, name + kind, pictures, worker=worker, line=line
                        )
                    )
    name = "from a disk"
    found.append(
        _journey(
            browser,
            f"{site.resolve().as_uri()}/",
            _from_box,
            name,
            pictures,
            worker=True,
            line="",
        )
    )
    return tuple(found)


def _journey(
    browser: Any, base: str, travel: Any, name: str, pictures: Path, *, worker: bool, line: str
) -> Journey:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(
        f"Object.defineProperty(navigator, 'connection', {{value: {LINES[line]}}});"
        + ("" if worker else "delete window.Worker;")
        + WATCH
    )
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    start = travel(page, base)
    _wait(page)
    seen = page.evaluate("__seen")
    page.screenshot(path=pictures / f"search {name}.png".replace(",", "").replace(" ", "-"))
    context.close()
    return Journey(
        name=name,
        first=seen["first"] / 1000 - start,
        all=seen["all"] / 1000 - start,
        key=seen["keys"],
        task=seen["task"],
    )


def _wait(page: Any) -> None:
    """Wait until all is there, looking seldom, since each look takes its own time in the page."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate("window.__seen ? __seen.all : 0"):
        if time.monotonic() > end:
            raise TimeoutError(page.url)
        time.sleep(0.5)


def _from_box(page: Any, base: str) -> float:
    """From the moment the box has the focus, the words typed at once."""
    page.goto(base + "search/index.html")
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    page.evaluate("__seen.task = 0")
    start = time.time()
    page.focus("input[name=q]")
    page.keyboard.insert_text(QUERY)
    page.keyboard.press("Enter")
    _wait(page)
    page.keyboard.type(" or Canada", delay=KEY)  # how long keys are held with everything there
    return start


def _from_home(page: Any, base: str) -> float:
    """From Enter in the box of the home page, the words typed key by key before it."""
    page.goto(base + "index.html")
    page.wait_for_load_state("load")
    page.focus("#ask")
    page.keyboard.type(QUERY, delay=KEY)
    start = time.time()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    return start
