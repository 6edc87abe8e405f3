"""What the pages of areas show, worked out from the areas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from site_builder.model.site_content import SiteContent
from site_builder.views.areas import (
    area_lines,
    contact_groups,
    council_name,
    outlines,
    shared_councils,
    telephone_url,
)

FENS = AreaId("the-fens")


@pytest.mark.parametrize(
    ("council", "expected"),
    [
        ("Swindon Borough Council", "Swindon"),
        ("Leeds City Council", "Leeds"),
        ("Solihull Metropolitan Borough Council", "Solihull"),
        ("London Borough of Camden", "Camden"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("City of London Corporation", "City of London Corporation"),
        ("County Durham Council", "County Durham"),
    ],
)
def test_a_council_goes_by_its_place(council: str, expected: str) -> None:
    """The kind of council tells nobody where they are."""
    assert council_name(council) == expected


@pytest.mark.parametrize(("number", "expected"), [("0121-454 5008", "tel:01214545008"), ("", "")])
def test_a_phone_rings_the_figures_alone(number: str, expected: str) -> None:
    """Whatever stands between them."""
    assert telephone_url(number) == expected


def test_areas_stand_by_region_with_all_their_names(content: SiteContent) -> None:
    """Councils, counties, towns and the board, each once."""
    regions = area_lines(content)
    assert [region for region, _ in regions] == ["East of England", "Midlands"]
    (line,) = regions[0][1]
    assert (line.url, line.codes) == ("/areas/the-fens/", "QF1")
    assert line.councils == "Fenland; Borderland"
    assert line.names == (
        "NHS Fens Integrated Care Board|Fenland Council|Borderland Council|Cambridgeshire|March|"
        "Ely|Fens LMC|Fens Training Hub"
    )


def test_a_council_in_two_areas_names_the_other(content: SiteContent) -> None:
    """So that a reader can choose."""
    ((council, others),) = shared_councils(content, content.corpus.areas[FENS])
    assert council == "Borderland Council"
    assert [(other.text, other.url) for other in others] == [
        ("Marsh and Wolds", "/areas/marsh-and-wolds/")
    ]


def test_contacts_stand_by_kind_with_where_each_is_named(content: SiteContent) -> None:
    """The page and its date stand beside each contact."""
    groups = contact_groups(content, content.corpus.areas[FENS])
    assert [(heading, len(found)) for _, heading, found in groups] == [
        ("Training hub", 2),
        ("Local medical committee (LMC)", 1),
        ("Integrated care board (ICB)", 1),
    ]
    hub = groups[0][2][0]
    assert hub.says == "It had 12 mentors. (As of May 2023.)"
    assert hub.source.when == "page of February 2024, read in May 2024, stored copy only"


def test_the_map_draws_the_boards_that_have_an_area(corpus: Corpus) -> None:
    """Each board of England by its code; invented ones have no outline."""
    assert outlines(SiteContent(corpus)) == ()
    real = replace(corpus.areas[FENS], codes=("QSL", "QDV"))
    drawn = outlines(SiteContent(replace(corpus, areas={FENS: real})))
    assert [outline.code for outline in drawn] == ["QSL"]
    assert drawn[0].url == "/areas/the-fens/"
