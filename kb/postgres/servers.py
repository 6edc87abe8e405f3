"""The hosts of a DSN in, how each of them stands out: primary or standby, on which timeline.

Every failover begins a timeline with a higher number, so that of two servers that both take
writes the one with the lower number is what was left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kb.model.problems import KbError

_STANDING = """
select pg_is_in_recovery(), case when pg_is_in_recovery()
  then coalesce((select received_tli from pg_stat_wal_receiver limit 1),
                case when not exists (select from pg_stat_wal_receiver)
                then (select timeline_id from pg_control_checkpoint()) end)
  else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end,
  current_setting('synchronous_standby_names'),
  to_regprocedure('kb.received_timeline()') is not null
"""
_RECEIVED = "select kb.received_timeline()"
"""What the server does not show to every role: on which timeline a standby follows."""
UNKNOWN = 0
"""The timeline of a standby that follows and does not show on which."""


class FencedError(KbError):
    """No server may take a write now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one server stands; `waits_for` is its `synchronous_standby_names`.

    `timeline` may be `UNKNOWN`.
    """

    dsn: str
    recovering: bool
    timeline: int
    waits_for: str


def hosts_of(dsn: str) -> tuple[str, ...]:
    """A DSN for each host that a DSN names; itself where it names one or none."""
    told = conninfo_to_dict(dsn)
    told.pop("target_session_attrs", None)
    told.pop("load_balance_hosts", None)
    hosts = str(told.get("host") or "").split(",")
    ports = str(told.get("port") or "").split(",")
    if len(hosts) < 2:
        return (dsn,)
    return tuple(
        make_conninfo("", **{**told, "host": host, "port": ports[at % len(ports)] or None})
        for at, host in enumerate(hosts)
    )


def standing_of(connection: psycopg.Connection[Any], dsn: str) -> Standing:
    """How the server of a connection stands.

    Raises:
        psycopg.Error: if it does not answer.
    """
    row = connection.execute(_STANDING).fetchone()
    recovering, timeline, waits_for, told = row or (True, UNKNOWN, "", False)
    if timeline is None and told:
        received = connection.execute(_RECEIVED).fetchone()
        timeline = received[0] if received else None
    return Standing(
        dsn=dsn,
        recovering=bool(recovering),
        timeline=int(timeline or UNKNOWN),
        waits_for=str(waits_for),
    )


def writer_of(standings: Sequence[Standing], asked: int) -> Standing:
    """The one server that may be written to.

    Args:
        standings: of the servers that answer.
        asked: how many hosts were asked.

    Raises:
        FencedError: if none takes writes, a newer one is not yet or no longer writable, two take
            writes on one timeline, or commits do not wait for the standby that is there.
    """
    writable = [one for one in standings if not one.recovering]
    newest = max((one.timeline for one in standings), default=0)
    current = [one for one in writable if one.timeline == newest]
    if not writable:
        raise FencedError(
            f"--dsn: no-primary: {len(standings)} of {asked} servers answer, none takes writes; "
            "wait for the failover, or promote the standby"
        )
    if not current:
        raise FencedError(
            "--dsn: left-behind: the only server that takes writes is older than another; "
            "rebuild it as a standby"
        )
    if len(current) > 1:
        raise FencedError(
            f"--dsn: split-brain: {len(current)} servers take writes on timeline {newest}; "
            "stop all but one, and rebuild the others as standbys"
        )
    if not current[0].waits_for and any(one.recovering for one in standings):
        raise FencedError(
            "--dsn: not-synchronous: a standby is there, but commits do not wait for it; set "
            "synchronous_standby_names on the primary"
        )
    return current[0]
