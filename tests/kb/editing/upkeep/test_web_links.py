"""`kb.editing.upkeep.web_links`: findings are kept, and only what is due is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kb.editing.upkeep.web_links import FRESH_DAYS, TRIES, check_links
from kb.editing.upkeep.web_state import LinkFound, LinkState, read_cache, write_cache
from kb.model.problems import KbError
from tests.conftest import TODAY

FRESH = timedelta(days=FRESH_DAYS)
PLACES = {"https://a.example/1": ("bibliography.yaml: a",), "https://b.example/1": ("x.md",)}


class Web:
    """Stands for the web: every address works unless it is said to be dead."""

    def __init__(self, *dead: str, stops_after: int = 99, reason: str = "r") -> None:
        self.dead, self.asked, self.left, self.reason = dead, list[str](), stops_after, reason

    def on(self, day: date) -> Web:
        """Ask on another day."""
        self.day = day
        return self

    def visit(self, addresses: Iterable[str]) -> Iterator[LinkFound]:
        """Answer, and stop half way if that is wanted."""
        for address in addresses:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            self.asked.append(address)
            state = LinkState.DEAD if address in self.dead else LinkState.OK
            reason = self.reason if address in self.dead else "r"
            yield LinkFound(address=address, state=state, reason=reason, checked=self.day)


def test_what_worked_is_not_asked_again_soon(tmp_path: Path) -> None:
    """What did not work is asked the next day."""
    cache = tmp_path / "links.json"
    web = Web("https://b.example/1").on(TODAY)
    first = check_links(PLACES, cache=cache, today=TODAY, visit=web.visit)
    assert (first.new, [f.state for f in first.found.values()]) == (2, ["ok", "dead"])
    day = TODAY + timedelta(days=1)
    second = check_links(PLACES, cache=cache, today=day, visit=web.on(day).visit)
    assert (second.new, web.asked[2:]) == (1, ["https://b.example/1"])
    later = TODAY + timedelta(days=FRESH_DAYS)
    assert check_links(PLACES, cache=cache, today=later, visit=web.on(later).visit).new == 2


def test_what_stays_as_it_was_keeps_its_first_day(tmp_path: Path) -> None:
    """A dead address is no news each week; one that comes back and goes again is."""
    cache, dead = tmp_path / "links.json", "https://b.example/1"
    days = [TODAY + timedelta(days=step) for step in (0, 7, 14, 50, 50 + FRESH_DAYS)]
    web, since = Web(dead), []
    for day, is_dead in zip(days, (True, True, True, False, True), strict=True):
        web.dead = (dead,) if is_dead else ()
        report = check_links(PLACES, cache=cache, today=day, visit=web.on(day).visit)
        since.append(report.found[dead].since or report.found[dead].checked)
    assert since == [days[0], days[0], days[0], days[3], days[4]]


def test_offline_tells_what_is_known(tmp_path: Path) -> None:
    """Nothing is asked, and what is not known is left out."""
    cache = tmp_path / "links.json"
    found = LinkFound(
        address="https://a.example/1", state=LinkState.BLOCKED, reason="r", checked=TODAY
    )
    write_cache(cache, {found.address: found})
    report = check_links(PLACES, cache=cache, today=TODAY, visit=None)
    assert (report.new, list(report.found)) == (0, ["https://a.example/1"])
    assert report.as_dict()["counts"] == {
        "ok": 0,
        "moved": 0,
        "dead": 0,
        "blocked": 1,
        "unreachable": 0,
    }


def test_a_stop_half_way_loses_nothing(tmp_path: Path) -> None:
    """What was answered is kept."""
    cache = tmp_path / "links.json"
    web = Web(stops_after=1).on(TODAY)
    with pytest.raises(KeyboardInterrupt):
        check_links(PLACES, cache=cache, today=TODAY, visit=web.visit)
    assert list(read_cache(cache)) == ["https://a.example/1"]


@pytest.mark.parametrize("reason", ["no such host", "its name could not be looked up this time"])
def test_without_a_network_nothing_is_written(tmp_path: Path, reason: str) -> None:
    """What was known stays known, and not every host is tried."""
    cache = tmp_path / "links.json"
    places = {f"https://h{n}.example/": ("p",) for n in range(20)}
    known = LinkFound(
        address="https://h0.example/", state=LinkState.OK, reason="r", checked=TODAY - FRESH
    )
    write_cache(cache, {known.address: known})
    before = cache.read_bytes()
    web = Web(*places, reason=reason).on(TODAY)
    report = check_links(places, cache=cache, today=TODAY, visit=web.visit)
    assert (report.no_network, report.new, len(web.asked)) == (True, 0, TRIES)
    assert report.found == {known.address: known}
    assert cache.read_bytes() == before


@pytest.mark.parametrize("dead", [1, 3, TRIES, TRIES + 3])
def test_hosts_that_have_gone_are_dead_where_another_can_be_found(
    tmp_path: Path, dead: int
) -> None:
    """One that is asked later, or one that was asked on another day."""
    gone = [f"https://a{n}.example/" for n in range(dead)]
    cache = tmp_path / "links.json"
    places = dict.fromkeys([*gone, "https://works.example/"], ("p",))
    for day in (TODAY, TODAY + timedelta(days=1)):
        web = Web(*gone, reason="no such host").on(day)
        report = check_links(
            places,
            cache=cache,
            today=day,
            visit=web.visit,
            resolves=lambda address: address == "https://works.example/",
        )
        assert not report.no_network
        assert report.as_dict()["counts"]["dead"] == dead  # type: ignore[index]
        assert {found.checked for found in report.in_state(LinkState.DEAD)} == {day}


def test_hosts_take_turns_and_a_limit_holds(tmp_path: Path) -> None:
    """So that pauses cost little time."""
    places = {f"https://{host}.example/{n}": ("p",) for host in "ab" for n in range(3)}
    web = Web().on(TODAY)
    check_links(places, cache=tmp_path / "a.json", today=TODAY, visit=web.visit)
    assert [address[8] for address in web.asked] == list("ababab")
    web = Web().on(TODAY)
    report = check_links(places, cache=tmp_path / "b.json", today=TODAY, visit=web.visit, limit=2)
    assert report.new == 2


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format": 9, "links": []}', '{"format": 1, "links": [{}]}']
)
def test_a_damaged_cache(tmp_path: Path, text: str) -> None:
    """It is told what to do."""
    cache = tmp_path / "links.json"
    cache.write_text(text, encoding="utf-8")
    with pytest.raises(KbError) as caught:
        read_cache(cache)
    assert str(caught.value).startswith(f"{cache}: found no list of links that kb links wrote (")
    assert str(caught.value).endswith("); delete it")
