"""The only place that forms an address or an output path.

An address is a path from the root of the site, as ``/casestudies/newham-staff-bank/``; pages
link to each other by relative paths that name ``index.html``, so that the site opens from a
folder on a disk as well as under any path of a server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from kb.model.documents import DocId, Kind
from kb.model.fields import TAG_FIELDS
from kb.model.problems import BuildError

HOME = "/"
SEARCH = "/search/"
GLOSSARY = "/glossary/"
SOURCES = "/sources/"
WEB_SOURCES = (("a", "m"), ("n", "z"))
"""The lists of web pages, by the first letter of their publishers: one would be too heavy."""
EVIDENCE = "/evidence/"
ACCESSIBILITY = "/accessibility/"
PRIVACY = "/privacy/"
URGENT_HELP = "/urgent-help/"
REPORT = "/report/"
FINDER = "/where-are-you-now/"
SHEET = "/sheet/"
COMPARE = "/compare/"
PLAN = "/plan/"
MAP = "/map/"
PLACES = "/places/"
RESULTS = "/evidence/results/"
CHOOSE = "/evidence/table/"
DATA = "/data/"
AREAS = "/areas/"
LEADERS = "/plan-support/"
GAPS = "/plan-support/gaps/"
ACTION_PLAN = "/plan-support/plan/"
BRIEF = "/plan-support/brief/"
ESTIMATE = "/plan-support/estimate/"
TEMPLATES = "/plan-support/templates/"
CONTRIBUTE = "/contribute/"
EDITORIAL_POLICY = "/editorial-policy/"
QUALITY = "/quality/"
CHANGES = "/changes/"
SCHEMAS = "/schemas/"
NOT_FOUND = "/404.html"
ASSETS = "/assets/"

VOCABULARY_FOLDERS: Mapping[str, str] = MappingProxyType(
    {field.key: field.folder for field in TAG_FIELDS if field.folder}
)
"""The vocabularies whose concepts have a page each, and the folder of those pages."""

_ADDRESS = re.compile(r"/(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*)?")


def document_url(document: DocId) -> str:
    """The address of a document's page.

    Raises:
        BuildError: The identifier would lead out of the site.
    """
    return _checked(f"/{document}/")


def kind_url(kind: Kind) -> str:
    """The address of the page that lists the documents of a kind."""
    return f"/{kind.value}/"


def vocabulary_url(vocabulary: str) -> str:
    """The address of the page that lists a vocabulary's concepts."""
    return f"/{VOCABULARY_FOLDERS[vocabulary]}/"


def concept_url(vocabulary: str, concept: str) -> str:
    """The address of a concept's page; a role's page is its roadmap.

    Raises:
        BuildError: The identifier would lead out of the site.
    """
    if vocabulary == "roles":
        return _checked(f"/{Kind.ROADMAP.value}/{concept}/")
    return _checked(f"/{VOCABULARY_FOLDERS[vocabulary]}/{concept}/")


def finder_url(role: str, moment: str = "") -> str:
    """The address of the finder's page for a role, or for a stop of its roadmap.

    Raises:
        BuildError: The identifiers would lead out of the site.
    """
    return _checked(f"{FINDER}{role}/" + (f"{moment}/" if moment else ""))


def sheet_url(role: str, moment: str, need: str = "") -> str:
    """The address of the ready-made sheet for a stop of a roadmap, or for a need there.

    Raises:
        BuildError: The identifiers would lead out of the site.
    """
    return _checked(f"{SHEET}{role}/{moment}/" + (f"{need}/" if need else ""))


def plan_url(role: str, moment: str) -> str:
    """The address of "My dates" with a stop of a roadmap chosen, behind its #."""
    return f"{PLAN}#stop={role}/{moment}"


def results_url(intervention: str, level: int = 0) -> str:
    """The address of the results of one kind of work, or of those at a level of evidence.

    Raises:
        BuildError: The identifier would lead out of the site.
    """
    return _checked(f"{RESULTS}{intervention}/") + (f"#level-{level}" if level else "")


def area_url(area: str) -> str:
    """The address of the page of an area of England.

    Raises:
        BuildError: The identifier would lead out of the site.
    """
    return _checked(f"{AREAS}{area}/")


def glossary_url(entry: str) -> str:
    """The address of a glossary entry."""
    return f"{GLOSSARY}#{entry}"


def source_url(source: str) -> str:
    """The address of a document in the list of sources."""
    return f"{SOURCES}#{source}"


def web_sources_url(first: str, last: str) -> str:
    """The address of the list of web pages by publishers from one letter to another."""
    return _checked(f"{SOURCES}{first}-to-{last}/")


def web_source_url(source: str, publisher: str) -> str:
    """The address of a web page in the list of its publisher's letter."""
    letter = publisher[:1].casefold()
    group = next((one for one in WEB_SOURCES if letter <= one[1]), WEB_SOURCES[-1])
    return f"{web_sources_url(*group)}#{source}"


def asset_url(name: str) -> str:
    """The address of a style sheet, script or picture of the site."""
    return _checked(f"{ASSETS}{name}")


@lru_cache(maxsize=65536)
def output_path(url: str) -> PurePosixPath:
    """Where the page of an address is written, relative to the site's folder.

    Raises:
        BuildError: The address would lead out of the site.
    """
    return PurePosixPath("/".join(_steps(url)))


@lru_cache(maxsize=32768)
def relative(origin: str, target: str) -> str:
    """The relative link from the page at `origin` to `target`, which may have a fragment.

    Both are addresses of this site. A link to a folder names its ``index.html``; a link to an
    anchor of the same page is the fragment alone.
    """
    path, sign, fragment = target.partition("#")
    if sign and path in ("", origin):
        return f"#{fragment}"
    here = _steps(origin)[:-1]
    there = _steps(path)
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    link = "/".join((*([".."] * (len(here) - shared)), *there[shared:]))
    return link + sign + fragment


def from_depth(up: str, target: str) -> str:
    """The link to `target` by way of the root: the same from every page that is as deep.

    `up` leads to the root, as ``../../`` from the page of a document.
    """
    path, sign, fragment = target.partition("#")
    return f"{up}{output_path(path)}{sign}{fragment}"


def absolute(base_url: str, url: str) -> str:
    """The full address of a page below `base_url`, which may or may not end in a slash."""
    return base_url.rstrip("/") + url


def depth(url: str) -> int:
    """How many folders below the root the page of an address lies."""
    return len(_steps(url)) - 1


@lru_cache(maxsize=65536)
def _steps(url: str) -> tuple[str, ...]:
    """The folders of an address and the file that its page is written to."""
    path = _checked(url).removeprefix("/")
    whole = f"{path}index.html" if path == "" or path.endswith("/") else path
    return tuple(whole.split("/"))


def _checked(url: str) -> str:
    if not _ADDRESS.fullmatch(url):
        raise BuildError(
            f"{url}: not an address inside the site; found characters or folders beyond "
            "lower-case letters, digits, hyphens, dots and underscores; rename the file"
        )
    return url
