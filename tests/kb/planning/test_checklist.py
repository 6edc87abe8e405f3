"""The checklist's questions, with the pages that show how others did it."""

from __future__ import annotations

from dataclasses import replace

from kb.model.corpus import Corpus
from kb.model.documents import DocId, SourceId
from kb.model.glossary import Became, Glossary
from kb.planning.checklist import CHECKLIST, FAIRNESS, fairness_questions, gone_names, questions

BODY = """Hello.

## Know who is here

The full advice is in [Keep count](toolkit/keep-count). Have you:

- counted [twice](signposting/gp-listening-line)?
- asked them (in 2019: the [old](toolkit/keep-count) board)?

## More

No question.
"""
ADVICE = "See [them](casestudies/ely-listening-line) and [us](toolkit/after-the-count)."
FAIR = "## Screen for fairness\n\n- Is it fair to [all](toolkit/keep-count)?\n- And to others?\n"


def with_checklist(corpus: Corpus) -> Corpus:
    """Return the content with a checklist and questions of fairness."""
    page = corpus.documents[DocId("toolkit/keep-count")]
    added = {
        page.id: replace(page, body=ADVICE),
        CHECKLIST: replace(page, id=CHECKLIST, body=BODY),
        FAIRNESS: replace(page, id=FAIRNESS, body=FAIR),
    }
    return replace(corpus, documents={**corpus.documents, **added})


def test_questions_name_their_part_and_how_others_did_it(corpus: Corpus) -> None:
    """The question's own page first, then those of the advice; no toolkit page among them."""
    found = questions(with_checklist(corpus))
    assert [(q.id, q.part, q.text, q.page) for q in found] == [
        ("know-who-is-here-1", "Know who is here", "Have you counted twice?", "toolkit/keep-count"),
        ("know-who-is-here-2", "Know who is here", "Have you asked them?", "toolkit/keep-count"),
    ]
    assert found[0].others == ("signposting/gp-listening-line", "casestudies/ely-listening-line")
    assert [q.then for q in found] == ["", "the old board"]
    assert found[1].others == ("casestudies/ely-listening-line",)


def test_fairness_is_asked_in_the_toolkits_words(corpus: Corpus) -> None:
    """Links are words."""
    assert fairness_questions(with_checklist(corpus)) == ("Is it fair to all?", "And to others?")
    assert questions(corpus) == ()
    assert fairness_questions(corpus) == ()


def test_names_of_bodies_that_are_gone_are_found(corpus: Corpus) -> None:
    """Whole words alone, by what the glossary says became of them."""
    entry = corpus.glossary.entries[0]
    gone = replace(
        entry,
        term="Fenland Trust",
        short=("FT",),
        became=Became(to="new-trust", from_="2022-07-01", source=SourceId("x")),
    )
    new = replace(entry, id="new-trust")
    own = replace(corpus, glossary=Glossary((gone, new)))
    assert gone_names(own, "Have you asked the FT, or the Fenland Trust?") == (
        "Fenland Trust",
        "FT",
    )
    assert gone_names(own, "After the FTs and Fenland, trust nobody") == ()
    planned = replace(gone, became=Became(to="new-trust", from_="planned", source=SourceId("x")))
    assert gone_names(replace(corpus, glossary=Glossary((planned, new))), "the FT") == ()
    page = replace(corpus.documents[DocId("toolkit/keep-count")], title="FT")
    told = replace(own, documents={**own.documents, page.id: page})
    assert gone_names(told, "the FT") == ()
