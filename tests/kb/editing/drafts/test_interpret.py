"""`kb.editing.drafts.interpret`: what somebody wrote, in its place and none of it lost."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.content.read import read_corpus
from kb.editing.drafts.draft import Draft, write_draft
from kb.editing.drafts.interpret import draft_of, merge
from kb.model.corpus import Corpus
from kb.model.vocabulary import Vocabularies
from tests.conftest import FIXTURES, TODAY

ACCOUNT = """# Fen visiting team

**Where:** Fenland
| Who paid | the practices |
| --- | --- |
| When | from 2015 |

In the Fens three practices share one paramedic who makes their home visits, so that the partners
can stay at work in the surgery and go home on time in the evening.

## Background

Partners were worn out.

## What we did

1. We hired a paramedic.
2. We agreed rules.

### Who could take part

All partners.

## Odd heading

Something of its own.

## Results

Fewer visits.

| Finding | How known | Value | Unit |
| --- | --- | --- | --- |
| Nine fewer visits. | counted | 9 | people |
"""


def test_headings_labels_and_tables_find_their_places(corpus: Corpus) -> None:
    """And text without a known heading stays below the one before, with a to-do."""
    draft = draft_of(ACCOUNT, corpus.vocabularies)
    assert draft.fields["title"] == "Fen visiting team"
    assert draft.fields["area"] == "Fenland"
    assert draft.fields["paid_by"] == "the practices"
    assert draft.fields["period"] == "from 2015"
    assert str(draft.fields["summary"]).startswith("In the Fens three practices share")
    assert draft.fields["results"] == [
        {"known_by": "counted", "finding": "Nine fewer visits.", "value": 9, "unit": "people"}
    ]
    assert draft.sections == {
        "The problem": "Partners were worn out.",
        "What they did": (
            "1. We hired a paramedic.\n2. We agreed rules.\n\n### Who could take part\n\n"
            "All partners.\n\n### Odd heading\n\nTo do: put this in its place.\n\n"
            "Something of its own."
        ),
        "What changed": "Fewer visits.",
    }


def test_labels_below_any_heading_are_understood(corpus: Corpus) -> None:
    """Lines and tables, below headings known and unknown; what is left of a table is one still."""
    text = (
        "# Fen team\n\n## About us\n\n"
        "| Where | Kent |\n| --- | --- |\n| Practice | Fen Surgery |\n"
        "| List size | 9,000 |\n| Staff | 12 |\n\n## Background\n\nWhen: from 2015\n\n"
        "Partners were worn out.\n\n## What it took\n\n"
        "**Cost:** £9,000 a year\nand much goodwill.\n\n## Details\n\nWho paid: the practices\n"
    )
    draft = draft_of(text, corpus.vocabularies)
    assert draft.fields == {
        "title": "Fen team",
        "area": "Kent",
        "organisations": ["Fen Surgery"],
        "period": "from 2015",
        "cost": "£9,000 a year",
        "paid_by": "the practices",
    }
    assert draft.sections == {
        "The problem": (
            "### About us\n\nTo do: put this in its place.\n\n"
            "| List size | 9,000 |\n| --- | --- |\n| Staff | 12 |\n\nPartners were worn out."
        ),
        "What it took": "and much goodwill.",
    }


@pytest.mark.parametrize(
    "table",
    [
        "| When | What happened |\n| --- | --- |\n| 2015 | It began. |",
        "| Cost | Pounds |\n| --- | --- |\n| Pay | 40,000 |\n| Van | 8,000 |",
        "| Where | Who | Cost |\n| --- | --- | --- |\n| Ely | Ann | 3 |",
    ],
)
def test_a_table_of_another_kind_stays_whole(corpus: Corpus, table: str) -> None:
    """Though its heading looks like a label."""
    draft = draft_of(f"# T\n\n## What we did\n\n{table}\n", corpus.vocabularies)
    assert draft.fields == {"title": "T"}
    assert draft.sections == {"What they did": table}


def test_a_second_answer_stays_in_the_text(corpus: Corpus) -> None:
    """The first one was taken; nothing is lost."""
    draft = draft_of("# T\n\nCost: £5\n\n## What it took\n\nCost: £6\n", corpus.vocabularies)
    assert draft.fields["cost"] == "£5"
    assert draft.sections == {"What it took": "Cost: £6"}


def test_the_answers_of_the_issue_form(corpus: Corpus) -> None:
    """Labels as headings; an answer that was not given is no answer."""
    text = (
        "### Title\n\nFen team\n\n### Cost\n\n_No response_\n\n### Kind of support\n\n"
        "Coaching, Mentoring\n\n### The problem\n\nToo few doctors.\n\n"
        "### Is this you?\n\n- I am tired and nobody asks.\n- We lose all our older doctors.\n"
    )
    draft = draft_of(text, corpus.vocabularies)
    assert draft.fields == {
        "title": "Fen team",
        "interventions": ["coaching", "mentoring"],
        "situations": ["I am tired and nobody asks.", "We lose all our older doctors."],
    }
    assert draft.sections == {"The problem": "Too few doctors."}


def test_a_page_of_ours_keeps_its_front_matter(corpus: Corpus) -> None:
    """A Markdown file with fields is taken with them."""
    draft = draft_of("---\ntitle: Kept\n---\n\n## The problem\n\nP.\n", corpus.vocabularies)
    assert draft.fields == {"title": "Kept"}
    assert draft.sections == {"The problem": "P."}


def test_merging_fills_gaps_only() -> None:
    """What the writer said stays; a comment stands beside what was added."""
    draft = merge(
        Draft(fields={"levels": ["system"], "roles": []}),
        {"levels": ["career-support"], "roles": ["locum"]},
        {"levels": "a", "roles": "b"},
    )
    assert draft.fields == {"levels": ["system"], "roles": ["locum"]}
    assert draft.notes == {"roles": "b"}


@cache
def vocabularies() -> Vocabularies:
    """Return those of the invented content."""
    return read_corpus(FIXTURES / "corpus", today=TODAY).vocabularies


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["# ", "## ", "### ", "", "- ", "| a | "]),
            st.sampled_from(["Background", "Cost", "Results", "Odd", "Area: Ely", "When"]),
            st.from_regex(r"[a-z]{6,9}", fullmatch=True),
        ),
        max_size=12,
    )
)
def test_no_word_is_lost(parts: list[tuple[str, str, str]]) -> None:
    """Every word of a file stands in the draft, in a field or in the body."""
    text = "\n\n".join(f"{mark}{label}\n\n{word}" for mark, label, word in parts)
    written = write_draft(draft_of(text, vocabularies()), today=TODAY)
    for _, _, word in parts:
        assert re.search(rf"\b{word}\b", written)
