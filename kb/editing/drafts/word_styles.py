"""Styles and numbered lists of a Word document: what Word shows and its text does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of a document's own elements."""
LONGEST_CHAIN = 20
"""Styles that one may be based on, by way of others; Word itself stops earlier."""
_STRUCK = ("strike", "dstrike")
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; `struck` is None and `raised` "" where it leaves that open."""

    name: str
    based_on: str
    hidden: bool
    struck: bool | None
    raised: str
    level: int | None
    list_id: str
    list_level: str


@dataclass(slots=True)
class Lists:
    """The numbers that Word shows before the entries of its numbered lists."""

    kinds: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, str], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, str]] = field(default_factory=set)

    def next_number(self, list_id: str, level: str) -> int | None:
        """Return the number of the next entry of a list; None if it is not numbered."""
        abstract = self.abstract.get(list_id, "")
        kind, start = self.kinds.get((abstract, level), ("bullet", 1))
        if kind in {"bullet", "none"} or not level.isdigit():
            return None
        depth = int(level)
        counts = self.counts.setdefault(abstract, {})
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if (list_id, level) in self.restarts and (list_id, level) not in self.begun:
            self.begun.add((list_id, level))
            counts[depth] = self.restarts[list_id, level]
        else:
            counts[depth] = counts.get(depth, start - 1) + 1
        return counts[depth]


def is_on(properties: ElementTree.Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and (found.get(f"{W}val") or "on") not in _OFF


def is_struck(properties: ElementTree.Element | None) -> bool | None:
    """Whether properties strike text out, once or twice; None if they do not say."""
    said = [properties.find(f"{W}{name}") for name in _STRUCK] if properties is not None else []
    if all(element is None for element in said):
        return None
    return any(is_on(properties, name) for name in _STRUCK)


def value_of(element: ElementTree.Element | None) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""


def read_styles(data: bytes) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for style in ElementTree.fromstring(data).iter(f"{W}style") if data else ():
        level = value_of(style.find(f"{W}pPr/{W}outlineLvl"))
        found[style.get(f"{W}styleId") or ""] = Style(
            name=value_of(style.find(f"{W}name")).lower(),
            based_on=value_of(style.find(f"{W}basedOn")),
            hidden=is_on(style.find(f"{W}rPr"), "vanish"),
            struck=is_struck(style.find(f"{W}rPr")),
            raised=value_of(style.find(f"{W}rPr/{W}vertAlign")),
            level=int(level) if level.isdigit() else None,
            list_id=value_of(style.find(f"{W}pPr/{W}numPr/{W}numId")),
            list_level=value_of(style.find(f"{W}pPr/{W}numPr/{W}ilvl")),
        )
    return found


def style_chain(style_id: str, styles: Mapping[str, Style]) -> Iterator[Style]:
    """Yield a style and those that it is based on, nearest first."""
    seen: set[str] = set()
    while style_id in styles and style_id not in seen and len(seen) < LONGEST_CHAIN:
        seen.add(style_id)
        yield styles[style_id]
        style_id = styles[style_id].based_on


def read_lists(data: bytes) -> Lists:
    lists = Lists()
    if not data:
        return lists
    tree = ElementTree.fromstring(data)
    for abstract in tree.iter(f"{W}abstractNum"):
        for level in abstract.iter(f"{W}lvl"):
            start = value_of(level.find(f"{W}start"))
            key = (abstract.get(f"{W}abstractNumId") or "", level.get(f"{W}ilvl") or "")
            kind = value_of(level.find(f"{W}numFmt"))
            lists.kinds[key] = (kind, int(start) if start.isdigit() else 1)
    for numbered in tree.iter(f"{W}num"):
        list_id = numbered.get(f"{W}numId") or ""
        lists.abstract[list_id] = value_of(numbered.find(f"{W}abstractNumId"))
        for override in numbered.iter(f"{W}lvlOverride"):
            start = value_of(override.find(f"{W}startOverride"))
            if start.isdigit():
                lists.restarts[list_id, override.get(f"{W}ilvl") or ""] = int(start)
    return lists
