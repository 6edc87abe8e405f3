"""`tools/journeys.py`: steps and keys are counted, limits held, and what fails is named.

The browser's own part runs with the tool.
"""

from __future__ import annotations

from typing import Any

import pytest

from tools.journeys import JOURNEYS, Journey, Made, Walk, make, table


class Thing:
    """Anything on a page: is there, or is waited for in vain."""

    def __init__(self, *, there: bool) -> None:
        """Note whether it can be found."""
        self._there = there
        self.first = self

    def filter(self, *, has_text: str) -> Thing:
        """Return the thing if its text is not the missing one."""
        return Thing(there=has_text != "nowhere")

    def locator(self, _: str) -> Thing:
        """Return the same thing."""
        return self

    def evaluate(self, _: str) -> str:
        """Return the name of the element."""
        return "INPUT"

    def fill(self, _: str) -> None:
        """Take any words."""

    def click(self) -> None:
        """Open, if it is there."""
        if not self._there:
            raise TimeoutError("nothing to tap\nand a log of many lines")

    wait_for = click


class Screen:
    """A browser, its context and its page at once; notes how it was opened."""

    url = "there"

    def __init__(self) -> None:
        """Nothing is open yet."""
        self.opened: dict[str, Any] = {}
        self.seen: list[str] = []

    def new_context(self, **options: Any) -> Screen:
        """Note the options."""
        self.opened = options
        return self

    def new_page(self) -> Screen:
        """Return the page."""
        return self

    def set_default_timeout(self, _: int) -> None:
        """Wait for nothing."""

    def goto(self, address: str) -> None:
        """Note the address."""
        self.seen.append(address)

    def locator(self, _: str) -> Thing:
        """Find anything."""
        return Thing(there=True)

    def close(self) -> None:
        """Close nothing."""


def _walk(walk: Walk) -> None:
    walk.open("map/")
    walk.say("#a", "seven")
    walk.tap("a", "somewhere")
    walk.see("main")


def test_steps_and_keys_are_counted() -> None:
    """To come in and to look costs nothing; a box costs a step and its letters."""
    screen = Screen()
    made = make(Journey(name="a", make=_walk, most=2, script=False), screen, "http://x/")
    assert (made.steps, made.keys, made.fault) == (2, 5, "")
    assert screen.seen == ["http://x/map/"]
    assert screen.opened["java_script_enabled"] is False


def test_a_step_too_many_is_a_fault() -> None:
    """Though the end was reached."""
    made = make(Journey(name="a", make=_walk, most=1), Screen(), "")
    assert made.fault == "2 steps, 1 at most"


def test_what_stops_a_journey_is_named_in_a_line() -> None:
    """With the step and the page; later journeys go on."""
    lost = Journey(name="a", make=lambda walk: walk.tap("a", "nowhere"), most=9)
    made = make(lost, Screen(), "")
    assert made.fault == "stopped after 1 steps at there: nothing to tap"


def test_the_table_tells_what_was_reached() -> None:
    """A line each, with one decimal."""
    lines = table(
        (
            Made(name="a", steps=2, keys=5, seconds=1.26),
            Made(name="b", steps=3, keys=0, seconds=0.5, fault="3 steps, 2 at most"),
        )
    ).splitlines()
    assert lines[2:] == [
        "| a | 2 | 5 | 1.3 | yes |",
        "| b | 3 | 0 | 0.5 | no: 3 steps, 2 at most |",
    ]


@pytest.mark.parametrize("without", ["search", "finder", "roadmap", "not found", "no script"])
def test_distress_is_walked_from_every_entrance(without: str) -> None:
    """No entrance is left out by a change of the list."""
    names = [one.name for one in JOURNEYS if one.name.startswith("Distress")]
    wanted = {"finder": "where-are-you-now"}.get(without, without)
    assert any(wanted in name for name in names)
