"""The front end: patched, classic, and pinned without naming a registry."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CSS = (
    '@font-face{font-family:Frutiger W01;src:url(https://fonts.example/a.woff2) format("woff2")}'
    "body{font-family:Frutiger W01,arial,sans-serif}"
    ".a{background:url(/assets/images/cross.svg)}.b{background:url('/assets/images/arrow.svg')}\n"
    "/*# sourceMappingURL=nhsuk-frontend.min.css.map */"
)
SCRIPT = (
    "const version='1';function initAll(){return version}"
    "export{initAll,version as v};//# sourceMappingURL=nhsuk-frontend.min.js.map"
)


def load() -> ModuleType:
    """Return the script as a module; it lies in no package."""
    spec = importlib.util.spec_from_file_location("frontend", ROOT / "tools" / "frontend.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


frontend = load()


VERSIONS = {"nhsuk-frontend": "1.2.3", "qrcode-generator": "4.5.6", "docx": "7.8.9"}
QR = (
    "//----\n// Copyright (c) 2009 A Maker\r\n// URL: http://maker.example/\n//----\n"
    "var qrcode = function() {\n  /**\n   * makes one, see http://maker.example/\n   */\n"
    "  return 'http://www.w3.org/2000/svg'; // kept\n}();\n"
)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def package(folder: Path, *, css: str = CSS, script: str = SCRIPT) -> Path:
    """Write packages of the shape of the real ones into a folder."""
    dist = folder / "nhsuk-frontend" / "dist" / "nhsuk"
    (dist / "assets" / "images").mkdir(parents=True)
    for name, file, text in (
        ("qrcode-generator", "qrcode.js", QR),
        ("docx", "index.iife.js", "var docx = {};\n//# sourceMappingURL=index.iife.js.map"),
    ):
        (folder / name / "dist").mkdir(parents=True)
        (folder / name / "dist" / file).write_text(text, encoding="utf-8")
    for name, version in VERSIONS.items():
        manifest = json.dumps({"version": version})
        (folder / name / "package.json").write_text(manifest, encoding="utf-8")
    (dist / "nhsuk-frontend.min.css").write_text(css, encoding="utf-8")
    (dist / "nhsuk-frontend.min.js").write_text(script, encoding="utf-8")
    for name in ("cross.svg", "arrow.svg", "nhs-logo.svg"):
        (dist / "assets" / "images" / name).write_text("<svg/>", encoding="utf-8")
    return folder


def test_the_style_sheet_loses_fonts_hosts_and_map() -> None:
    """And names its pictures beside itself."""
    css, pictures = frontend.patch_css(CSS)
    assert css == (
        "body{font-family:Arial,sans-serif}.a{background:url(cross.svg)}.b{background:url(arrow.svg)}\n"
    )
    assert pictures == ("arrow.svg", "cross.svg")


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a{background:url(https://host.example/x.png)}", "url(https://host.example/x.png)"),
        ("@import 'x.css';", "@import"),
        ("a{font-family:Frutiger}", "Frutiger"),
    ],
)
def test_a_style_sheet_that_names_another_host_is_refused(css: str, found: str) -> None:
    """A new version may bring one."""
    with pytest.raises(frontend.FrontendError) as caught:
        frontend.patch_css(css)
    assert (
        str(caught.value) == f"nhsuk-frontend: the style sheet still names {found} after patching"
    )


def test_the_module_becomes_a_classic_script() -> None:
    """With its exports on one global; modules do nothing on a page opened from a disk."""
    assert frontend.classic_script(SCRIPT) == (
        "window.NHSUKFrontend=(function(){'use strict';const version='1';"
        "function initAll(){return version}\nreturn {initAll:initAll,v:version};})();\n"
    )


def test_only_rules_stay_that_a_page_can_meet() -> None:
    """By the classes that files of ours name; names put together count by their beginning."""
    css = (
        '@charset "UTF-8";p{a:1}.nhsuk-card,.nhsuk-tag--blue{a:2}.nhsuk-card .nhsuk-list{a:3}'
        "@media print{.nhsuk-hero{a:4}}@media print{.nhsuk-list:is(.x,.nhsuk-list){a:5}}"
        ".nhsuk-list:not(.nhsuk-card){a:6}.nhsuk-footer__meta{a:7}.nhsuk-listing{a:8}"
    )
    assert frontend.only_used(css, {"nhsuk-list", "nhsuk-tag--"}) == (
        '@charset "UTF-8";p{a:1}.nhsuk-tag--blue{a:2}'
        "@media print{.nhsuk-list:is(.x,.nhsuk-list){a:5}}"
        ".nhsuk-list:not(.nhsuk-card){a:6}.nhsuk-footer__meta{a:7}"
    )


def test_names_are_read_from_every_file_that_can_hold_one(tmp_path: Path) -> None:
    """In whatever folder, and not from others."""
    (tmp_path / "deep").mkdir()
    for name, text in {
        "a.jinja": 'class="nhsuk-tag--{{ colour }} x"',
        "deep/b.js": '"nhsuk-button nhsuk-button--small"',
        "c.txt": "nhsuk-hero",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert frontend.used_names(tmp_path) == {"nhsuk-tag--", "nhsuk-button", "nhsuk-button--small"}


def test_colours_become_variables_by_what_they_are_for() -> None:
    """A white ground is another thing than a white text; the dark values are for screens."""
    css = "a{color:#005eb8;background:#fff;border:1px solid #005EB8}b{color:#fff}"
    assert frontend.with_variables(css) == (
        "a{color:var(--nhs-ink-link);background:var(--nhs-ground-card);"
        "border:1px solid var(--nhs-line-blue-line)}b{color:#fff}"
        ":root{--nhs-ground-card:#fff;--nhs-ink-link:#005eb8;--nhs-line-blue-line:#005eb8}"
        "@media screen and (prefers-color-scheme:dark){:root{--nhs-ground-card:#18262d;"
        "--nhs-ink-link:#8cc4f8;--nhs-line-blue-line:#8cc4f8}}"
    )


@pytest.mark.parametrize(
    "css",
    [
        ".go{background:#007f3b;color:#fff;box-shadow:0 4px #212b32}",
        "a:focus{color:#212b32}",
        ".x--reverse{background:#fff;color:#212b32}",
        "@media print{p{color:#212b32}}",
        "@media (forced-colors:active){p{color:#212b32}}",
        "p{color:#123456}",
    ],
)
def test_colours_stay_that_were_chosen_for_each_other_or_for_paper(css: str) -> None:
    """A green button, the yellow focus, what lies on a dark ground anyway, print."""
    assert frontend.with_variables(css) == css


def test_a_rule_for_focus_and_more_is_parted() -> None:
    """Only what has the focus keeps its colours."""
    found = frontend.with_variables("a:focus,a:not(:focus):hover{color:#212b32}")
    assert found.startswith(
        "a:focus{color:#212b32}a:not(:focus):hover{color:var(--nhs-ink-text)}:root"
    )


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_of_the_front_end_can_be_read(scheme: int) -> None:
    """4.5 to 1 on every ground that holds text, on either screen (WCAG 1.4.3)."""
    grounds = {name: (light, dark)[scheme] for light, (name, dark) in frontend.SURFACES.items()}
    inks = {name: (light, dark)[scheme] for light, (name, dark) in frontend.INKS.items()}
    bad = [
        f"{ink} on {ground}"
        for ink, colour in inks.items()
        for ground in ("card", "page", *(("foot",) if ink in ("text", "foot-link") else ()))
        if contrast(colour, grounds[ground]) < 4.5
    ]
    assert bad == []


@pytest.mark.skipif(
    not (ROOT / "node_modules" / "nhsuk-frontend").is_dir(), reason="the package is not here"
)
def test_no_class_of_a_page_loses_its_rules() -> None:
    """Whoever writes the markup: templates, scripts, or the front end's own macros."""
    dist = ROOT / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"
    css = (dist / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    left = frontend.only_used(css, frontend.used_names(ROOT / "site_builder"))
    on_pages = {
        name
        for path in (ROOT / "tests" / "golden").rglob("*.html")
        for names in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in names.split()
    }
    classes = re.compile(r"\.(nhsuk-[\w-]+)")
    assert on_pages & (set(classes.findall(css)) - set(classes.findall(left))) == set()
    assert len(left) < len(css) / 2


@pytest.mark.parametrize("script", ["import a from './a.js';export{a};", "const a=1;"])
def test_a_script_of_another_shape_is_refused(script: str) -> None:
    """Rather than shipped broken."""
    with pytest.raises(frontend.FrontendError) as caught:
        frontend.classic_script(script)
    assert str(caught.value) == (
        "nhsuk-frontend: the script is not one module ending in an export list"
    )


def test_the_folder_holds_only_the_pictures_that_the_style_names(tmp_path: Path) -> None:
    """No logo among them, and nothing of what was there before."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.css").write_text("old", encoding="utf-8")
    frontend.write_frontend(package(tmp_path / "package"), out)
    assert sorted(path.name for path in out.iterdir()) == [
        "arrow.svg",
        "cross.svg",
        "docx.js",
        "nhsuk.css",
        "nhsuk.js",
        "qrcode.js",
        "version.txt",
    ]
    made_from = (out / "version.txt").read_text(encoding="utf-8")
    assert made_from.startswith("nhsuk-frontend 1.2.3 qrcode-generator 4.5.6 docx 7.8.9 ")


def test_the_qr_script_keeps_its_notice_and_no_other_comment() -> None:
    """Nor the name of a host; without a notice it is refused."""
    assert frontend.qr_script(QR) == (
        "/*! qrcode-generator: Copyright (c) 2009 A Maker; MIT License */\n"
        "var qrcode = function() {\n  return 'http://www.w3.org/2000/svg'; // kept\n}();\n"
    )
    for broken in ("var qrcode = 1;", QR.replace("// kept", "// http://maker.example")):
        with pytest.raises(frontend.FrontendError):
            frontend.qr_script(broken)


def test_a_package_without_its_files_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    broken = package(tmp_path / "package")
    path = broken / "nhsuk-frontend" / "dist" / "nhsuk" / "nhsuk-frontend.min.js"
    path.unlink()
    with pytest.raises(frontend.FrontendError) as caught:
        frontend.write_frontend(broken, tmp_path / "out")
    assert str(caught.value) == f"{path} is missing: remove node_modules and run this again"


def test_a_second_run_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The versions that the lock names are there already."""
    (tmp_path / "package-lock.json").write_text(
        json.dumps(
            {"packages": {f"node_modules/{n}": {"version": v} for n, v in VERSIONS.items()}}
        ),
        encoding="utf-8",
    )
    package(tmp_path / "node_modules")
    arguments = ["--root", str(tmp_path), "--out", str(tmp_path / "out")]
    assert frontend.main(arguments) == 0
    assert frontend.main(arguments) == 0
    assert capsys.readouterr().err == (
        f"front end written to {tmp_path / 'out'}\nfront end already in {tmp_path / 'out'}\n"
    )


def test_a_missing_lock_is_an_error_with_its_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no traceback."""
    assert frontend.main(["--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"front end: [Errno 2] No such file or directory: '{tmp_path / 'package-lock.json'}'\n"
    )


def test_the_lock_pins_by_integrity_and_names_no_host() -> None:
    """So that any mirror of the registry will do."""
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    for name in VERSIONS:
        entry = json.loads(text)["packages"][f"node_modules/{name}"]
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]+=*", entry["integrity"])
        assert "resolved" not in entry
    assert "://" not in text
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    packages = json.loads(text)["packages"]
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}
    assert wanted.keys() == {"docx", "nhsuk-frontend", "qrcode-generator", "typescript"}


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not on this machine")
def test_npm_installs_from_the_lock_as_it_stands(tmp_path: Path) -> None:
    """Skipped where the registry cannot be reached."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    out = tmp_path / "out"
    command = [sys.executable, str(ROOT / "tools" / "frontend.py"), "--root", str(tmp_path)]
    done = subprocess.run(
        [*command, "--out", str(out)], capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode and re.search(r"ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|network", done.stderr):
        pytest.skip("the npm registry cannot be reached")
    assert done.returncode == 0, done.stderr
    css = (out / "nhsuk.css").read_text(encoding="utf-8")
    assert "http" not in css
    assert "frutiger" not in css.lower()
    assert "export{" not in (out / "nhsuk.js").read_text(encoding="utf-8")
