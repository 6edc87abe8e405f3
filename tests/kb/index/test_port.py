"""Rows and program must agree before any is read."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from kb.data.settings import load_settings
from kb.index.port import analyser_digest, digest_of, identity_of
from kb.model.problems import IndexStoreError


def test_the_same_program_reads_its_own_rows() -> None:
    """An identity agrees with itself."""
    own = identity_of("model-a", load_settings())
    own.check(identity_of("model-a", load_settings()), "a store")


@pytest.mark.parametrize(
    ("name", "value"),
    [("format", 1), ("encoder", "model-b"), ("analyser", "x"), ("settings", "x")],
)
def test_each_difference_is_refused(name: str, value: object) -> None:
    """The message names it, with what was found and what is allowed."""
    own = identity_of("model-a", load_settings())
    with pytest.raises(IndexStoreError, match=rf"a store: other-rows: {name}: found {value}, "):
        own.check(replace(own, **{name: value}), "a store")


def test_other_settings_are_other_rows() -> None:
    """A changed number of the search gives another digest, its order in the file does not."""
    raw = dict(load_settings().raw)
    changed = replace(load_settings(), raw=MappingProxyType({**raw, "kept": 0.31}))
    turned = replace(load_settings(), raw=dict(reversed(raw.items())))
    own = identity_of("m", load_settings())
    assert identity_of("m", turned) == own
    with pytest.raises(IndexStoreError, match="settings"):
        own.check(replace(own, settings=digest_of(dict(changed.raw))), "here")


def test_another_analyser_is_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it does otherwise to the sample."""
    before = analyser_digest()
    monkeypatch.setattr("kb.index.port._SAMPLE", "other words")
    assert analyser_digest() != before
