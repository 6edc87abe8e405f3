"""`kb.editing.upkeep.web_visit`: addresses are asked politely, and blocked is not broken."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

import pytest

from kb.editing.upkeep.web_state import LinkFound, LinkState
from kb.editing.upkeep.web_visit import Visitor, resolves
from tests.conftest import TODAY
from tests.kb.editing.hosts import Answer, host

NO_ROBOTS: Answer = (404, {}, "")


@dataclass
class Time:
    """A clock that only sleeping moves on."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(round(seconds, 6))
        self.now += seconds

    def clock(self) -> float:
        """Tell the time."""
        return self.now


def visit(*addresses: str, time: Time | None = None, private: bool = True) -> list[LinkFound]:
    """Visit addresses with a clock that costs no time."""
    clock = time or Time()
    visitor = Visitor(today=TODAY, sleep=clock.sleep, clock=clock.clock, allow_private=private)
    return list(visitor.visit(addresses))


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (200, LinkState.OK),
        (204, LinkState.OK),
        (401, LinkState.BLOCKED),
        (403, LinkState.BLOCKED),
        (404, LinkState.DEAD),
        (410, LinkState.DEAD),
        (429, LinkState.BLOCKED),
        (451, LinkState.BLOCKED),
        (500, LinkState.UNREACHABLE),
        (503, LinkState.UNREACHABLE),
    ],
)
def test_what_an_answer_means(code: int, state: LinkState) -> None:
    """A host that keeps programs out is not gone."""
    with host(lambda _, path: NO_ROBOTS if path == "/robots.txt" else (code, {}, "x")) as web:
        found = visit(f"{web.address}/a")[0]
    assert (found.state, found.checked) == (state, TODAY)
    assert str(code) in found.reason


def test_redirects_for_good_and_for_now() -> None:
    """Only what moved for good should be written down anew."""

    def answer(_: str, path: str) -> Answer:
        return {
            "/old": (301, {"Location": "/new"}, ""),
            "/login": (302, {"Location": "/new"}, ""),
            "/gone": (301, {"Location": "/nothing"}, ""),
            "/round": (302, {"Location": "/round"}, ""),
            "/new": (200, {}, "here"),
        }.get(path, NO_ROBOTS)

    with host(answer) as web:
        old, login, gone, round_, anchor = visit(
            *(f"{web.address}/{name}" for name in ("old", "login", "gone", "round", "new#part"))
        )
    assert (old.state, old.moved_to) == (LinkState.MOVED, f"{web.address}/new")
    assert (login.state, login.moved_to) == (LinkState.OK, "")
    assert gone.state is LinkState.DEAD
    assert (round_.state, round_.reason) == (LinkState.DEAD, "leads on more than 20 times")
    assert anchor.state is LinkState.OK


def test_a_host_that_does_not_know_head_is_asked_again() -> None:
    """With GET, of which the body is not read."""

    def answer(method: str, path: str) -> Answer:
        if path == "/robots.txt":
            return NO_ROBOTS
        return (405, {}, "") if method == "HEAD" else (200, {}, "x" * 1000)

    with host(answer) as web:
        assert visit(f"{web.address}/a")[0].state is LinkState.OK
        assert web.asked == ["GET /robots.txt", "HEAD /a", "GET /a"]


def test_robots_txt_is_kept() -> None:
    """What it asks programs to leave is not asked for, and is not called broken."""
    robots = "User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"
    time = Time()
    with host(lambda _, path: (200, {}, robots if path == "/robots.txt" else "x")) as web:
        found = visit(*(f"{web.address}/{p}" for p in ("private/a", "b", "c")), time=time)
        assert web.asked == ["GET /robots.txt", "HEAD /b", "HEAD /c"]
    assert found[0].state is LinkState.BLOCKED
    assert found[0].reason == "robots.txt asks programs to stay away"
    assert time.slept == [3.0, 3.0]


def test_robots_txt_may_speak_to_the_checker_alone() -> None:
    """By its name."""
    robots = "User-agent: gp-retention-kb-links\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    with host(lambda _, path: (200, {}, robots if path == "/robots.txt" else "x")) as web:
        assert visit(f"{web.address}/b")[0].state is LinkState.BLOCKED


def test_a_host_that_asks_for_long_pauses_is_left_for_another_day() -> None:
    """It is not asked at all."""
    robots = "User-agent: *\nCrawl-delay: 600\n"
    with host(lambda _, path: (200, {}, robots if path == "/robots.txt" else "x")) as web:
        found = visit(f"{web.address}/b")[0]
        assert web.asked == ["GET /robots.txt"]
    assert found.reason == "the host asks for 600 s between visits"


