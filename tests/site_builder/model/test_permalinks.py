"""Addresses, output paths and relative links."""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.documents import DocId
from kb.model.problems import BuildError
from site_builder.model import permalinks

SEGMENT = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
ADDRESS = st.lists(SEGMENT, max_size=3).map(lambda parts: "/" + "".join(f"{p}/" for p in parts))


@pytest.mark.parametrize(
    ("origin", "target", "link"),
    [
        ("/", "/needs/", "needs/index.html"),
        ("/", "/", "index.html"),
        ("/casestudies/a/", "/casestudies/b/", "../b/index.html"),
        ("/casestudies/a/", "/casestudies/", "../index.html"),
        ("/casestudies/a/", "/", "../../index.html"),
        ("/casestudies/a/", "/casestudies/a/#top", "#top"),
        ("/casestudies/a/", "/glossary/#ccg", "../../glossary/index.html#ccg"),
        ("/404.html", "/assets/site.css", "assets/site.css"),
    ],
)
def test_a_relative_link_names_the_file(origin: str, target: str, link: str) -> None:
    """A browser that reads a disk shows no index of a folder by itself."""
    assert permalinks.relative(origin, target) == link


@given(origin=ADDRESS, target=ADDRESS)
def test_a_link_by_way_of_the_root_leads_to_its_target(origin: str, target: str) -> None:
    """It depends on the depth of the page alone, and keeps a fragment."""
    link = permalinks.from_depth("../" * permalinks.depth(origin), f"{target}#top")
    path = posixpath.normpath(posixpath.join(f"/root{origin}", link))
    assert path == f"/root/{permalinks.output_path(target)}#top"


@given(origin=ADDRESS, target=ADDRESS)
def test_a_relative_link_leads_to_the_output_of_its_target(origin: str, target: str) -> None:
    """Followed from the folder of the page, the link is the path of the other page."""
    link = permalinks.relative(origin, target)
    folder = posixpath.dirname(permalinks.output_path(origin).as_posix())
    followed = posixpath.normpath(posixpath.join(folder, link))
    assert followed == permalinks.output_path(target).as_posix()


@given(st.text(max_size=40))
def test_a_permalink_never_leaves_the_site(identifier: str) -> None:
    """Any identifier at all gives a path inside the site or an error."""
    try:
        path = permalinks.output_path(permalinks.document_url(DocId(identifier)))
    except BuildError:
        return
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert re.fullmatch(r"[a-z0-9._/-]+", path.as_posix())


def test_an_identifier_that_leads_out_is_refused() -> None:
    """The message says what an address may hold."""
    with pytest.raises(BuildError) as caught:
        permalinks.document_url(DocId("../../etc/passwd"))
    assert str(caught.value) == (
        "/../../etc/passwd/: not an address inside the site; found characters or folders beyond "
        "lower-case letters, digits, hyphens, dots and underscores; rename the file"
    )


def test_the_page_of_a_role_is_its_roadmap() -> None:
    """Roles have no folder of their own."""
    assert permalinks.concept_url("roles", "locum") == "/roadmaps/locum/"
    assert permalinks.concept_url("career_stages", "returner") == "/stages/returner/"


@pytest.mark.parametrize("base", ["https://example.org/gps", "https://example.org/gps/"])
def test_a_full_address_has_one_slash_between(base: str) -> None:
    """Whether or not the base ends in one."""
    assert permalinks.absolute(base, "/needs/") == "https://example.org/gps/needs/"
