"""What a link in a body points to: a document and a place in it, or a whole address.

The one reading of link targets, for the checks and for whoever renders a page. Whether the
document exists is left to them.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from kb.model.documents import DocId, Kind
from kb.model.problems import KbError
from kb.text.web_address import address_fault

_FOLDERS = "|".join(kind.value for kind in Kind)
_DOCUMENT = re.compile(rf"((?:{_FOLDERS})/[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.md)?")
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WEB = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>\"\\]*)?")


class LinkError(KbError):
    """A link target that can lead nowhere; `fault` and `remedy` are those of its problem."""

    def __init__(self, fault: str, remedy: str) -> None:
        self.fault, self.remedy = fault, remedy
        super().__init__(f"{fault}: {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """Where a link leads: a document with an anchor ("" for its top), or a web address."""

    document: DocId | None = None
    anchor: str = ""
    web: str = ""


def read_link(href: str, of: DocId) -> LinkTarget:
    """Return where a link of a document leads.

    Args:
        href: the target as written: ``casestudies/newham-staff-bank#the-problem``,
            ``../toolkit/checklist.md``, ``#the-problem`` or an https address.
        of: the document in which the link stands.

    Raises:
        LinkError: it is none of these, or leads out of the content folder.
    """
    if not href:
        raise LinkError("bad-link", "say where it leads, as casestudies/newham-staff-bank")
    if _WEB.fullmatch(href):
        if remedy := address_fault(href):
            raise LinkError("bad-link", remedy)
        return LinkTarget(web=href)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", href):
        raise LinkError("bad-link", "link to a document by its identifier, or to an https address")
    place, _, anchor = href.partition("#")
    if anchor and not _ANCHOR.fullmatch(anchor):
        raise LinkError("bad-link", "end it with the anchor of a heading, as #the-problem")
    if not place:
        return LinkTarget(document=of, anchor=anchor)
    if match := _DOCUMENT.fullmatch(place):
        return LinkTarget(document=DocId(match[1]), anchor=anchor)
    resolved = posixpath.normpath(posixpath.join(posixpath.dirname(of), place))
    if place.startswith("/") or resolved.startswith(".."):
        raise LinkError("link-outside", "link to a document of the content folder")
    if place.endswith(".md") and (match := _DOCUMENT.fullmatch(resolved)):
        return LinkTarget(document=DocId(match[1]), anchor=anchor)
    raise LinkError("bad-link", "write it as folder/name, as casestudies/newham-staff-bank")
