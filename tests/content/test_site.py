"""The real content as a site: it builds, is light, and every page has its parts."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kb.content.clock import today
from kb.data.settings import load_settings
from kb.model.corpus import Corpus
from kb.model.documents import CaseStudy, Kind
from site_builder.build import build_site
from site_builder.model.site_content import SiteContent
from site_builder.pages.roadmap_pages import roadmaps_context
from site_builder.views.key_points import gist
from site_builder.views.related import LIMIT, related_documents
from tests.site_builder.conftest import write_frontend

ROOT = Path(__file__).parents[2]
ROLES = ("registrar", "salaried-gp", "partner", "locum")
FRONTEND = ROOT / "build" / "frontend"


@pytest.fixture(scope="session")
def real_site(content: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of the real content, with the real front end if it is there."""
    folder = tmp_path_factory.mktemp("real")
    frontend = FRONTEND if (FRONTEND / "nhsuk.css").is_file() else write_frontend(folder / "f")
    build_site(content, folder / "site", today=today(), frontend_dir=frontend)
    return folder / "site"


def checker() -> ModuleType:
    """Return the script that checks a site."""
    spec = importlib.util.spec_from_file_location("check_site", ROOT / "tools" / "check_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_site"] = module
    spec.loader.exec_module(module)
    return module


def test_the_pages_that_the_search_names_are_there(real_site: Path) -> None:
    """With their titles, those apart that are made of what a build is given beside the content."""
    given = {"contribute", "editorial-policy", "changes"}
    for page in load_settings().site_pages:
        made = real_site / page.id / "index.html"
        if page.id not in given or made.is_file():
            assert f"<title>{page.title} –" in made.read_text(encoding="utf-8"), page.id


def test_no_page_weighs_more_than_a_hundred_kilobytes(real_site: Path) -> None:
    """With all it needs for reading, each file compressed as a server sends it."""
    if not (FRONTEND / "nhsuk.css").is_file():
        pytest.skip("the front end is not there: run python3 tools/frontend.py")
    check_site = checker()
    weights = {page: check_site.weigh(real_site, page) for page in check_site.pages_of(real_site)}
    assert {page: weight for page, weight in weights.items() if weight > 100_000} == {}


def test_titles_and_descriptions_tell_pages_apart(real_site: Path) -> None:
    """None is empty; no two documents or concepts have the same title."""
    titles: dict[str, str] = {}
    for path in sorted(real_site.rglob("index.html")):
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(real_site).as_posix()
        title = re.search(r"<title>(.+?)</title>", html)
        assert title, name
        assert re.search(r'<meta name="description" content="[^"]{20,}">', html), name
        if 'name="robots" content="noindex"' not in html:
            assert titles.setdefault(title.group(1), name) == name


def test_every_page_tells_place_date_and_limits(real_site: Path) -> None:
    """England and the day, the other nations, that it is no advice, urgent help, reports."""
    for path in real_site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for part in (
            "<strong>England only.</strong> Pages were last checked on ",
            "In Wales, Scotland and Northern Ireland",
            "not medical, legal or financial advice",
            ">Urgent help</a>",
        ):
            assert part in html, f"{path.name}: {part}"
        is_for_reports = path.parent.name == "report"
        assert ("Report a mistake on this page" in html) is not is_for_reports, path


DOCTORS_NUMBERS = ("tel:03301231245", "tel:03000303300")
"""The British Medical Association's counsellors, and NHS Practitioner Health."""


def _urgent_boxes(html: str) -> list[str]:
    """Return each box of urgent help of a page, and the lines of a refusal or a sheet."""
    boxes = re.findall(r'<section class="?app-(?:sheet__)?urgent\b.*?</section>', html, re.DOTALL)
    return boxes + re.findall(
        r'<div class="app-urgent app-urgent--page">.*?</div>', html, re.DOTALL
    )


