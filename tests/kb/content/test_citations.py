"""`kb.content.citations`: of when a source is, and when it was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.content.citations import cited, link_of, read_note, short_name
from kb.model.bibliography import BibliographyEntry, Copy, Live, SourceKind
from kb.model.documents import SourceId

PAGE = BibliographyEntry(
    id=SourceId("cct"),
    title="Guide to the certificate",
    publisher="General Medical Council",
    kind=SourceKind.PAGE,
    date="2026-05",
    address="https://gmc.example/cct",
    read=date(2026, 11, 28),
    copy=Copy.LIVE,
)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, "page of May 2026, read in November 2026"),
        ({"date": "undated"}, "undated page, read in November 2026"),
        (
            {"date": "undated", "after": "2023"},
            "undated page, after 2023, read in November 2026",
        ),
        (
            {"copy": Copy.STORED},
            "page of May 2026, read in November 2026, stored copy only",
        ),
        ({"part": "the first half"}, "page of May 2026, read in November 2026, in part"),
        ({"read": None, "copy": None}, "page of May 2026"),
        (
            {"kind": SourceKind.DOCUMENT, "date": "2019", "read": None, "copy": None},
            "document of 2019",
        ),
    ],
)
def test_when_a_source_was_read(changes: dict[str, object], note: str) -> None:
    """Its date, when it was read, and whether only in a stored copy or in part."""
    assert read_note(replace(PAGE, **changes)) == note  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("live", "address"),
    [(Live.TRUE, PAGE.address), (Live.UNCHECKED, PAGE.address), (Live.FALSE, "")],
)
def test_only_a_dead_address_is_no_link(live: Live, address: str) -> None:
    """One that nobody has opened may work."""
    assert link_of(replace(PAGE, live=live)) == address


def test_a_source_in_a_line() -> None:
    """In full, and in a few words."""
    assert cited(PAGE) == (
        "Guide to the certificate, General Medical Council, page of May 2026, read in November 2026"
    )
    assert short_name(PAGE) == "General Medical Council, May 2026"
