"""Results are found again from the same data alone."""

from __future__ import annotations

from pathlib import Path

from kb.content.kept import Kept
from site_builder.model.known import Known


def test_a_result_is_worked_out_once_for_the_same_data(tmp_path: Path) -> None:
    """By this run and by the next; other data, and another name, have their own."""
    path, asked = tmp_path / "kept.bin", []

    def made(text: str) -> str:
        asked.append(text)
        return text.upper()

    for _ in range(2):
        kept = Kept(path)
        known = Known(kept)
        for name, text in (("one", "a"), ("one", "a"), ("one", "b"), ("two", "a")):
            found = known.of(name, (text, 3), lambda text=text: made(text))  # type: ignore[misc]
            assert found == text.upper()
        kept.save()
    assert asked == ["a", "b", "a"]


def test_what_has_no_digest_is_worked_out_each_time() -> None:
    """As data that hold a function, and anything where nothing is kept."""
    for known, given in ((Known(Kept()), [lambda: 0]), (Known(), ["text"])):
        asked: list[int] = []
        for _ in range(2):
            assert known.of("x", given, lambda asked=asked: asked.append(1) or "y") == "y"  # type: ignore[misc]
        assert len(asked) == 2
        known.put("x", given, "z")
        assert known.get("x", given) is None
