"""The colours of our style sheets: variables with a value for either screen, read on both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.render.minify import squeezed
from tests.tools.load import tool
from tests.tools.test_frontend import contrast

STATIC = Path(__file__).parents[2] / "site_builder" / "static"
SHEETS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css"))
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b")
ON_BRAND = (".app-header", ".app-hero", ".app-ask", ".app-list-bar")
"""Parts on the ground of the brand, which is dark on either screen."""
DOTS = {"#ffd980", "#c9dde3"}
"""Grounds of the dots of the plot, light on either screen, with dark numbers."""

frontend = tool("frontend")


def sheet(name: str) -> str:
    """Return a sheet as a site sends it."""
    path = Path("assets") / name
    return squeezed({path: (STATIC / name).read_bytes()})[path].decode().replace("\n", "")  # type: ignore[dict-item,index]


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the rules for screens as selector and declarations."""
    for head, body in frontend._blocks(css):
        if head.startswith("@media") and ("print" in head or "forced-colors" in head):
            continue
        if head.startswith("@"):
            yield from rules(body)
        else:
            yield head, body


def values(scheme: str) -> dict[str, str]:
    """Return our variables as a screen of a scheme has them."""
    roots = [body for head, body in rules(sheet("site.css")) if head == ":root"]
    found: dict[str, str] = {}
    for body in roots[: 1 if scheme == "light" else 2]:
        found |= dict(re.findall(r"(--app-[a-z-]+): *(#[0-9a-f]+)", body))
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_a_colour_of_its_own_is_chosen_with_its_ground(name: str) -> None:
    """Else a dark screen has light words on white, or the reverse; variables know both screens."""
    alone = []
    for selector, body in rules(sheet(name)):
        if ":focus" in selector or selector == ":root" or any(s in selector for s in ON_BRAND):
            continue
        fixed = {
            kind
            for declaration in body.split(";")
            for kind, pattern in (("ground", r" *background"), ("text", r" *(color|fill):"))
            if re.match(pattern, declaration)
            and set(LITERAL.findall(re.sub(r"var\([^)]*\)", "", declaration))) - DOTS
        }
        if len(fixed) == 1 and not selector.startswith(".app-urgent-link"):
            alone.append(f"{selector}: {body}")
    assert [rule for rule in alone if "app-plot__count" not in rule] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_words_can_be_read_on_either_screen(scheme: str) -> None:
    """4.5 to 1 on page and paper (WCAG 1.4.3), and the names of roads on their colours."""
    found = values(scheme)
    inks = ("text", "link", "muted", "ink", "alarm", "registrar", "salaried-gp", "partner", "locum")
    bad = [
        f"{ink} on {ground}"
        for ink in inks
        for ground in ("page", "paper")
        if contrast(found[f"--app-{ink}"], found[f"--app-{ground}"]) < 4.5
    ]
    bad += [
        f"{ink} on {ground}"
        for ink, ground in (("text", "ink-soft"), ("link", "ink-soft"), ("text", "marked"))
        if contrast(found[f"--app-{ink}"], found[f"--app-{ground}"]) < 4.5
    ]
    assert bad == []


def test_every_colour_has_a_value_for_a_dark_screen() -> None:
    """But for the brand, which is dark on both."""
    light, dark = values("light"), values("dark")
    same = {name for name, colour in light.items() if dark[name] == colour}
    assert same == {"--app-brand"}
