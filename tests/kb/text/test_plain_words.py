"""A text is brought to plain words: short forms, dialect, fillers, slips, words run together."""

from __future__ import annotations

import pytest

from kb.text.plain_words import PlainWords, near

PLAIN = PlainWords(
    fillers=frozenset({"really", "the"}),
    same={"dont": "not", "do not": "not", "cannae": "cant", "no one": "nobody"},
    targets=("exhausted", "tearful", "really", "cope", "harbour", "harvest"),
    right=frozenset({"exhauster"}),
    short=frozenset({"i", "no"}),
    shortest=4,
    two_slips_from=8,
    alike="aeiouy qwertyuiop asdfghjkl zxcvbnm",
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("I don't cope", "i not cope"),
        ("I don\u2019t REALLY cope", "i not cope"),
        ("do not", "not"),
        ("cannae cope", "cant cope"),
        ("no one", "nobody"),
        ("I'm, you've he's", "i you have he"),
        ("exausted and tearfull", "exhausted and tearful"),
        ("ehxuasted", "exhausted"),
        ("exhauster", "exhauster"),
        ("relly cope", "cope"),
        ("cooope", "cope"),
        ("icope", "i cope"),
        ("hervest", "harvest"),
        ("harcest", "harvest"),
        ("harpest", "harpest"),
        ("qwertyui", "qwertyui"),
        ("", ""),
    ],
)
def test_plain_words(text: str, plain: str) -> None:
    """The nearest word is meant, and of two that are as near the likelier."""
    assert PLAIN.text(text).strip() == plain


def test_sentences() -> None:
    """Words of two sentences never stand side by side; stops alone are no sentence."""
    assert PLAIN.sentences("I cope. ... No one?! ") == [" i cope ", " nobody "]
    assert PLAIN.sentences("?!") == []


def test_what_editors_wrote_is_not_put_right() -> None:
    """A misspelt phrase stands for that spelling."""
    assert PLAIN.unspelt("exausted").strip() == "exausted"


def test_words_near_a_target_are_known() -> None:
    """One slip away from a short one, two from a long one; with the same first letter."""
    targets = ("tearful", "cope", "exhausted")
    words = (
        "fearful",
        "tearfully",
        "rope",
        "copes",
        "coped",
        "cop",
        "exhaust",
        "exhaustion",
        "cope",
    )
    found = near(targets, words, shortest=4, two_slips_from=8, alike="")
    assert found == ("tearfully", "copes", "coped")
