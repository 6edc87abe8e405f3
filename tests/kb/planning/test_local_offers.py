"""What an area offers, from whatever a person has at hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.problems import KbError
from kb.planning.local_offers import (
    MOST_FAULTS,
    MOST_NAME,
    MOST_OFFERS,
    LocalOffers,
    decode,
    nearest,
    read_offers,
)

STAGES = {"new": "new", "newly qualified": "new", "wise five": "old", "old": "old"}
LEVELS = {"1": "one", "one": "one", "practice": "two"}


def read(text: str) -> LocalOffers:
    """Read offers with a few words for stages and levels."""
    return read_offers(text, stages=STAGES, levels=LEVELS, pages=("signposting/hub",))


@pytest.mark.parametrize(
    "text",
    [
        "name,stages,level\nMentoring,newly qualified;old,1\n",
        "Name;Stages;Level\r\nMentoring;newly-qualified / old;One\r\n",
        "Mentoring\tNEW|old\t1",
        "level,offer,for whom\n1,Mentoring,new; old\n",
        '\ufeff"name","stages","level"\r"Mentoring","new;wise fives","1"\r',
    ],
)
def test_every_form_gives_the_same(text: str) -> None:
    """Commas, semicolons, tabs, other orders of columns, other ends of lines."""
    found = read(text)
    assert found.faults == ()
    (offer,) = found.offers
    assert (offer.name, offer.stages, offer.level) == ("Mentoring", ("new", "old"), "one")


def test_a_cell_beyond_all_measure_takes_nothing_with_it() -> None:
    """Neither the lines below it nor, where its mark is never closed, those above."""
    long = "x" * 200_000
    found = read(f'name,stages,level\nMentoring,old,1\n"{long}",old,1\nCover,new,1\n')
    assert [(o.name[:9], o.line) for o in found.offers] == [
        ("Mentoring", 2),
        ("x" * 9, 3),
        ("Cover", 4),
    ]
    lines = "\n".join(f"Offer {number},new,1" for number in range(450))
    found = read(f'name,stages,level\nMentoring,old,1\n"Tea,old,1\n{lines},{long}\n')
    assert len(found.offers) == 452
    assert "never closed" in str(found.faults[0])


def test_titles_above_the_header_are_left_out_and_named() -> None:
    """As in a sheet with merged cells; a list of plain lines has no header below its first."""
    found = read('Our support,,,\n,,,\nOffer,For whom (stage),Level:\n"Tea\nbreaks",old,1\n')
    assert [(o.name, o.stages, o.level, o.line) for o in found.offers] == [
        ("Tea breaks", ("old",), "one", 4)
    ]
    assert [str(fault) for fault in found.faults] == [
        "line 1: left out, since it stands above the line that names the columns"
    ]
    assert [o.name for o in read("Mentoring\nService\n").offers] == ["Mentoring", "Service"]


def test_stages_may_stand_in_a_sentence() -> None:
    """Parted by commas and "and", in a cell that a comma does not end."""
    (offer,) = read('name;stages\nA;"wise five, newly qualified and old"\n').offers
    assert offer.stages == ("old", "new")


def test_a_mark_that_is_never_closed_swallows_nothing() -> None:
    """It is named with its line, and the lines below it are read."""
    found = read('name,stages\nA,new\n"B,old\nC,new\n')
    assert [(o.name, o.stages) for o in found.offers] == [
        ("A", ("new",)),
        ("B", ("old",)),
        ("C", ("new",)),
    ]
    assert [fault.line for fault in found.faults] == [3]
    assert "never closed" in str(found.faults[0])


def test_plain_lines_are_names_with_commas_and_all() -> None:
    """Bullets and numbers in front are dropped; blank lines count as lines."""
    found = read("- A buddy scheme, run by the hub\n\n2. Coffee mornings\n")
    assert [(o.name, o.line, o.stages) for o in found.offers] == [
        ("A buddy scheme, run by the hub", 1, ("any",)),
        ("Coffee mornings", 3, ("any",)),
    ]


def test_faults_name_line_finding_and_what_is_allowed() -> None:
    """And what can be read of the line is kept."""
    found = read(
        'name,stages,level,page\nA,martian,9,signposting/hob\n"",new,1,\nB,neq,practise,\n'
    )
    assert [str(fault) for fault in found.faults] == [
        'line 2: stage: found "martian"; allowed new, old',
        'line 2: level: found "9"; allowed one, two',
        'line 2: page: found "signposting/hob", which is no page here; '
        'did you mean "signposting/hub"?',
        "line 3: it has no name; write what the offer is called",
        'line 4: stage: found "neq"; allowed new, old',
    ]
    assert [(o.name, o.level) for o in found.offers] == [("A", ""), ("B", "two")]


def test_an_offer_whose_stages_cannot_be_read_is_for_none() -> None:
    """Not for all, as one that names none; what is still open is no fault."""
    found = read("name,stages\nA,locums\nB,tbc\nC,n/a\nD,\nE,locums; old\nF,everyone\nG,?\n")
    assert [(offer.name, offer.stages) for offer in found.offers] == [
        ("A", ()),
        ("B", ()),
        ("C", ("any",)),
        ("D", ("any",)),
        ("E", ("old",)),
        ("F", ("any",)),
        ("G", ()),
    ]
    assert [fault.line for fault in found.faults] == [2, 6]


@pytest.mark.parametrize("word", ["wise 5", "Wise 5s", "wise-5s", "'wise five'"])
def test_figures_stand_for_their_words(word: str) -> None:
    """As people write the names of stages."""
    (offer,) = read(f"name,stages\nA,{word}\n").offers
    assert offer.stages == ("old",)


def test_an_offer_that_stands_twice_counts_once() -> None:
    """Unless it is for others, or at another level."""
    found = read(
        "name,stages,level\nTea,new,1\ntea,NEW,one\nTea,old,1\nTea,new,practice\nTEA,new,1\n"
    )
    assert [offer.line for offer in found.offers] == [2, 4, 5]
    assert [str(fault) for fault in found.faults] == [
        "line 3: the same as line 2, and counted once; take one of them out",
        "line 6: the same as line 2, and counted once; take one of them out",
    ]


def test_the_rest_of_many_faults_is_counted() -> None:
    """So that the first can be seen."""
    found = read("name,stages\n" + "A,new\n" * 10_000)
    assert len(found.offers) == 1
    assert len(found.faults) == MOST_FAULTS + 1
    assert found.faults[-1].text.startswith(f"and {9_999 - MOST_FAULTS} more from here on")


def test_ten_thousand_lines_are_too_many() -> None:
    """The first are kept, and the fault says where it stopped."""
    found = read("\n".join(f"offer {n}" for n in range(10_000)))
    assert len(found.offers) == MOST_OFFERS
    assert str(found.faults[0]).startswith(f"line {MOST_OFFERS + 1}: there are more than")
    long = read("x" * (MOST_NAME + 1))
    assert len(long.offers[0].name) == MOST_NAME
    assert long.faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    """A dash and a pound sign arrive in each."""
    assert decode("café – £5".encode(encoding)) == "café – £5"


def test_the_nearest_word_is_few_slips_away() -> None:
    """The first of those that are as near."""
    assert nearest("newly qualfied", ["newly qualified", "old"]) == "newly qualified"
    assert nearest("olde", ["old"]) == ""
    assert nearest("martian", ["trainee"]) == ""


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever was pasted."""
    found = read(text)
    assert all(offer.name for offer in found.offers)
    assert all(fault.line >= 1 for fault in found.faults)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0x", b"name\0stages"])
def test_a_workbook_is_refused_with_what_to_do(data: bytes) -> None:
    """Rather than read as names of offers."""
    with pytest.raises(KbError, match="CSV UTF-8"):
        decode(data)
