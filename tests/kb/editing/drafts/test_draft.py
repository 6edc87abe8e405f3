"""`kb.editing.drafts.draft`: a draft is a content file whose gaps say what they want."""

from __future__ import annotations

import pytest

from kb.content.frontmatter import read_frontmatter
from kb.editing.drafts.draft import Draft, slug_of, todo, write_draft
from kb.model.documents import Kind
from tests.conftest import TODAY, Tree


@pytest.mark.parametrize("kind", [Kind.CASE_STUDY, Kind.SIGNPOSTING, Kind.TOOLKIT])
def test_an_empty_draft_has_every_required_field(kind: Kind) -> None:
    """Each without a value has a comment that says what is wanted."""
    text = write_draft(Draft(kind=kind, fields={"title": "New scheme"}), today=TODAY)
    fields = read_frontmatter(text).fields
    assert fields["title"] == "New scheme"
    assert fields["reviewed"] == "2024-06-01"
    empty = [line for line in text.split("\n") if line.rstrip().endswith(":")]
    assert empty == ["now:"] if kind is Kind.TOOLKIT else set(empty) <= {"now:", "terms:"}


def test_gaps_are_reported_in_plain_words(tree: Tree) -> None:
    """What `kb check` says of a draft is what an editor has to do."""
    draft = Draft(fields={"title": "New scheme", "area": "Ely", "cost": "not stated"})
    tree.write("casestudies/new-scheme.md", write_draft(draft, today=TODAY))
    said = [message for message in tree.messages() if "new-scheme" in message]
    place = "content/casestudies/new-scheme.md"
    assert (
        f"{place}:3: summary: empty-value: found nothing; give it a value: stands alone: who did "
        "what for whom, with what result, how sure we are"
    ) in said
    assert (
        f"{place}:14: paid_by: empty-value: found nothing; give it a value: who paid, or "
        '"not stated"'
    ) in said
    assert any(": to-do: found " in message for message in said)


def test_a_full_draft_passes(tree: Tree) -> None:
    """A draft made of the fields and sections of a page is that page."""
    matter = read_frontmatter(tree.path("casestudies/ely-listening-line.md").read_text())
    sections = {"The problem": "Nobody.", "What they did": "A line.", "What changed": "Nothing."}
    fields = {**matter.fields, "title": "Another line"}
    draft = Draft(fields=fields, sections=sections)
    tree.write("casestudies/another-line.md", write_draft(draft, today=TODAY))
    assert tree.messages() == []


def test_sections_stand_in_their_order_and_required_ones_are_always_there() -> None:
    """However they were given."""
    draft = Draft(fields={"title": "X"}, sections={"Who to talk to": "Ann", "The problem": "P"})
    body = read_frontmatter(write_draft(draft, today=TODAY)).body
    headings = [line for line in body.split("\n") if line.startswith("## ")]
    assert headings == [
        "## The problem",
        "## What they did",
        "## What changed",
        "## Who to talk to",
    ]
    assert todo("the results, the best supported first; then what is not known") in body


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Newham Health: staff bank", "newham-health-staff-bank"),
        ("Zoë’s GPs' supper club", "zoes-gps-supper-club"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>", "script"),
        ("", "untitled"),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_a_title_makes_the_name_of_a_file(title: str, slug: str) -> None:
    """Small letters, digits and hyphens, whatever the title holds."""
    assert slug_of(title) == slug
