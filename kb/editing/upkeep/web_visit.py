"""Asks for web addresses, politely: one host at a time, its robots.txt and pauses kept.

A host that refuses a program is not a dead link. Addresses of private networks are not asked, so
that a page sent in cannot make the checker visit what only it can reach. Alone imports httpx.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from kb.editing.upkeep.web_state import NO_ADDRESS, NO_HOST, NOT_LOOKED_UP, LinkFound, LinkState

if TYPE_CHECKING:
    import httpx

AGENT = "gp-retention-kb-links"
"""The name that the checker gives itself; robots.txt may speak to it."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
LONGEST_PAUSE = 30.0
"""Seconds that a host may ask for between requests; with more it is left for another day."""
TIMEOUT = 20.0
"""Seconds to wait for an answer."""
MAX_STEPS = 20
"""Redirects that are followed, as browsers do."""
MAX_ROBOTS = 512 * 1024

_WRITTEN_SIGNS = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that stay as they are."""
_BLOCKED = {401, 403, 405, 406, 407, 418, 429, 451, 999}
_DEAD = {404, 410}
_PERMANENT = {301, 308}
_REDIRECT = {301, 302, 303, 307, 308}


@dataclass(slots=True)
class _Host:
    """What is known of one host within one run."""

    robots: RobotFileParser | None = None
    robots_read: bool = False
    last: float = float("-inf")
    pause: float = PAUSE
    closed: str = ""
    """Why the host is not asked again; "" while it is."""


@dataclass(slots=True)
class Visitor:
    """Asks for addresses; `sleep` and `clock` can be replaced, `allow_private` is for tests."""

    today: date
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    allow_private: bool = False
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _client: Any = None

    def visit(self, addresses: Iterable[str]) -> Iterator[LinkFound]:
        """Yield what came of each address, in the order given."""
        import httpx

        with httpx.Client(
            headers={"User-Agent": f"{AGENT}/1", "Accept": "*/*"},
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=True,
        ) as client:
            self._client = client
            for address in addresses:
                yield self._one(address)
        self._client = None

    def _one(self, address: str) -> LinkFound:
        import httpx

        try:
            state, reason, moved_to = self._follow(address)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError):
            state, reason, moved_to = LinkState.DEAD, NO_ADDRESS, ""
        except httpx.ConnectError as error:
            state, reason, moved_to = *_no_connection(error), ""
        except httpx.TimeoutException:
            state, reason, moved_to = LinkState.UNREACHABLE, f"no answer in {TIMEOUT:.0f} s", ""
        except httpx.HTTPError as error:
            state, reason, moved_to = LinkState.UNREACHABLE, type(error).__name__, ""
        return LinkFound(
            address=address, state=state, reason=reason, checked=self.today, moved_to=moved_to
        )

    def _follow(self, address: str) -> tuple[LinkState, str, str]:
        current, for_good = address, True
        for _ in range(MAX_STEPS + 1):
            host = self._host(current)
            if refusal := self._refusal(current, host):
                return LinkState.BLOCKED, refusal, ""
            answer = self._ask(current, host)
            if answer.status_code in _REDIRECT and "location" in answer.headers:
                for_good = for_good and answer.status_code in _PERMANENT
                current = _next(current, answer.headers["location"])
                continue
            state, reason = self._judge(answer, host)
            moved = current.partition("#")[0] != address.partition("#")[0]
            if state is LinkState.OK and moved and for_good:
                return LinkState.MOVED, f"leads for good to {current}", current
            return state, reason, ""
        return LinkState.DEAD, f"leads on more than {MAX_STEPS} times", ""

    def _ask(self, address: str, host: _Host) -> httpx.Response:
        """Return the answer to HEAD, or to GET where HEAD is not understood; no body is read."""
        answer = self._request("HEAD", address, host)
        if answer.status_code >= 400 and not _asks_for_a_pause(answer):
            answer = self._request("GET", address, host)
        return answer

    def _request(self, method: str, address: str, host: _Host) -> httpx.Response:
        wait = host.last + host.pause - self.clock()
        if wait > 0:
            self.sleep(wait)
        host.last = self.clock()
        with self._client.stream(method, address.partition("#")[0]) as answer:
            found: httpx.Response = answer
        return found

    def _judge(self, answer: httpx.Response, host: _Host) -> tuple[LinkState, str]:
        code = answer.status_code
        if _asks_for_a_pause(answer):
            host.closed = "the host asked for a pause"
            return LinkState.BLOCKED, f"answered {code}: the host asked for a pause"
        if code in _DEAD:
            return LinkState.DEAD, f"answered {code}"
        if code in _BLOCKED:
            return LinkState.BLOCKED, f"answered {code}"
        if code >= 500:
            return LinkState.UNREACHABLE, f"answered {code}"
        if 200 <= code < 300:
            return LinkState.OK, f"answered {code}"
        return LinkState.UNREACHABLE, f"answered {code}"

    def _refusal(self, address: str, host: _Host) -> str:
        """Return why an address must not be asked for; "" if it may."""
        if host.closed:
            return host.closed
        if not self.allow_private and _is_private(urlsplit(address).hostname or ""):
            return "an address of a private network; not asked"
        if not host.robots_read:
            self._read_robots(address, host)
        if host.closed:
            return host.closed
        if host.robots is not None and not host.robots.can_fetch(AGENT, address):
            return "robots.txt asks programs to stay away"
        return ""

    def _read_robots(self, address: str, host: _Host) -> None:
        host.robots_read = True
        answer = self._robots(address, host)
        if answer is None:
            return
        code, text = answer
        if code == 429 or code >= 500:
            host.closed = "robots.txt could not be read this time"
            return
        robots = RobotFileParser()
        robots.parse(text.splitlines() if code == 200 else [])
        host.robots = robots if code == 200 else None
        delay = robots.crawl_delay(AGENT) if code == 200 else None
        host.pause = max(PAUSE, float(delay or 0))
        if host.pause > LONGEST_PAUSE:
            host.closed = f"the host asks for {host.pause:.0f} s between visits"

    def _robots(self, address: str, host: _Host) -> tuple[int, str] | None:
        """Return the status and text of robots.txt, bounded; None if it leads elsewhere."""
        place = urljoin(address, "/robots.txt")
        host.last = self.clock()
        with self._client.stream("GET", place) as answer:
            if answer.status_code in _REDIRECT:
                return None
            data = b""
            for part in answer.iter_bytes():
                data += part
                if len(data) > MAX_ROBOTS:
                    break
            return int(answer.status_code), data[:MAX_ROBOTS].decode("utf-8", "replace")

    def _host(self, address: str) -> _Host:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(address)
        return self._hosts.setdefault(parts.netloc.lower(), _Host())


def _asks_for_a_pause(answer: httpx.Response) -> bool:
    code = answer.status_code
    return code == 429 or (code == 503 and "retry-after" in answer.headers)


def _next(current: str, location: str) -> str:
    """Return where a redirect leads: blanks written as codes, the part behind # kept on."""
    target, fragment = urldefrag(quote(location.strip(), safe=_WRITTEN_SIGNS))
    return urldefrag(urljoin(current, target))[0] + _behind(fragment or urldefrag(current)[1])


def _behind(fragment: str) -> str:
    return f"#{fragment}" if fragment else ""


def _no_connection(error: Exception) -> tuple[LinkState, str]:
    cause = error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            if cause.errno == socket.EAI_AGAIN:
                return LinkState.UNREACHABLE, NOT_LOOKED_UP
            return LinkState.DEAD, NO_HOST
        cause = cause.__cause__ or cause.__context__
    return LinkState.UNREACHABLE, "no connection"


def resolves(address: str) -> bool:
    """Return whether the host of an address can be looked up from here."""
    try:
        host = urlsplit(address).hostname or ""
        return bool(host and socket.getaddrinfo(host, None))
    except (OSError, ValueError):
        return False


def _is_private(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(ip).partition("%")[0]).is_global for ip in found)
