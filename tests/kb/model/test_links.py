"""The one reading of link targets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.documents import DocId
from kb.model.links import LinkError, LinkTarget, read_link

PAGE = DocId("casestudies/fenland-peer-circle")
CHECKLIST = DocId("toolkit/checklist")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("toolkit/checklist", LinkTarget(document=CHECKLIST)),
        ("toolkit/checklist.md", LinkTarget(document=CHECKLIST)),
        ("../toolkit/checklist.md", LinkTarget(document=CHECKLIST)),
        ("../toolkit/checklist.md#ask", LinkTarget(document=CHECKLIST, anchor="ask")),
        ("toolkit/checklist#ask", LinkTarget(document=CHECKLIST, anchor="ask")),
        ("other.md", LinkTarget(document=DocId("casestudies/other"))),
        ("#ask", LinkTarget(document=PAGE, anchor="ask")),
        ("https://a.example/b?c=d#e", LinkTarget(web="https://a.example/b?c=d#e")),
    ],
)
def test_targets(href: str, expected: LinkTarget) -> None:
    """Identifiers, relative files, anchors and https addresses lead somewhere."""
    assert read_link(href, PAGE) == expected


@pytest.mark.parametrize(
    ("href", "fault"),
    [
        ("../../etc/passwd", "link-outside"),
        ("../../../x.md", "link-outside"),
        ("/etc/passwd", "link-outside"),
        ("http://a.example", "bad-link"),
        ("javascript:alert(1)", "bad-link"),
        ("JaVaScRiPt:alert(1)", "bad-link"),
        ("data:text/html,x", "bad-link"),
        ("mailto:a@b.example", "bad-link"),
        ("//a.example/b", "bad-link"),
        ("https://a.example/%E2%80%8B", "bad-link"),
        ("https://a.example:70000/", "bad-link"),
        ("https://localhost/b", "bad-link"),
        ("vocabularies/levels.yaml", "bad-link"),
        ("checklist", "bad-link"),
        ("toolkit/Checklist", "bad-link"),
        ("toolkit/checklist#A b", "bad-link"),
        ("", "bad-link"),
    ],
)
def test_targets_that_lead_nowhere(href: str, fault: str) -> None:
    """Everything else is a fault with a mend."""
    with pytest.raises(LinkError) as raised:
        read_link(href, PAGE)
    assert raised.value.fault == fault
    assert str(raised.value) == f"{fault}: {raised.value.remedy}"


@given(st.text("abcdefgh/.#:-_%?<>\"' \\", max_size=40))
def test_no_target_leaves_the_content(href: str) -> None:
    """Whatever is typed is a document's identifier, an https address or a fault."""
    target = _target(href)
    if target is not None and target.document is not None:
        assert ".." not in target.document
        assert target.document.count("/") == 1
    if target is not None and target.web:
        assert target.web.startswith("https://")


def _target(href: str) -> LinkTarget | None:
    try:
        return read_link(href, PAGE)
    except LinkError:
        return None
