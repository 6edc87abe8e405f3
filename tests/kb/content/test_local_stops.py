"""What an edition adds to stops is proved, stands first there, and stays in the edition."""

from __future__ import annotations

import pytest

from kb.content.local_stops import in_order
from kb.content.read import read_corpus
from kb.model.documents import DocId, Roadmap
from tests.conftest import TODAY, Tree
from tests.kb.content.conftest import Areas

LOCUM, PARTNER = DocId("roadmaps/locum"), DocId("roadmaps/partner")
STOPS = """\
add:
  thinking-of-leaving:
    tasks:
      - {do: Give the board its notice., at: -6 months, quote: "at least 6 months notice before you retire", source: fen-rules, place: whole page}
      - {do: Ask the Fens hub., at: any time, ours: true, roles: [partner]}
    facts:
      - {says: The line answers within 2 days., as_at: 2024-05, quote: "answers every call within 2 days", source: fen-rules, place: whole page}
    leads_to: [casestudies/fenland-peer-circle]
order:
  locum: [returning, wanting-variety]
emphasis:
  locum: [returning]
"""  # noqa: E501


def road(areas: Areas, which: DocId = LOCUM) -> Roadmap:
    """Return a roadmap as the edition has it."""
    reading = areas.read()
    assert [str(one) for one in reading.errors] == []
    assert reading.corpus is not None
    found = reading.corpus.documents[which]
    assert isinstance(found, Roadmap)
    return found


def test_tasks_facts_and_pages_are_added_before_the_rest(areas: Areas) -> None:
    """For those of the role, marked local; the first page stays, which may be urgent help."""
    areas.write("stops.yaml", STOPS)
    stop = next(one for one in road(areas).stops if one.moment == "thinking-of-leaving")
    assert [task.do for task in stop.tasks if task.local] == ["Give the board its notice."]
    assert [fact.local for fact in stop.facts] == [True, False]
    assert stop.leads_to[:2] == ("signposting/gp-listening-line", "casestudies/fenland-peer-circle")
    partner = next(one for one in road(areas, PARTNER).stops if one.moment == "thinking-of-leaving")
    assert "Ask the Fens hub." in [task.do for task in partner.tasks if task.local]


def test_stops_stand_in_the_order_of_the_edition_with_their_text(areas: Areas) -> None:
    """The others follow in the national order; the emphasis is known."""
    areas.write("stops.yaml", STOPS)
    found = road(areas)
    assert [stop.moment for stop in found.stops] == [
        "returning",
        "wanting-variety",
        "first-post",
        "going-part-time",
        "thinking-of-leaving",
    ]
    assert found.body.index("Ask what has changed.") < found.body.index("Look for a group.")
    assert found.body.index("## Who to ask") > found.body.index("## Thinking of leaving")
    edition = areas.read().corpus
    assert edition is not None
    assert edition.edition is not None
    assert edition.edition.emphasis == {"locum": ("returning",)}


def test_nothing_of_it_leaks(areas: Areas) -> None:
    """Neither tasks, facts, order nor toolkit pages are in the national or another edition."""
    areas.write("stops.yaml", STOPS)
    areas.write("toolkit/own.md", own_toolkit(areas.tree))
    text = (areas.root / "fens" / "area.yaml").read_text(encoding="utf-8")
    areas.write("area.yaml", text.replace("The Fens", "The Marsh"), "marsh")
    here = areas.read().corpus
    assert here is not None
    assert "toolkit/own" in here.documents
    assert here.edition is not None
    assert here.edition.local == {"toolkit/own"}
    other = areas.read("marsh").corpus
    assert other is not None
    for corpus in (other, read_corpus(areas.tree.root, today=TODAY)):
        assert "toolkit/own" not in corpus.documents
        found = corpus.documents[LOCUM]
        assert isinstance(found, Roadmap)
        assert found.stops[0].moment == "first-post"
        assert not any(one.local for stop in found.stops for one in (*stop.tasks, *stop.facts))


def own_toolkit(tree: Tree) -> str:
    """Return a toolkit page like a national one, under another title, step and situations."""
    text = tree.path("toolkit/keep-count.md").read_text(encoding="utf-8")
    title = next(line for line in text.split("\n") if line.startswith("title:"))
    step = next(line for line in text.split("\n") if line.startswith("step:"))
    text = text.replace(title, "title: Counting in the Fens").replace(step, "step: 9")
    lines = text.split("\n")
    return "\n".join(f"  - In the Fens, {x[4:]}" if x.startswith("  - ") and "{" not in x else x
                     for x in lines)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "fen-rules, place: whole page}\n      - {do: Ask",
            "fen-rule, place: whole page}\n      - {do: Ask",
            'add.thinking-of-leaving.tasks[0].source: unknown-source: found "fen-rule"',
        ),
        (
            "within 2 days., as_at",
            "within 44 days., as_at",
            'stops.yaml:7: add.thinking-of-leaving.facts[0].says: unproved-number: found "44"',
        ),
        (
            "add:\n  thinking-of-leaving",
            "add:\n  thinking-of-leave",
            'stops.yaml:2: add.thinking-of-leave: unknown-concept: found "thinking-of-leave"',
        ),
        (
            "leads_to: [casestudies/fenland-peer-circle]",
            "leads_to: [casestudies/fenland-circle]",
            'leads_to[0]: unknown-document: found "casestudies/fenland-circle"',
        ),
        (
            "  locum: [returning, wanting-variety]",
            "  locums: [returning]",
            'order.locums: unknown-document: found "locums"; allowed a role with a roadmap: locum, '
            'partner; did you mean "locum"?',
        ),
        (
            "[returning, wanting-variety]",
            "[returning, wanting-varieties]",
            'stops.yaml:10: order.locum[1]: unknown-stop: found "wanting-varieties"; allowed a '
            'stop of roadmaps/locum.md; did you mean "wanting-variety"?',
        ),
        ("[returning]", "[returning, returning]", "repeated-value"),
        ("roles: [partner]", "roles: [partners]", 'unknown-concept: found "partners"'),
        ("add:", "adds:", 'did you mean "add"?'),
    ],
)
def test_a_fault_is_found_in_the_file_of_the_edition(
    areas: Areas,
    old: str,
    new: str,
    expected: str,
) -> None:
    """By the rules of a national roadmap, and with the nearest name."""
    assert old in STOPS
    areas.write("stops.yaml", STOPS.replace(old, new))
    messages = areas.messages()
    assert any(expected in message for message in messages), messages
    assert all(message.startswith("areas/fens/stops.yaml") for message in messages)
    assert areas.read().corpus is None


def test_the_national_content_has_no_local_stops(tree: Tree) -> None:
    """The file belongs to a folder that was put together for an edition."""
    tree.path("local-stops.yaml").write_text("order: {locum: [returning]}\n", encoding="utf-8")
    from kb.content.read import check_corpus

    (problem,) = check_corpus(tree.root, today=TODAY).errors
    assert problem.fault == "unknown-file"


def test_a_page_without_stops_is_left_as_it_is() -> None:
    """What cannot be put in order by its lines is not torn apart."""
    text = "---\ntitle: x\n---\n\n## One\n"
    assert in_order(text, ["returning"]) == text
    assert in_order("stops:\n", ["returning"]) == "stops:\n"
