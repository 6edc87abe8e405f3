"""Results that are kept for the same objects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import site_builder.model.same as same
from site_builder.model.same import once_for_same


class Thing:
    """An object that is equal to every other of its kind."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    def __hash__(self) -> int:
        return 1


def counting() -> tuple[list[tuple[object, str]], Callable[[object, str], str]]:
    """Returns a list of the calls that a kept function was really asked, and that function."""
    calls: list[tuple[object, str]] = []

    @once_for_same
    def asked(thing: object, text: str) -> str:
        calls.append((thing, text))
        return f"{text}!"

    return calls, asked


def test_the_same_object_is_asked_once_and_an_equal_one_anew() -> None:
    calls, asked = counting()
    one, other = Thing(), Thing()
    assert [asked(one, "a"), asked(one, "".join("a")), asked(other, "a")] == ["a!"] * 3
    assert [id(thing) for thing, _ in calls] == [id(one), id(other)]


def test_another_text_is_asked_anew() -> None:
    calls, asked = counting()
    one = Thing()
    assert (asked(one, "a"), asked(one, "b")) == ("a!", "b!")
    assert len(calls) == 2


def test_an_object_that_is_gone_gives_its_identity_to_no_other() -> None:
    _, asked = counting()
    for number in range(200):
        assert asked([number], str(number % 3)) == f"{number % 3}!"

    @once_for_same
    def first(values: list[int]) -> int:
        return values[0]

    assert [first([number]) for number in range(200)] == list(range(200))


def test_not_more_than_the_most_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same, "MOST", 2)
    calls, asked = counting()
    things = [Thing() for _ in range(3)]
    for thing in things:
        asked(thing, "a")
    asked(things[0], "a")
    assert len(calls) == 4
