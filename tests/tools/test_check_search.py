"""What is measured of the search's use: figures in words, and keys that are counted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tools.check_search import KEY, THOUGHT, Figure, Keys


class Page:
    """A page of which the focus moves on with each key."""

    def __init__(self, *focused: str) -> None:
        self.keyboard = self
        self.focused = list(focused)
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        """Note a key; the focus moves on with Tab."""
        self.pressed.append(key)
        if key == "Tab":
            self.focused.append(self.focused.pop(0))

    def type(self, text: str) -> None:
        """Note the letters."""
        self.pressed += text

    def evaluate(self, expression: str) -> bool:
        """Tell whether what an expression names has the focus."""
        return self.focused[0] in expression


def test_a_figure_says_what_is_allowed() -> None:
    """In brackets, without needless decimals."""
    assert str(Figure(name="results before more", found=10, allowed=10)) == (
        "results before more: 10 (10)"
    )
    assert str(Figure(name="screens", found=1.7, allowed=2)) == "screens: 1.7 (2)"


@pytest.mark.parametrize(
    ("words", "to", "pressed"), [("ill", "#go", 6), ("", "#ask", 6), ("a b", "#sheet", 8)]
)
def test_every_key_and_decision_counts(words: str, to: str, pressed: int) -> None:
    """Letters, keys on the way, Enter; a decision for the words and one for each aim."""
    order: Sequence[str] = ("#body", "#more", "#go", "#next", "#sheet", "#ask")
    page = Page(*order)
    keys = Keys(page=page)
    keys.type(words)
    keys.go("Tab", to)
    assert (page.pressed[-1], keys.pressed, keys.thoughts) == ("Enter", pressed, 2)
    assert keys.seconds == pytest.approx(KEY * pressed + THOUGHT * 2, abs=0.05)


def test_what_cannot_be_reached_is_told() -> None:
    """Rather than going round for ever."""
    with pytest.raises(ValueError, match="#none: not reached by 60 times Tab"):
        Keys(page=Page("#a", "#b")).reach("Tab", "#none")
