"""Which of several servers may be written to, and which was left behind."""

from __future__ import annotations

import pytest

pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[hosted]'")

from kb.postgres.servers import FencedError, Standing, hosts_of, writer_of


def standing(name: str, timeline: int, *, recovering: bool = False, waits: str = "") -> Standing:
    """A server that answered."""
    return Standing(dsn=name, recovering=recovering, timeline=timeline, waits_for=waits)


@pytest.mark.parametrize(
    "dsn",
    [
        "host=a,b port=1,2 dbname=kb target_session_attrs=read-write",
        "postgresql://a:1,b:2/kb?target_session_attrs=any&load_balance_hosts=random",
    ],
)
def test_a_dsn_for_each_host(dsn: str) -> None:
    """Without what chooses among them."""
    assert [set(one.split()) for one in hosts_of(dsn)] == [
        {"host=a", "port=1", "dbname=kb"},
        {"host=b", "port=2", "dbname=kb"},
    ]


def test_one_host_is_left_as_it_is() -> None:
    """A service behind one address chooses for itself; one port serves several hosts."""
    assert hosts_of("host=a dbname=kb") == ("host=a dbname=kb",)
    assert hosts_of("") == ("",)
    assert ["port=5" in one.split() for one in hosts_of("host=a,b,c port=5")] == [True] * 3


def test_the_writer_is_the_newest() -> None:
    """A primary with its standby; one that is alone after a failover."""
    main = standing("a", 1, waits="x")
    assert writer_of([main, standing("b", 1, recovering=True)], 2) == main
    alone = standing("b", 2)
    assert writer_of([alone], 2) == alone
    assert writer_of([standing("a", 1, waits="x"), alone], 2) == alone


@pytest.mark.parametrize(
    ("standings", "why"),
    [
        ([], "no-primary: 0 of 2"),
        ([standing("b", 1, recovering=True)], "no-primary: 1 of 2"),
        ([standing("a", 1, waits="x"), standing("b", 2, recovering=True)], "left-behind"),
        ([standing("a", 3), standing("b", 3)], "split-brain: 2 servers .* timeline 3"),
        ([standing("a", 1), standing("b", 1, recovering=True)], "not-synchronous"),
    ],
)
def test_what_may_not_be_written_to(standings: list[Standing], why: str) -> None:
    """Each with its reason."""
    with pytest.raises(FencedError, match=why):
        writer_of(standings, 2)
