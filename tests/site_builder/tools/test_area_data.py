"""The data of areas for the browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import site_builder
from site_builder.model.site_content import SiteContent
from site_builder.render.minify import squeezed
from site_builder.tools.area_data import area_data, area_names


def test_the_data_hold_who_can_be_asked(content: SiteContent) -> None:
    """Without what is lacking, without lists to look in, and in the order of the kinds."""
    data = area_data(content)
    assert data["areas"] == {
        "marsh-and-wolds": {
            "name": "Marsh and Wolds",
            "url": "/areas/marsh-and-wolds/",
            "contacts": [
                {
                    "kind": "integrated-care-board",
                    "name": "NHS Marsh and Wolds Integrated Care Board",
                }
            ],
        },
        "the-fens": {
            "name": "The Fens",
            "url": "/areas/the-fens/",
            "contacts": [
                {"kind": "training-hub", "name": "Fens Training Hub"},
                {
                    "kind": "local-medical-committee",
                    "name": "Fens LMC",
                    "address": "https://lmc.fens.example/",
                    "telephone": "01354-700 900",
                    "tel": "tel:01354700900",
                },
                {
                    "kind": "integrated-care-board",
                    "name": "NHS Fens Integrated Care Board",
                    "address": "https://fens.example/",
                    "telephone": "01354 700 800",
                    "tel": "tel:01354700800",
                },
            ],
        },
    }


def test_an_area_is_searched_by_its_places_and_its_people(content: SiteContent) -> None:
    """With its address from the root; what all areas share leads nowhere."""
    found = {name: (url, names) for name, url, names in area_names(content)}
    url, names = found["The Fens"]
    assert url == "areas/the-fens/"
    assert {"The Fens", "Fens LMC", "Ely"} <= set(names)


def test_little_is_sent_before_an_area_is_chosen() -> None:
    """Scripts and styles that areas add to any page, the list of areas and the search together."""
    static = Path(site_builder.__file__).parent / "static"
    names = ("area.js", "areas.js", "search_area.js")
    files = {path: path.read_bytes() for name in names if (path := static / name)}
    styles = re.findall(
        r"[^{}]*app-(?:area|your|edition|england)[^{}]*\{[^{}]*\}",
        (static / "site.css").read_text(encoding="utf-8"),
    )
    sent = [*squeezed(files).values(), "".join(styles).encode()]  # type: ignore[arg-type]
    assert all(sent)
    assert sum(len(gzip.compress(one, 9)) for one in sent) < 15_000
