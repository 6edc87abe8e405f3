"""What was asked for last is kept, as much as there is room for."""

from __future__ import annotations

from kb.postgres.kept import Kept


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """Asking and keeping count alike."""
    kept: Kept[str, str] = Kept(6, len)
    kept.keep({"a": "pen", "b": "ink"})
    assert kept.among(["a", "c"]) == {"a": "pen"}
    kept.keep({"c": "nib"})
    assert kept.among("abc") == {"a": "pen", "c": "nib"}
    kept.keep({"a": "pen"})
    kept.keep({"d": "jar"})
    assert kept.among("abcd") == {"a": "pen", "d": "jar"}
    assert (len(kept), kept.size) == (2, 6)


def test_one_stays_however_large_and_the_first_of_two_stays() -> None:
    """The size is that of what is kept."""
    kept: Kept[str, str] = Kept(2, len)
    kept.keep({"a": "inkwell"})
    kept.keep({"a": "pot"})
    assert kept.among("a") == {"a": "inkwell"}
    assert kept.size == len("inkwell")
