"""Tests mirror modules: that of kb/text/words.py is tests/kb/text/test_words.py.

A module without a twin is named here, with the test that covers it. The list may only shrink: an
entry whose module has gone, or has a twin by now, fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = 8
"""Lines of code up to which the `__init__` of a package needs no test."""

COVERED = {
    "kb/__init__.py": "kb/test_library.py",
    "kb/browser/node.py": "parity/test_parity.py",
    "kb/browser/site_data.py": "kb/cli/test_build.py",
    "kb/browser/words.py": "kb/browser/test_export.py",
    "kb/cli/draft_report.py": "kb/cli/test_new.py",
    "kb/cli/new_answers.py": "kb/cli/test_new.py",
    "kb/cli/options.py": "kb/cli/test_bad_input.py",
    "kb/cli/run.py": "kb/cli/test_evaluate.py",
    "kb/cli/similar.py": "kb/cli/test_suggest.py",
    "kb/content/checking.py": "kb/content/test_read.py",
    "kb/content/checks/fields.py": "kb/content/checks/test_cases.py",
    "kb/content/checks/proof.py": "kb/content/checks/test_cases.py",
    "kb/content/checks/reference.py": "kb/content/checks/test_cases.py",
    "kb/content/checks/references.py": "kb/content/checks/test_cases.py",
    "kb/content/checks/stops.py": "kb/content/checks/test_cases.py",
    "kb/content/entries.py": "kb/content/test_any_value.py",
    "kb/content/reference.py": "kb/content/test_read.py",
    "kb/content/schema/__init__.py": "kb/content/schema/test_schema.py",
    "kb/content/schema/areas.py": "kb/content/test_areas.py",
    "kb/content/schema/dates.py": "kb/content/test_frontmatter.py",
    "kb/content/schema/documents.py": "kb/content/schema/test_schema.py",
    "kb/content/schema/editions.py": "kb/content/test_editions.py",
    "kb/content/schema/faults.py": "kb/content/test_frontmatter.py",
    "kb/content/schema/pages.py": "kb/content/test_frontmatter.py",
    "kb/content/schema/reference.py": "kb/content/test_read.py",
    "kb/content/schema/templates.py": "kb/content/test_templates.py",
    "kb/content/schema/text.py": "kb/content/test_frontmatter.py",
    "kb/content/schema/types.py": "kb/content/schema/test_schema.py",
    "kb/content/source_page.py": "kb/content/test_read.py",
    "kb/editing/drafts/html_tree.py": "kb/editing/drafts/test_html_blocks.py",
    "kb/editing/drafts/issue_form.py": "test_hosting_files.py",
    "kb/editing/drafts/marks.py": "kb/editing/drafts/test_html_inline.py",
    "kb/editing/drafts/to_do.py": "kb/editing/drafts/test_draft.py",
    "kb/editing/drafts/web_page.py": "kb/editing/drafts/test_html_aside.py",
    "kb/editing/drafts/word_parts.py": "kb/editing/drafts/test_convert.py",
    "kb/editing/drafts/word_styles.py": "kb/editing/drafts/test_convert.py",
    "kb/editing/drafts/word_xml.py": "kb/editing/drafts/test_convert.py",
    "kb/editing/upkeep/page_source.py": "kb/cli/test_source.py",
    "kb/evaluation/run.py": "kb/cli/test_evaluate.py",
    "kb/evaluation/steps.py": "kb/cli/test_evaluate.py",
    "kb/index/documents.py": "kb/index/test_collect.py",
    "kb/index/encoder/fit.py": "kb/index/test_build.py",
    "kb/index/encoder/model.py": "content/test_search_quality.py",
    "kb/index/load.py": "kb/index/test_build.py",
    "kb/model/corpus.py": "kb/content/test_read.py",
    "kb/model/distress.py": "kb/content/test_distress_net.py",
    "kb/model/editions.py": "kb/content/test_editions.py",
    "kb/model/documents.py": "kb/content/test_read.py",
    "kb/model/templates.py": "kb/content/test_templates.py",
    "kb/postgres/publish.py": "kb/postgres/test_store.py",
    "kb/postgres/rows.py": "kb/postgres/test_store.py",
    "kb/postgres/snapshot.py": "kb/postgres/test_store.py",
    "kb/postgres/writer.py": "kb/postgres/test_connections.py",
    "kb/search/open.py": "kb/cli/test_search.py",
    "kb/search/ranking.py": "kb/search/test_engine.py",
    "kb/search/reasons.py": "kb/search/test_engine.py",
    "kb/search/results.py": "kb/cli/test_search.py",
    "kb/service/run.py": "kb/cli/test_hosted.py",
    "site_builder/editors/formdata.py": "site_builder/editors/test_core.py",
    "site_builder/editors/formwords.py": "site_builder/editors/test_form.py",
    "site_builder/editors/gather.py": "kb/cli/test_build.py",
    "site_builder/model/page.py": "site_builder/pages/test_all_pages.py",
    "site_builder/pages/document_pages.py": "site_builder/pages/test_all_pages.py",
    "site_builder/pages/list_pages.py": "site_builder/pages/test_all_pages.py",
    "site_builder/pages/search_page.py": "browser/test_search.py",
    "site_builder/render/assets.py": "site_builder/test_build.py",
    "site_builder/tools/guide.py": "site_builder/tools/test_guide_reading.py",
    "site_builder/tools/leader_files.py": "site_builder/tools/test_choose.py",
    "site_builder/tools/plan_data.py": "site_builder/tools/test_plan_rule.py",
    "site_builder/tools/sheet_view.py": "site_builder/tools/test_pages.py",
    "site_builder/views/sources.py": "site_builder/pages/test_all_pages.py",
    "site_builder/views/stops.py": "site_builder/pages/test_roadmap_pages.py",
}
"""Modules that have no twin, and the test that covers each, below tests/."""


def twin(module: Path) -> Path:
    """Return the test of a module; that of a package's `__init__` has the package's name."""
    below = module.relative_to(ROOT)
    if module.name == "__init__.py":
        return ROOT / "tests" / below.parent.parent / f"test_{below.parent.name}.py"
    return ROOT / "tests" / below.parent / f"test_{module.stem}.py"


def modules() -> list[Path]:
    """Return every module of the project that has behaviour."""
    found = [path for name in ("kb", "site_builder") for path in (ROOT / name).rglob("*.py")]
    return sorted(
        path
        for path in found
        if path.name != "__init__.py" or len(path.read_text(encoding="utf-8").split("\n")) > SMALL
    )


def test_every_module_has_its_test() -> None:
    """Write the twin of a new module, or name here the test that covers it."""
    alone = {path.relative_to(ROOT).as_posix() for path in modules() if not twin(path).is_file()}
    assert sorted(alone - COVERED.keys()) == [], "these have no test of their own"
    assert sorted(COVERED.keys() - alone) == [], "these have one by now, or have gone"


@pytest.mark.parametrize("test", sorted(set(COVERED.values())))
def test_the_tests_named_are_there(test: str) -> None:
    """A test that is renamed is renamed here too."""
    assert (ROOT / "tests" / test).is_file()
