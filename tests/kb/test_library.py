"""What `import kb` offers to other programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import kb
from kb import library
from kb.model.problems import BuildError, ContentError, IndexStoreError, KbError
from tests.conftest import TODAY, Tree
from tests.hashes import HashEncoder
from tests.site_builder.conftest import write_frontend


def test_the_names_are_those_of_the_library() -> None:
    """Each is a function with a docstring; another name is an error."""
    for name in set(kb.__all__) - {"__version__"}:
        assert getattr(kb, name) is getattr(library, name)
        assert getattr(kb, name).__doc__
    assert set(kb.__all__) <= set(dir(kb))
    with pytest.raises(AttributeError, match="no attribute 'read_everything'"):
        kb.read_everything  # type: ignore[attr-defined]  # noqa: B018


def test_content_is_read_or_every_problem_raised(tree: Tree) -> None:
    """A path may be text; the day decides what is in the future."""
    assert kb.read_content(str(tree.root), today=TODAY).documents
    with pytest.raises(ContentError) as caught:
        kb.read_content(tree.root, today=date(2020, 1, 1))
    assert caught.value.problems


def test_content_is_checked_as_a_whole_or_in_part(tree: Tree) -> None:
    """`paths` leaves out the problems of other files."""
    tree.replace("casestudies/ely-listening-line.md", "title:", "titel:")
    page = tree.path("casestudies/ely-listening-line.md")
    other = tree.path("casestudies/fenland-peer-circle.md")
    assert kb.check_content(tree.root, today=TODAY, paths=[page]).errors
    assert not kb.check_content(tree.root, today=TODAY, paths=[str(other)]).problems
    with pytest.raises(KbError, match="outside"):
        kb.check_content(tree.root, today=TODAY, paths=["/tmp"])


def test_an_index_is_opened_with_its_encoder(corpus_dir: Path, tmp_path: Path) -> None:
    """A search is made once; content that has changed since is noticed if it is named."""
    corpus = kb.read_content(corpus_dir, today=TODAY)
    manifest = kb.build_index(corpus, tmp_path / "index", encoder=HashEncoder())
    assert manifest.encoder == "hashes"
    search = kb.open_search(tmp_path / "index", content_dir=corpus_dir, encoder=HashEncoder())
    assert search.search("peer support").hits
    (tmp_path / "content").mkdir()
    with pytest.raises(IndexStoreError):
        kb.open_search(tmp_path / "index", content_dir=tmp_path / "content")
    with pytest.raises(IndexStoreError):
        kb.open_search(tmp_path / "none")


def test_a_site_needs_an_index_of_its_content(corpus_dir: Path, tmp_path: Path) -> None:
    """An index that is named and not there is an error, and so is an address that is none."""
    corpus = kb.read_content(corpus_dir, today=TODAY)
    frontend = write_frontend(tmp_path / "frontend")
    with pytest.raises(IndexStoreError):
        kb.build_site(corpus, tmp_path / "site", index_dir=tmp_path / "none", today=TODAY)
    with pytest.raises(BuildError, match="--base-url"):
        kb.build_site(corpus, tmp_path / "site", base_url="example.org", today=TODAY)
    pages = kb.build_site(corpus, tmp_path / "site", today=TODAY, frontend_dir=frontend)
    assert pages == len(list((tmp_path / "site").rglob("*.html")))
