"""Fingerprints prove wording and figures without the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.bibliography import LONG_RUN, SHORT_RUN, Fingerprint, plain_words, read_fingerprint
from kb.model.problems import ContentError

SOURCE = (
    "Nine GPs joined the pilot in its first seven months, and they now work 15 more sessions a "
    "week; the scheme’s cost was £1,250 for each of them, paid by the old board."
)
FINGERPRINT = Fingerprint.of(SOURCE)


def test_words_ignore_case_marks_and_line_breaks() -> None:
    """A quotation is compared by its words alone."""
    assert plain_words("The scheme’s\n COST,  was £1,250!") == (
        "the",
        "scheme's",
        "cost",
        "was",
        "£1",
        "250",
    )


@pytest.mark.parametrize(
    "quote", ["now work 15 more", "NOW WORK 15 MORE sessions", "the scheme's cost was", SOURCE]
)
def test_words_of_the_source_are_known(quote: str) -> None:
    """Any run of four words or more can be proved."""
    assert FINGERPRINT.has_words(plain_words(quote))


@pytest.mark.parametrize(
    "quote", ["work 15 more", "now work 16 more", "cost was the scheme's", "they work 15 more"]
)
def test_other_words_are_not(quote: str) -> None:
    """A changed, moved or dropped word fails, and so does a run too short to tell."""
    assert not FINGERPRINT.has_words(plain_words(quote))


@given(st.data())
def test_every_run_of_a_source_is_known(data: st.DataObject) -> None:
    """No run of at least four words is lost."""
    plain = plain_words(SOURCE)
    start = data.draw(st.integers(0, len(plain) - SHORT_RUN))
    end = data.draw(st.integers(start + SHORT_RUN, len(plain)))
    assert FINGERPRINT.has_words(plain[start:end])


def test_numbers_are_known_in_any_form() -> None:
    """The source's words and figures both count."""
    assert all(FINGERPRINT.has_number(number) for number in ("9", "7", "15", "1250"))
    assert not FINGERPRINT.has_number("16")


def test_a_copied_run_is_found_whole() -> None:
    """The longest run is reported once, with where it starts."""
    copied = plain_words(SOURCE)[2:17]
    text = ("before", "it", *copied, "after", "it")
    assert list(FINGERPRINT.copied(text)) == [(2, 15)]
    assert list(FINGERPRINT.copied(copied[: LONG_RUN - 1])) == []


def test_a_fingerprint_survives_a_round_trip(tmp_path: Path) -> None:
    """What is written is read again, and holds no word of the source."""
    path = tmp_path / "story"
    path.write_text(FINGERPRINT.dumps(), encoding="ascii")
    assert read_fingerprint(path, "content/fingerprints/story") == FINGERPRINT
    assert "sessions" not in path.read_text(encoding="ascii")


def test_a_missing_fingerprint_says_what_to_run(tmp_path: Path) -> None:
    """The message names the command."""
    with pytest.raises(ContentError) as raised:
        read_fingerprint(tmp_path / "story", "content/fingerprints/story")
    assert str(raised.value) == (
        "content/fingerprints/story:1: missing-fingerprint: found no such file; allowed a file "
        "that kb source add wrote; run kb source add FILE --id story"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", 'it does not begin with "fingerprint 1" or is cut short'),
        (
            "fingerprint 1\n[runs-of-4]\nabc",
            'it does not begin with "fingerprint 1" or is cut short',
        ),
        ("fingerprint 1\n[runs-of-4]\nxyz\n", '"xyz" is not a hash of 10 digits'),
        (
            "fingerprint 1\n[runs-of-4]\n",
            "it has the parts runs-of-4 and not runs-of-4, runs-of-12, numbers",
        ),
    ],
)
def test_a_damaged_fingerprint_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A fingerprint cut short would fail true quotations."""
    path = tmp_path / "story"
    path.write_text(text, encoding="ascii")
    with pytest.raises(ContentError) as raised:
        read_fingerprint(path, "content/fingerprints/story")
    assert str(raised.value) == (
        f"content/fingerprints/story:1: damaged-fingerprint: found {reason}; allowed a file "
        "that kb source add wrote; run kb source add FILE --id story"
    )
