"""Which web addresses of the content are dead, moved or blocked, from a cache where it is fresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.editing.upkeep.web_state import NO_NAME, LinkFound, LinkState, read_cache, write_cache

FRESH_DAYS = 14
"""Days for which an address that worked is not asked again."""
RETRY_DAYS = 1
"""The same for one that did not."""
TRIES = 5
"""Addresses of hosts that cannot be looked up, after which it is asked whether any host can."""

_TO_MEND = (
    (
        LinkState.DEAD,
        "Dead",
        "Look for where the page went. If it has gone, set `live: false`: the site then prints "
        "no link, and what rests on the page says that it was read and is there no longer.",
    ),
    (LinkState.MOVED, "Moved", "Read the page where it is now, then change its address."),
)
"""What an issue tells of: states with a heading, and what an editor does."""

Visit = Callable[[Iterable[str]], Iterator[LinkFound]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """Every address with what is known of it and the places it stands in; `new` were asked now.

    With `no_network` no host could be looked up: nothing new is known, and nothing was written.
    """

    found: Mapping[str, LinkFound]
    places: Mapping[str, tuple[str, ...]]
    new: int
    no_network: bool = False

    def in_state(self, *states: LinkState) -> tuple[LinkFound, ...]:
        """Return the addresses in any of these states, in order of address."""
        return tuple(
            self.found[address]
            for address in sorted(self.found)
            if self.found[address].state in states
        )

    def as_dict(self) -> dict[str, object]:
        """The object of ``kb links --json``."""
        return {
            "asked": self.new,
            "no_network": self.no_network,
            "counts": {state.value: len(self.in_state(state)) for state in LinkState},
            "links": [
                {**self.found[address].as_dict(), "places": list(self.places[address])}
                for address in sorted(self.found)
            ],
        }


def check_links(
    places: Mapping[str, tuple[str, ...]],
    *,
    cache: Path,
    today: date,
    visit: Visit | None,
    limit: int = 0,
    resolves: Callable[[str], bool] = lambda _: False,
) -> LinkReport:
    """Return what is known of addresses, asking for those that the cache does not know freshly.

    The cache is written after each answer, so that a stop half way loses nothing. Until one host
    was found, a name that is not known is not written down: it may be the network that is away.

    Args:
        places: every address with the places it stands in.
        cache: the file of earlier findings; made if there is none.
        today: the day of the visit.
        visit: requests addresses; with None nothing is requested, and the cache is reported.
        limit: the most addresses to ask for; 0 for all.
        resolves: whether the host of an address can be looked up, to distinguish a host that has
            gone from a network that is down.

    Raises:
        KbError: the cache is damaged.
    """
    known = read_cache(cache)
    due = [address for address in places if not _is_fresh(known.get(address), today)]
    due = due[:limit] if limit else due
    held: list[LinkFound] = []
    new, network, tried = 0, False, False
    for found in visit(_by_turns(due)) if visit is not None else ():
        held.append(found)
        network = network or found.reason not in NO_NAME
        if not network and len(held) == TRIES:
            tried, network = True, _any_resolves(places, held, resolves)
            if not network:
                break
        if network:
            new += _keep(cache, known, held)
    if held and not tried and _any_resolves(places, held, resolves):
        new += _keep(cache, known, held)
    return LinkReport(
        found={address: known[address] for address in places if address in known},
        places=places,
        new=new,
        no_network=bool(held),
    )


def issue_text(report: LinkReport) -> str:
    """Return what is dead or has moved as Markdown for an issue; "" if nothing is.

    Addresses and reasons stand as code, so that no text of another host becomes a link.
    """
    parts = []
    for state, heading, remedy in _TO_MEND:
        found = report.in_state(state)
        if found:
            lines = [f"## {heading}", "", remedy, ""]
            for link in found:
                lines.append(f"- {_code(link.address)}: {_code(link.reason)}")
                lines += [f"  - in {_code(place)}" for place in report.places[link.address]]
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n" if parts else ""


def _code(text: str) -> str:
    return f"`{' '.join(text.replace('`', ' ').split())}`"


def _keep(cache: Path, known: dict[str, LinkFound], held: list[LinkFound]) -> int:
    """Write findings down and return how many; none is held after that."""
    count = len(held)
    known.update({found.address: found.after(known.get(found.address)) for found in held})
    write_cache(cache, known)
    held.clear()
    return count


def _any_resolves(
    places: Iterable[str], held: Sequence[LinkFound], resolves: Callable[[str], bool]
) -> bool:
    """Return whether the host of any address can be looked up, of a few that were not held."""
    hosts = {_host_of(found.address) for found in held}
    others = {_host_of(address): address for address in places}
    untried = [address for host, address in others.items() if host not in hosts]
    return any(resolves(address) for address in untried[:TRIES])


def _is_fresh(found: LinkFound | None, today: date) -> bool:
    if found is None:
        return False
    days = FRESH_DAYS if found.state in {LinkState.OK, LinkState.MOVED} else RETRY_DAYS
    return 0 <= (today - found.checked).days < days


def _by_turns(addresses: Iterable[str]) -> list[str]:
    """Return addresses with the hosts taking turns, so that pauses cost little time."""
    queues: dict[str, list[str]] = {}
    for address in addresses:
        queues.setdefault(_host_of(address), []).append(address)
    found: list[str] = []
    while queues:
        for host in list(queues):
            found.append(queues[host].pop(0))
            if not queues[host]:
                del queues[host]
    return found


def _host_of(address: str) -> str:
    return address.split("/")[2] if "//" in address else ""
