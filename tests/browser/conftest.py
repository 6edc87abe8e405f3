"""A headless browser on a built site; skipped, with the reason, where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.model.corpus import Corpus
from site_builder.build import build_site
from site_builder.serving import serve_site
from tests.conftest import TODAY
from tools.chromium import chromium

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "build" / "frontend"


def until(page: Any, expression: str) -> None:
    """Wait until an expression holds in a page.

    Playwright's own way has the page evaluate text, which its policy refuses from the second try.
    """
    deadline = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"in vain: {expression}"
        page.wait_for_timeout(50)


KINDS = {
    "home": "",
    "case study": "casestudies/marsh-and-wolds-mentoring/",
    "ended case study": "casestudies/ely-listening-line/",
    "option": "signposting/gp-listening-line/",
    "toolkit page": "toolkit/keep-count/",
    "roadmap": "roadmaps/partner/",
    "roadmaps": "roadmaps/",
    "map": "map/",
    "places": "places/",
    "levels": "levels/",
    "areas": "areas/",
    "area": "areas/the-fens/",
    "area chosen": "areas/the-fens/#area=the-fens",
    "case studies": "casestudies/",
    "options": "signposting/",
    "toolkit": "toolkit/",
    "search": "search/",
    "stage": "stages/wise-fives/",
    "stages": "stages/",
    "intervention": "interventions/mentoring/",
    "outcome": "outcomes/gps-retained/",
    "need": "needs/isolation/",
    "moment": "moments/thinking-of-leaving/",
    "glossary": "glossary/",
    "sources": "sources/",
    "web sources": "sources/n-to-z/",
    "my dates": "plan/",
    "my dates of a stop": "plan/#stop=locum/thinking-of-leaving&date=2099-08-31",
    "evidence": "evidence/",
    "open data": "data/",
    "urgent help": "urgent-help/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "report": "report/",
    "finder": "where-are-you-now/",
    "finder answered": "where-are-you-now/#role=partner&moment=thinking-of-leaving",
    "finder role": "where-are-you-now/partner/",
    "finder stop": "where-are-you-now/partner/thinking-of-leaving/",
    "sheet": "sheet/",
    "sheet composed": "sheet/#role=locum&moment=returning&add=casestudies/ely-listening-line",
    "sheet ready": "sheet/partner/thinking-of-leaving/isolation/",
    "compare": "compare/",
    "compared": "compare/#list=casestudies/ely-listening-line,casestudies/fenland-peer-circle,"
    "casestudies/marsh-and-wolds-mentoring,signposting/gp-listening-line",
    "results": "evidence/results/",
    "tools for planners": "plan-support/",
    "gap map": "plan-support/gaps/",
    "action plan": "plan-support/plan/",
    "estimate": "plan-support/estimate/",
    "templates": "plan-support/templates/",
    "brief": "plan-support/brief/"
    "#list=casestudies/ely-listening-line,signposting/gp-listening-line",
    "results of one kind of work": "evidence/results/mentoring/",
    "table of case studies": "evidence/table/",
    "table by place": "evidence/table/by-place/",
    "table narrowed": "evidence/table/#outcome=gps-retained&order=year",
}
"""One page of each kind, by its folder."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and say why it is skipped."""
    reason = ""
    if chromium() is None:
        reason = "no Chromium on this machine: install it, or set CHROMIUM to its path"
    elif not (FRONTEND / "nhsuk.css").is_file():
        reason = "the front end is not there: run python3 tools/frontend.py"
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own browser, quiet and without asking anybody anything."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def site_dir(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of the invented content with the real front end."""
    out = tmp_path_factory.mktemp("browser") / "site"
    build_site(corpus, out, today=TODAY, frontend_dir=FRONTEND)
    return out


@pytest.fixture(scope="session")
def base_url(site_dir: Path) -> Iterator[str]:
    """Serve the site below a path, as a host may."""
    with serve_site(site_dir, 0) as address:
        yield address


@pytest.fixture
def watched(page: Any, context: Any, base_url: str) -> Iterator[Any]:
    """A page of which no request may leave, no message come and no policy be broken."""
    outside: list[str] = []
    said: list[str] = []
    own = (base_url, "file://", "data:", "blob:")
    context.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(
        "window.__csp=[];addEventListener('securitypolicyviolation',"
        "e=>__csp.push(e.violatedDirective+' '+e.blockedURI))"
    )
    yield page
    assert outside == []
    assert said == []
    assert page.evaluate("window.__csp || []") == []


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """Give what axe finds against WCAG 2.2 A and AA, and against good practice."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def run(page: Any, only: str = "") -> list[str]:
        rules = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": tags}
        found = Axe().run(page, options={"runOnly": rules})
        return [
            f"{fault['id']}: {node['html'][:120]}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]

    return run
