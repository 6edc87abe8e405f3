"""Menu, breadcrumbs and neighbours."""

from __future__ import annotations

from kb.model.documents import DocId, ToolkitPage
from site_builder.model.site_content import SiteContent
from site_builder.views.navigation import neighbours, section_of, trail


def test_a_page_lies_under_its_menu_entry() -> None:
    """Home and the glossary lie under none."""
    assert section_of("/casestudies/ely-listening-line/") == "/casestudies/"
    assert section_of("/glossary/") == ""
    assert section_of("/") == ""


def test_the_trail_leads_from_home_to_the_folder_of_a_page() -> None:
    """The page itself is left out."""
    assert [step.url for step in trail("/casestudies/a/")] == ["/", "/casestudies/"]
    assert [step.text for step in trail("/stages/returner/")] == ["Home", "Career stages"]
    assert [step.url for step in trail("/casestudies/")] == ["/"]
    assert trail("/") == ()


def test_neighbours_follow_the_steps_of_the_series(content: SiteContent) -> None:
    """Not the alphabet; the ends have one neighbour."""
    first = content.get(DocId("toolkit/keep-count"))
    last = content.get(DocId("toolkit/after-the-count"))
    assert isinstance(first, ToolkitPage)
    assert isinstance(last, ToolkitPage)
    before, after = neighbours(content, first)
    assert before is None
    assert after is not None
    assert after.text == "After the count"
    before, after = neighbours(content, last)
    assert after is None
    assert before is not None
    assert before.url == "/toolkit/keep-count/"
