"""`kb.editing.drafts.place`: drafts and sources are put where they belong, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.content.frontmatter import read_frontmatter
from kb.content.read_leniently import read_leniently
from kb.editing.drafts.draft import Draft
from kb.editing.drafts.place import fill_in, keep_aside, page_path, place_draft, with_source
from kb.model.problems import KbError
from tests.conftest import TODAY, Tree

DRAFT = Draft(fields={"title": "New line"})
TEXT = "In our practice nine doctors met each month to talk. " * 5


def test_a_draft_is_named_after_its_title(tree: Tree) -> None:
    """Unless another name is given."""
    path = place_draft(DRAFT, content_dir=tree.root, today=TODAY).path
    assert path == tree.path("casestudies/new-line.md")
    other = place_draft(DRAFT, content_dir=tree.root, today=TODAY, slug="other")
    assert other.path.read_bytes() == path.read_bytes()


def test_a_page_that_is_there_is_not_overwritten(tree: Tree) -> None:
    """Unless that is asked for."""
    path = tree.path("casestudies/ely-listening-line.md")
    before = path.read_bytes()
    with pytest.raises(KbError) as caught:
        place_draft(DRAFT, content_dir=tree.root, today=TODAY, slug="ely-listening-line")
    assert str(caught.value) == (
        f"{path}: found a page of that name already; allowed a new name; "
        "give another with --id, or --force to overwrite it"
    )
    assert path.read_bytes() == before
    place_draft(
        DRAFT, content_dir=tree.root, today=TODAY, slug="ely-listening-line", replace_it=True
    )
    assert path.read_bytes() != before


@pytest.mark.posix
def test_a_link_is_never_written_through(tree: Tree, tmp_path: Path) -> None:
    """Not even if overwriting is asked for."""
    outside = tmp_path / "outside.txt"
    outside.write_text("keep")
    tree.path("casestudies/new-line.md").symlink_to(outside)
    with pytest.raises(KbError):
        place_draft(DRAFT, content_dir=tree.root, today=TODAY, replace_it=True)
    assert outside.read_text() == "keep"


@pytest.mark.parametrize("slug", ["../x", "A b", "x/y", "x.md"])
def test_names_that_cannot_be_one(tree: Tree, slug: str) -> None:
    """Nothing leaves the folder."""
    with pytest.raises(KbError) as caught:
        place_draft(DRAFT, content_dir=tree.root, today=TODAY, slug=slug)
    assert str(caught.value) == (
        f'--id: bad-identifier: found "{slug}"; allowed small letters, digits and hyphens, '
        "as newham-staff-bank"
    )


def test_no_content_folder(tmp_path: Path) -> None:
    """Said before anything is made."""
    with pytest.raises(KbError) as caught:
        place_draft(DRAFT, content_dir=tmp_path / "none", today=TODAY)
    assert str(caught.value) == (
        f"{tmp_path / 'none'}: found no such folder; allowed a folder of content; "
        "run kb where the folder content is, or name the folder with --content"
    )


def test_results_rest_on_the_source_unless_they_name_one() -> None:
    """The quote stays last, as in every page."""
    draft = Draft(fields={"results": [{"finding": "F", "quote": "Q"}, {"source": "b"}]})
    fields = with_source(draft, "a", "page 1").fields
    assert fields["sources"] == [{"source": "a", "place": "page 1"}]
    assert list(fields["results"][0].items()) == [
        ("finding", "F"),
        ("source", "a"),
        ("place", "page 1"),
        ("quote", "Q"),
    ]
    assert fields["results"][1] == {"source": "b", "place": "page 1"}


def test_tags_are_filled_in_with_how_sure_they_are(tree: Tree) -> None:
    """In empty fields alone, and never outcomes, which come from results."""
    content = read_leniently(tree.root, today=TODAY)
    draft = Draft(fields={"title": "Peer circle", "levels": ["system"]}, sections={})
    helped = fill_in(draft, content)
    assert helped.draft.fields["levels"] == ["system"]
    assert "outcomes" not in helped.draft.fields
    for name, note in helped.draft.notes.items():
        assert helped.draft.fields[name]
        assert note.startswith("suggested, how sure: ")


def test_the_file_of_a_page(tree: Tree) -> None:
    """By its identifier; a near name is offered."""
    path = page_path("toolkit/keep-count", tree.root)
    assert read_frontmatter(path.read_text(encoding="utf-8")).fields["title"]
    with pytest.raises(KbError) as caught:
        page_path("toolkit/keep-cuont", tree.root)
    assert str(caught.value) == (
        'found no page "toolkit/keep-cuont"; allowed folder/name, '
        'as casestudies/newham-staff-bank; did you mean "toolkit/keep-count"?'
    )
    with pytest.raises(KbError):
        page_path("../../etc/passwd", tree.root)


def test_a_copy_that_was_kept_serves_again(tree: Tree) -> None:
    """As when a command was stopped behind it and is given once more."""
    path = tree.path("casestudies/ely-listening-line.md")
    first = keep_aside(path, tree.root)
    assert keep_aside(path, tree.root) == first
    path.write_text("Another page.\n", encoding="utf-8")
    other = keep_aside(path, tree.root)
    assert other != first
    assert other.read_text(encoding="utf-8") == "Another page.\n"


@pytest.mark.parametrize("data", [b"\xe9 in another encoding\r\n", b"\xef\xbb\xbfa\rb\r\nc"])
def test_what_is_kept_aside_is_byte_for_byte(tree: Tree, data: bytes) -> None:
    """In whatever encoding the page was, with the line ends that it had."""
    path = tree.path("casestudies/ely-listening-line.md")
    path.write_bytes(data)
    placed = place_draft(
        DRAFT, content_dir=tree.root, today=TODAY, slug="ely-listening-line", replace_it=True
    )
    assert placed.kept is not None
    assert placed.kept.read_bytes() == data
