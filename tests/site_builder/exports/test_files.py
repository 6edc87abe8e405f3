"""The files of the open data, as the page names them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema

from kb.model.documents import CaseStudy, Kind
from site_builder.model.site_content import SiteContent


def rows(site: Path, name: str) -> list[dict[str, str]]:
    """Read a file of comma-separated text."""
    text = (site / "data" / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_file_named_is_there_and_every_file_is_named(
    site: Path, read_page: Callable[[str], str]
) -> None:
    """Nothing hidden, nothing missing."""
    named = set(
        re.findall(r'href="((?:feed|[\w.]+)\.(?:json|csv|bib|ris|xml))"', read_page("data"))
    )
    there = {path.name for path in (site / "data").iterdir() if path.name != "index.html"}
    assert named == there


def test_each_kind_as_json_keeps_to_the_schema_beside_it(site: Path, content: SiteContent) -> None:
    """As published."""
    for kind in Kind:
        data = json.loads((site / f"data/{kind.value}.json").read_text(encoding="utf-8"))
        rules = json.loads((site / f"data/{kind.value}.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(data, rules)
        assert len(data["documents"]) == len(content.documents(kind))
        ids = [row["id"] for row in rows(site, f"{kind.value}.csv")]
        assert ids == [document["id"] for document in data["documents"]]


def test_results_have_a_line_each(site: Path, content: SiteContent) -> None:
    """With the case study and the grade."""
    cases = [d for d in content.documents() if isinstance(d, CaseStudy)]
    found = rows(site, "results.csv")
    assert len(found) == sum(len(case.results) for case in cases)
    assert {row["evidence_level"] for row in found} <= set("12345")
    assert all(row["quote"] and row["case_study"] for row in found)
    assert not any(re.match(r"[=+@\t]", cell) for row in found for cell in row.values())


def test_areas_have_their_people_in_json_and_a_line_each(site: Path, content: SiteContent) -> None:
    """By the schema beside them."""
    data = json.loads((site / "data/areas.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads((site / "data/areas.schema.json").read_text()))
    found = data["areas"]
    assert [area["id"] for area in found] == list(content.corpus.areas)
    fens = next(area for area in found if area["id"] == "the-fens")
    assert fens["url"] == "/areas/the-fens/"
    assert "Fens LMC" in [one["name"] for one in fens["contacts"]]
    lines = (site / "data/areas.csv").read_text(encoding="utf-8-sig").splitlines()
    people = sum(len(list(area.all_contacts())) for area in content.areas())
    assert len(lines) == people + 1
