"""The tools' data for the browser."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

from kb.model.corpus import Corpus
from kb.model.documents import DocId
from site_builder.model.site_content import SiteContent
from site_builder.tools.browser_data import COMPARE_ROWS, compare_data, tools_data


def read_script(script: bytes, name: str) -> dict[str, object]:
    """Return the object that a script sets."""
    text = script.decode()
    assert text.startswith(f"window.{name} = ")
    assert text.endswith(";\n")
    data: dict[str, object] = json.loads(text.removeprefix(f"window.{name} = ")[:-2])
    return data


def test_the_data_are_scripts_that_set_one_object_each(content: SiteContent) -> None:
    """So that they load from a disk, where nothing may be fetched."""
    scripts = tools_data(content)
    guide = read_script(scripts["guide-data.js"], "kbGuide")
    assert {"roles", "stops", "options", "weights", "limits", "phrases"} <= set(guide)
    compare = read_script(scripts["compare-data.js"], "kbCompare")
    assert set(compare) == {"rows", "documents"}


def test_no_markup_can_begin_in_the_data(corpus: Corpus) -> None:
    """Should a title ever get past the checks with some in it."""
    name = DocId("signposting/gp-listening-line")
    hostile = replace(corpus.documents[name], title="Line </script><b>")
    scripts = tools_data(
        SiteContent(replace(corpus, documents={**corpus.documents, name: hostile}))
    )
    for script in scripts.values():
        assert b"<" not in script
    assert b"Line \\u003c/script>\\u003cb>" in scripts["guide-data.js"]


def test_a_comparison_has_a_case_studys_cost_results_evidence_and_place(
    content: SiteContent,
) -> None:
    """Row by row; what stands for nothing is left out."""
    documents = compare_data(content)["documents"]
    assert isinstance(documents, dict)
    cells = documents["casestudies/fenland-peer-circle"]["cells"]
    assert cells["area"].startswith("Fenland: ")
    assert cells["when"] == "from 2015"
    assert cells["evidence"].startswith("Evidence 3 of 5: Measured. ")
    assert cells["changed"].startswith("The group worked nine more sessions a week")
    assert cells["who"] == "'Wise fives'"
    assert cells["status"] == "Running in 2018, not confirmed since, checked 1 May 2024"
    bare = documents["casestudies/ely-listening-line"]["cells"]
    assert bare["changed"] == "No result reported"
    assert bare["evidence"] == "Evidence 1 of 5: no result reported."
    assert "start" not in cells
    option = documents["signposting/gp-listening-line"]["cells"]
    assert option["start"] == "Ring the number on the board's page"
    assert set(cells) | set(option) <= set(COMPARE_ROWS)
    assert "toolkit/keep-count" not in documents


def test_the_data_are_small(content: SiteContent) -> None:
    """A sheet needs them before it can be read."""
    for script in tools_data(content).values():
        assert len(gzip.compress(script, mtime=0)) < 25_000
