"""The gap map's page, and its script's rules against those of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from kb.planning.gaps import concept_words, gap_map
from kb.planning.local_offers import read_offers
from site_builder.model.site_content import SiteContent
from site_builder.tools.gaps_page import TOOLS, gaps_data
from tests.site_builder.scripts import run_scripts, static

TEXTS = (
    "name,stages,level,page\nMentoring,wise fives;returner,1,\n"
    "Line,,,signposting/gp-listening-line\n",
    'Name;Level;Stages\n"A; b";practices & networks;newly-qualfied\n"";1;\nC;9;martians\n',
    "Peer support\twise-fives\t1\n=cmd()\t\tsystem\nX\tall\tlevel 2\tsignposting/gp-listning-line",
    "- Coaching for all\n\n1. A, b and c\n",
    "",
    '"open quote, never closed\nB\n',
    "\n".join(f"offer {n}" for n in range(600)),
    "é" * 300,
    'Support in our area,,\n,,\nName,Stages,Level of support\n"Stay\ntalks","wise fives, returner"'
    ',practices\n"x ""y""",new and old,personal\nService,Offer,\n',
    'Notes;Offer (local);Name\nours;A;B\n"open;C\nD;"E""\n',
    "Service\nOffer\nSupport for all\n",
    "name,stages,level\nA,locums,1\nB,tbc,?\nC,n/a,n/a\nD,wise 5s,1\nE,first 5,2\na,Locums,1\n"
    "D,wise-fives,1\n"
    "é5s,é5s,5\nF,all; wise 5,none\n",
    "name,stages\n" + "A,nobody\n" * 300,
    "name,,page\nA,,signposting/gp-listening-line\nB,martians,signposting/gp-listening-line\n",
)


def test_the_script_reads_and_maps_as_python_does(content: SiteContent) -> None:
    """Every text: the same offers, faults, cells and gaps."""
    data = json.loads(json.dumps(gaps_data(content)))
    body = (
        "return given.texts.map((text) => { const read = kbGaps.readOffers(text, given.data);"
        "return [read, kbGaps.gapMap(given.data, read.offers)]; });"
    )
    found = run_scripts([static("gaps_rule.js")], body, {"data": data, "texts": list(TEXTS)})
    corpus = content.corpus
    for text, (read, mapped) in zip(TEXTS, found, strict=True):
        local = read_offers(
            text,
            stages=concept_words(corpus, "career_stages"),
            levels=concept_words(corpus, "levels"),
            pages=tuple(map(str, corpus.documents)),
        )
        assert read == json.loads(
            json.dumps(
                {
                    "offers": [asdict(offer) for offer in local.offers],
                    "faults": [asdict(fault) for fault in local.faults],
                }
            )
        ), text[:40]
        expected = gap_map(corpus, local.offers)
        assert mapped["cells"] == json.loads(json.dumps([asdict(c) for c in expected.cells]))
        assert mapped["unplaced"] == list(expected.unplaced)
        assert mapped["unstaged"] == list(expected.unstaged)
        assert mapped["levels"] == list(expected.levels)
        assert [e["id"] for e in mapped["essentials"]] == [
            e.id for e in expected.missing_essentials
        ]
        assert [n["page"] for n in mapped["national"]] == [n.page for n in expected.unused_national]


def test_without_scripts_the_page_says_what_each_cell_holds(
    read_page: Callable[[str], str], content: SiteContent
) -> None:
    """With links to what could fill it."""
    page = read_page("plan-support/gaps")
    for cell in gap_map(content.corpus, ()).cells:
        assert f'id="{cell.stage}-{cell.level}"' in page
        assert all(filler.title.split("&")[0] in page for filler in cell.fill[:5])


def test_the_hub_leads_to_every_tool(read_page: Callable[[str], str]) -> None:
    """And home leads to the hub."""
    hub = read_page("plan-support")
    assert all(tool.title in hub for tool in TOOLS)
    assert 'href="plan-support/index.html"' in read_page("")
