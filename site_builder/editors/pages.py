"""The editors' pages and files as data, to be built with the rest of the site.

`build_site` is given `Editors` and adds what `editor_pages` and `editor_files` return.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup

from kb.editing.upkeep.quality import FROM_OUTSIDE, TOPICS, Finding, as_dict
from kb.editing.upkeep.schemas import schema_files
from kb.text.markdown import Link, render
from site_builder.editors.changes import changes_context, changes_entries
from site_builder.editors.feed import FeedEntry, atom
from site_builder.editors.formdata import address_data, form_data, form_groups, given_to_form
from site_builder.hosting import Hosting
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text
from site_builder.views.navigation import SITE_NAME

NOT_DATED = date(2026, 1, 1)
"""The day of a finding that stands since nobody knows when: a day that stays, so that a reader of
the feed is not shown it as new at every build."""
ISSUE_FORM = "case-study.yml"
"""The file of the issue form for a new case study."""

_STATIC = Path(__file__).parents[1] / "static" / "editors"
_DOC_PAGES: Mapping[str, str] = {
    "add-a-case-study.md": permalinks.CONTRIBUTE,
    "editorial-policy.md": permalinks.EDITORIAL_POLICY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Editors:
    """What the editors' pages are made from, beside the corpus.

    `policy` is Markdown; `measured` holds the topics that were looked for, so
    that nothing is called faultless which nobody looked at.
    """

    hosting: Hosting = field(default_factory=Hosting)
    findings: tuple[Finding, ...] = ()
    measured: frozenset[str] = frozenset(TOPICS) - FROM_OUTSIDE
    policy: str = ""
    today: date


def editor_pages(content: SiteContent, editors: Editors) -> tuple[Page, ...]:
    """Return the editors' pages, in order of their addresses; no policy page without a policy."""
    pages = _all_pages(content, editors)
    return tuple(p for p in pages if editors.policy or p.url != permalinks.EDITORIAL_POLICY)


def _all_pages(content: SiteContent, editors: Editors) -> tuple[Page, ...]:
    return (
        Page(
            url=permalinks.CHANGES,
            template="editors/changes.jinja",
            title="Recent changes",
            description="Which offers changed or closed, what is new on the roadmaps, and which "
            "pages were read again, and when.",
            context=changes_context(content),
        ),
        Page(
            url=permalinks.CONTRIBUTE,
            template="editors/contribute.jinja",
            title="Add a case study",
            description="Describe what your practice or area did to keep its GPs, in a form that "
            "checks as you write. Nothing you type leaves this page until you send it.",
            context=_form_context(content, editors),
        ),
        Page(
            url=permalinks.EDITORIAL_POLICY,
            template="editors/policy.jinja",
            title="Editorial policy",
            description="What is accepted, how the evidence is graded, who decides and how long "
            "it takes, and how a mistake is put right.",
            context={"policy": _markdown(editors.policy, permalinks.EDITORIAL_POLICY)},
        ),
        Page(
            url=permalinks.QUALITY,
            template="editors/quality.jinja",
            title="State of the pages",
            description="What the editors have to look at: reviews that are due, thin pages, weak "
            "evidence, dead links and searches that fail.",
            context=_quality_context(editors),
        ),
    )