def test_every_box_of_urgent_help_has_the_doctors_own_numbers(real_site: Path) -> None:
    """Each with the page that gives it and its date; on sheets too.

    The refusals of the search are tested in a browser.
    """
    boxes = {
        path.relative_to(real_site).as_posix(): _urgent_boxes(path.read_text(encoding="utf-8"))
        for path in real_site.rglob("*.html")
    }
    for page in (
        "index.html",
        "urgent-help/index.html",
        "plan/index.html",
        "map/index.html",
        "moments/under-strain/index.html",
        *(f"roadmaps/{role}/index.html" for role in ROLES),
    ):
        assert boxes[page], page
    sheets = [page for page in boxes if page.startswith("sheet/")]
    assert len(sheets) > 50
    assert all(boxes[page] for page in sheets)
    for page, found in boxes.items():
        for box in found:
            assert all(number in box for number in DOCTORS_NUMBERS), page
            assert re.search(r"British Medical Association, 28 June 2024", box), page
            assert "NHS Practitioner Health, undated" in box, page


@pytest.mark.parametrize("role", ROLES)
def test_under_strain_shows_the_numbers_unfolded(real_site: Path, role: str) -> None:
    """Before anything is opened: outside the fold of the stop, and again within it."""
    html = (real_site / "roadmaps" / role / "index.html").read_text(encoding="utf-8")
    stop = html.split('id="under-strain"')[1].split("app-stop__paper")[0]
    folded, unfolded = stop.rsplit("</details>", 1)
    for part in (folded, unfolded):
        assert all(number in part for number in DOCTORS_NUMBERS)


def test_the_plan_of_a_stop_under_strain_shows_the_numbers(real_site: Path) -> None:
    """The data say at which stop the box of the page comes into sight."""
    for role in ROLES:
        script = (real_site / "assets" / f"plan-data-{role}.js").read_text(encoding="utf-8")
        road = json.loads(script[script.index("{", script.index("=")) : script.rindex("}") + 1])
        urgent = {moment for moment, stop in road["stops"].items() if stop["urgent"]}
        assert "under-strain" in urgent


def test_every_case_study_has_its_three_lines(content: Corpus) -> None:
    """Whole sentences, none of them longer than a reader takes in."""
    for case in content.documents.values():
        if isinstance(case, CaseStudy):
            lines = gist(case)
            for line in (lines.problem, lines.did, lines.changed):
                assert line[:1].isupper() or line[:1].isdigit(), f"{case.id}: {line}"
                assert line.endswith((".", ".”", '."')), f"{case.id}: {line}"
                assert len(line.split()) <= 45, f"{case.id}: {line}"


def test_the_map_joins_the_roads(content: Corpus) -> None:
    """All four lines, each with a turn that another has, and with places to change somewhere."""
    context = roadmaps_context(SiteContent(content))
    lines = context["lines"]
    assert len(lines) == 4  # type: ignore[arg-type]
    assert all(any(stop.shared for stop in line.stops) for line in lines)  # type: ignore[attr-defined]
    for form in ("narrow", "wide"):
        drawing = context[form]
        assert len(drawing.tracks) == 4  # type: ignore[attr-defined]
        moments = [station.moment for station in drawing.stations]  # type: ignore[attr-defined]
        assert len(moments) == len(set(moments))
        assert any(ring.left < ring.right for s in drawing.stations for ring in s.rings)  # type: ignore[attr-defined]
        # Nobody is told to change to the road whose station this is.
        told = {s.moment: " ".join(s.notes) for s in drawing.stations}  # type: ignore[attr-defined]
        assert "locum" not in told["becoming-a-locum"].lower()


def test_nearly_every_page_has_something_to_read_next(content: Corpus) -> None:
    """At most five each, always with a reason; roadmaps lead on by their stops."""
    found = related_documents(SiteContent(content))
    asked = [d for d in content.documents.values() if d.kind is not Kind.ROADMAP]
    assert len(found) == len(asked)
    assert all(len(entries) <= LIMIT for entries in found.values())
    assert sum(bool(entries) for entries in found.values()) >= 0.9 * len(asked)
