"""The one clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kb.content.clock import today
from kb.model.problems import KbError
from tests.conftest import EPOCH, Kb


def test_the_clock_honours_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build is the same on any later day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717200000")
    assert today() == date(2024, 6, 1)


@pytest.mark.parametrize("value", [None, "", " "])
def test_without_it_the_day_is_today(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """An unset or empty variable leaves the machine's own day."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert abs(today() - datetime.now(UTC).date()) <= timedelta(days=1)


@pytest.mark.parametrize("value", ["yesterday", "1e9", "99999999999999999999"])
def test_a_value_that_is_no_count_of_seconds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A clock that cannot be set is an error, not another day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(KbError) as raised:
        today()
    assert str(raised.value) == (
        f'SOURCE_DATE_EPOCH: found "{value}"; allowed a count of seconds since 1970; '
        "unset it, or set it as `date +%s` prints it"
    )


@pytest.mark.usefixtures("tree")
def test_check_uses_that_clock(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the future follows from `SOURCE_DATE_EPOCH`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")  # 1 January 2024
    outcome = kb("check")
    assert outcome.code == 1
    assert "future-date" in outcome.out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert kb("check").code == 0
