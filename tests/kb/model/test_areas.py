"""An area says who can be asked there, in what order, and what was not found."""

from __future__ import annotations

from dataclasses import replace

from kb.model.areas import AreaId, Contact, ContactKind
from kb.model.corpus import Corpus

FENS, MARSH = AreaId("the-fens"), AreaId("marsh-and-wolds")


def test_contacts_stand_in_the_order_of_their_kinds(corpus: Corpus) -> None:
    """The training hub first, whatever the order of the file; the board among the others."""
    assert [one.name for one in corpus.areas[FENS].all_contacts()] == [
        "Fens Training Hub",
        "Your own training hub, from the national list",
        "Fens LMC",
        "NHS Fens Integrated Care Board",
    ]


def test_a_list_to_look_in_is_nobody_to_ask(corpus: Corpus) -> None:
    """The national list of hubs is no hub of the area."""
    hubs = corpus.areas[FENS].of_kind(ContactKind.TRAINING_HUB)
    assert [hub.name for hub in hubs] == ["Fens Training Hub"]


def test_what_was_not_found_is_named(corpus: Corpus) -> None:
    """Each kind, each missing web address, and telephone numbers if there is none at all."""
    assert corpus.areas[FENS].not_found() == (
        "its deanery or primary care school",
        "a local scheme",
        "a web address for Fens Training Hub",
    )
    assert corpus.areas[MARSH].not_found() == (
        "its training hub",
        "its local medical committee",
        "its deanery or primary care school",
        "a local scheme",
        "a web address for NHS Marsh and Wolds Integrated Care Board",
        "a telephone number of any of them",
    )


def test_a_committee_of_part_of_the_area_is_not_the_whole(corpus: Corpus) -> None:
    """A list beside a committee means that part of the area has none that was found."""
    area = corpus.areas[FENS]
    listed = Contact(
        kind=ContactKind.LOCAL_MEDICAL_COMMITTEE,
        name="All committees",
        ask="Yours.",
        quote="q",
        source=area.board.source,
        address="https://all.example/",
        to_look_up=True,
    )
    both = replace(area, contacts=(*area.contacts, listed))
    assert "the local medical committee of part of it" in both.not_found()
