"""Where a reader reports a mistake or corrects a page: from the settings of the host, if any."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from site_builder.hosting import Hosting
from site_builder.model import permalinks
from site_builder.model.page import Page

ISSUE_FORM = "mistake.yml"
"""The file of the issue form for a mistake."""

_ASKED = ("What is wrong:", "What it should say, and where we can check:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What the foot of a page offers.

    `report` is a mailbox with the page named, or the page that explains how to report; it needs no
    account. `improve` is where the file is edited, "" if the repository is not known.
    """

    report: str
    by_mail: bool
    improve: str


def feedback(page: Page, hosting: Hosting, base_url: str) -> Feedback:
    """What the foot of `page` offers under the settings of a host."""
    improve = hosting.edit_address(page.source) if page.source else ""
    if not hosting.contact:
        return Feedback(report=permalinks.REPORT, by_mail=False, improve=improve)
    where = permalinks.absolute(base_url, page.url) if base_url else page.url
    subject = quote(f"Mistake on: {page.title}", safe="")
    body = quote("\r\n\r\n".join((f"Page: {where}", *_ASKED)), safe="")
    return Feedback(
        report=f"mailto:{hosting.contact}?subject={subject}&body={body}",
        by_mail=True,
        improve=improve,
    )