def test_a_host_that_asks_for_a_pause_gets_it() -> None:
    """After 429, or 503 with a time, it is not asked again in this run."""

    def answer(_: str, path: str) -> Answer:
        return {"/a": (503, {"Retry-After": "120"}, "")}.get(path, NO_ROBOTS)

    with host(answer) as web:
        first, second = visit(f"{web.address}/a", f"{web.address}/b")
        assert web.asked == ["GET /robots.txt", "HEAD /a"]
    assert first.reason == "answered 503: the host asked for a pause"
    assert (second.state, second.reason) == (LinkState.BLOCKED, "the host asked for a pause")


def test_requests_to_one_host_are_apart() -> None:
    """By a second, unless the host asks for more."""
    time = Time()
    with host(lambda _, path: NO_ROBOTS if path == "/robots.txt" else (200, {}, "x")) as web:
        visit(*(f"{web.address}/{n}" for n in range(3)), time=time)
    assert time.slept == [1.0, 1.0, 1.0]


def test_a_private_network_is_not_asked() -> None:
    """A page sent in cannot make the checker look round where only it can."""
    with host(lambda *_: (200, {}, "secret")) as web:
        found = visit(f"{web.address}/a", private=False)[0]
        assert web.asked == []
    assert (found.state, found.reason) == (
        LinkState.BLOCKED,
        "an address of a private network; not asked",
    )


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    """Nor to another kind of address."""
    with host(
        lambda _, path: NO_ROBOTS if "robots" in path else (302, {"Location": "ftp://x/y"}, "")
    ) as web:
        assert visit(f"{web.address}/a")[0].state is LinkState.DEAD


@pytest.mark.parametrize(
    "address", ["https://", "ftp://x.example/y", "not an address", "http://[::1"]
)
def test_what_is_no_address_of_the_web(address: str) -> None:
    """Told, and nothing breaks."""
    found = visit(address)[0]
    assert (found.state, found.reason) == (LinkState.DEAD, "not an address of the web")


def test_a_host_that_is_not_there() -> None:
    """No host of that name is dead; no answer may be a passing fault."""
    with host(lambda *_: NO_ROBOTS) as web:
        address = web.address
    assert visit(f"{address}/a")[0].state is LinkState.UNREACHABLE
    assert not resolves("http://no-such-host.invalid/a")
    assert not resolves("http://[::1")
    assert resolves(address)


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        (socket.EAI_NONAME, LinkState.DEAD, "no such host"),
        (
            socket.EAI_AGAIN,
            LinkState.UNREACHABLE,
            "its name could not be looked up this time",
        ),
    ],
)
def test_a_name_that_is_not_known(
    monkeypatch: pytest.MonkeyPatch, code: int, state: LinkState, reason: str
) -> None:
    """That nobody has it is one thing, that nobody could be asked another."""

    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "as the system says")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    found = visit("http://no-such-host.invalid/a")[0]
    assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize("code", [400, 403, 404, 405, 410, 500, 501, 503])
def test_no_bad_answer_to_head_is_the_last_word(code: int) -> None:
    """GET decides."""

    def answer(method: str, path: str) -> Answer:
        if path == "/robots.txt":
            return NO_ROBOTS
        return (code, {}, "") if method == "HEAD" else (200, {}, "here")

    with host(answer) as web:
        assert visit(f"{web.address}/page")[0].state is LinkState.OK


@pytest.mark.parametrize(
    ("asked", "location", "ends"),
    [
        ("/first#part", "/second", "/second#part"),
        ("/first#part", "/second#other", "/second#other"),
        ("/first", "/second one", "/second%20one"),
        ("/first", "/second%20one", "/second%20one"),
        ("/first", "/second?a=b&c=d#e", "/second?a=b&c=d#e"),
    ],
)
def test_where_a_redirect_leads(asked: str, location: str, ends: str) -> None:
    """The part behind # stays unless the host gives another; a blank is written as a code."""

    def answer(_: str, path: str) -> Answer:
        if path == "/first":
            return 301, {"Location": location}, ""
        return (200, {}, "here") if path.startswith("/second") else NO_ROBOTS

    with host(answer) as web:
        found = visit(f"{web.address}{asked}")[0]
        assert (found.state, found.moved_to) == (LinkState.MOVED, f"{web.address}{ends}")


@pytest.mark.parametrize(("steps", "state"), [(20, LinkState.MOVED), (21, LinkState.DEAD)])
def test_as_many_redirects_are_followed_as_browsers_do(steps: int, state: LinkState) -> None:
    """Twenty, and not one more."""

    def answer(_: str, path: str) -> Answer:
        if path == "/robots.txt":
            return NO_ROBOTS
        left = int(path.rsplit("/", 1)[1])
        return (301, {"Location": f"/step/{left - 1}"}, "") if left else (200, {}, "here")

    with host(answer) as web:
        assert visit(f"{web.address}/step/{steps}")[0].state is state