def editor_files(
    content: SiteContent, editors: Editors, *, base_url: str = ""
) -> dict[PurePosixPath, bytes]:
    """Return the files beside the editors' pages, by output path.

    The form's script and data, the schemas, the quality page as JSON, and two feeds.
    """
    files: dict[PurePosixPath, bytes] = {}
    for file in sorted(_STATIC.iterdir()):
        files[_asset(f"editors/{file.name}")] = file.read_bytes()
    files[_asset("editors/form-data.js")] = content.known.of(
        "data of the form",
        given_to_form(content, editors.hosting),
        partial(form_data, content, editors.hosting),
    )
    files[_asset("editors/form-addresses.js")] = address_data(content)
    vocabularies = content.corpus.vocabularies
    schemas = content.known.of("schemas", vocabularies, partial(schema_files, vocabularies))
    for name, text in schemas.items():
        files[_path(f"{permalinks.SCHEMAS}{name}")] = text.encode()
    quality = as_dict(editors.findings, today=editors.today, looked_for=editors.measured)
    files[_path(f"{permalinks.QUALITY}quality.json")] = _json(quality)
    files[_path(f"{permalinks.QUALITY}feed.xml")] = _quality_feed(editors, base_url)
    files[_path(f"{permalinks.CHANGES}feed.xml")] = _changes_feed(content, editors, base_url)
    return files


def _form_context(content: SiteContent, editors: Editors) -> dict[str, object]:
    return {
        "groups": form_groups(content),
        "hosting": editors.hosting,
        "has_policy": bool(editors.policy),
        "issue_address": editors.hosting.new_issue_address(ISSUE_FORM),
    }


def _quality_context(editors: Editors) -> dict[str, object]:
    topics = [
        {
            "name": name,
            "heading": heading,
            "looked_for": name in editors.measured,
            "findings": [
                {"finding": finding, "url": _url(finding)}
                for finding in editors.findings
                if finding.topic == name
            ],
        }
        for name, heading in TOPICS.items()
    ]
    return {"topics": topics, "today": date_text(editors.today)}


def _url(finding: Finding) -> str:
    return f"/{finding.page}/" if finding.page else ""


def _markdown(text: str, url: str) -> Markup:
    """Return Markdown of the project's own documents as HTML, headings one level down."""

    def resolve(target: str) -> Link:
        name = target.rsplit("/", 1)[-1]
        if target.startswith("https://"):
            return Link(target)
        if name in _DOC_PAGES:
            return Link(permalinks.relative(url, _DOC_PAGES[name]))
        return Link(target if target.startswith("#") else None)

    return Markup(render(_without_title(text), link=resolve).html)


def _without_title(text: str) -> str:
    """Return Markdown without its first heading, which the page shows as its own."""
    lines = text.split("\n")
    return "\n".join(lines[1:]) if lines[0].startswith("# ") else text


def _quality_feed(editors: Editors, base_url: str) -> bytes:
    entries = [
        FeedEntry(
            key=_key(finding),
            title=f"{TOPICS[finding.topic]}: {finding.about}",
            text=finding.sentence,
            url=_url(finding) or f"{permalinks.QUALITY}#{finding.topic}",
            day=finding.since or NOT_DATED,
        )
        for finding in editors.findings
    ]
    entries += [
        FeedEntry(
            key=f"{name}/not-looked-for",
            title=f"{heading}: not looked for",
            text="Nobody looked when this site was built, so nothing is known of it.",
            url=f"{permalinks.QUALITY}#topics",
            day=NOT_DATED,
        )
        for name, heading in TOPICS.items()
        if name not in editors.measured
    ]
    return atom(
        f"State of the pages – {SITE_NAME}",
        permalinks.QUALITY,
        entries,
        base_url=base_url,
        day=NOT_DATED,
    )


def _key(finding: Finding) -> str:
    """Return what tells a finding from every other, whatever day it is."""
    about = "" if finding.page and finding.topic != "links" else finding.about
    return "/".join(filter(None, (finding.topic, finding.page, about)))


def _changes_feed(content: SiteContent, editors: Editors, base_url: str) -> bytes:
    entries = changes_entries(content)
    return atom(
        f"Recent changes – {SITE_NAME}",
        permalinks.CHANGES,
        entries,
        base_url=base_url,
        day=entries[0].day if entries else editors.today,
    )


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _path(url: str) -> PurePosixPath:
    return permalinks.output_path(url)


def _asset(name: str) -> PurePosixPath:
    return permalinks.output_path(permalinks.asset_url(name))
