"""The data file that both runtimes compute with is whole."""

from __future__ import annotations

import pytest

from kb.data.settings import load_settings, settings_from


def test_every_part_of_a_score_has_a_weight() -> None:
    """No part is weighed that does not exist, and none is forgotten."""
    from kb.search.fusion import MODES

    settings = load_settings()
    assert set(settings.parts) == set(MODES["hybrid"])
    assert set(settings.plain_parts) <= set(MODES["hybrid"])
    assert all(weight > 0 for weight in settings.parts.values())


def test_every_field_that_is_weighed_is_indexed() -> None:
    """A weight for a field that has no postings would be lost in silence."""
    from kb.index.words import TEXT_FIELDS

    assert set(load_settings().fields) <= set(TEXT_FIELDS)


def test_every_mode_has_its_line() -> None:
    """Each mode can tell a query that nothing answers, by signals that exist."""
    from kb.evaluation.abstention import MODE_SIGNALS
    from kb.search.fusion import MODES

    lines = load_settings().abstain
    assert set(lines) == set(MODES)
    for mode, line in lines.items():
        assert set(line) == {*MODE_SIGNALS[mode], "threshold"}


def test_a_missing_value_is_not_made_up() -> None:
    """A data file without a value is refused."""
    raw = {key: value for key, value in load_settings().raw.items() if key != "bm25"}
    with pytest.raises(KeyError, match="bm25"):
        settings_from(raw)
