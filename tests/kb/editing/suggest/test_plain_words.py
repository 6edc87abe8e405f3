"""`kb.editing.suggest.plain_words`: advice on wording, by line."""

from __future__ import annotations

from kb.editing.suggest.plain_words import advise
from kb.model.corpus import Corpus

BODY = """## The problem

A robust approach.
The CCG and the XYZ met.

- The primary care network (PCN) met; the PCN paid.
- {long}
"""


def test_jargon_long_sentences_and_acronyms(corpus: Corpus) -> None:
    """Each once, with its line and what to do; NHS and GP stand as they are."""
    body = BODY.format(long="word " * 26)
    found = advise("The GP of the NHS.", body, corpus.glossary, summary_line=3, body_line=10)
    assert [(advice.line, advice.about, advice.found) for advice in found] == [
        (12, "jargon", "robust"),
        (13, "acronym", "CCG"),
        (13, "acronym", "XYZ"),
        (16, "long-sentence", f"26 words: {'word ' * 13}word…"),
    ]
    assert found[0].advice == "better: say what makes it strong"
    assert found[1].advice == (
        "write it in full at its first use: Clinical commissioning group (CCG)"
    )
    assert found[2].advice == "write it in full at its first use, as in: full name (XYZ)"


def test_plain_words_need_no_advice(corpus: Corpus) -> None:
    """An empty page neither."""
    assert advise("", "", corpus.glossary, summary_line=1, body_line=1) == ()
    plain = "## What changed\n\nTwo GPs stayed. See [the page](casestudies/robust-scheme).\n"
    assert advise("Two GPs stayed.", plain, corpus.glossary, summary_line=1, body_line=1) == ()
