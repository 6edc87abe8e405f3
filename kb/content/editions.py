"""Lays the folder of a local edition over the national content, and checks the two as one.

The result is a content folder of its own, so that a local page is proved and graded by the same
rules, and nothing local is ever written into the national one. A problem is reported where it
arose: in the file of the edition, or in the national one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kb.content.entries import not_a_mapping
from kb.content.files import remove_leftovers
from kb.content.folder import (
    AREAS,
    LOCAL_STOPS,
    MARK_OF_EDITION,
    MAX_FILE,
    TEMPLATES,
    ContentFolder,
    is_reserved,
    read_folder,
)
from kb.content.frontmatter import YamlError, read_frontmatter, read_yaml_file
from kb.content.kept import Kept
from kb.content.local_stops import in_order
from kb.content.machine import change_places
from kb.content.read import Reading, check_corpus
from kb.content.schema import EditionModel, LocalStopsModel, OverrideModel, check_entry
from kb.content.schema.text import shown
from kb.content.schema.types import MAX_SLUG, SLUG
from kb.model.areas import AreaId
from kb.model.corpus import Corpus
from kb.model.documents import ConceptId, DocId, Kind
from kb.model.editions import Change, Edition
from kb.model.fields import TAG_FIELDS
from kb.model.problems import ContentError, ContentFile, KbError, Problem, Severity
from kb.model.vocabulary import nearest

EDITIONS = Path("areas")
"""Where the editions stand, a folder each."""
WORK = Path("build/editions")
"""Where each edition is put together and built, a folder each."""
LOCAL_KINDS = (Kind.CASE_STUDY, Kind.SIGNPOSTING, Kind.TOOLKIT)
"""The kinds of page that an edition may have of its own."""

_AREA, _OVERRIDES, _STOPS = "area.yaml", "overrides.yaml", "stops.yaml"
_BIBLIOGRAPHY = "bibliography.yaml"
_FILES = (_AREA, _OVERRIDES, _STOPS, _BIBLIOGRAPHY)
_OURS = frozenset(
    [kind.value for kind in Kind]
    + [field.folder for field in TAG_FIELDS if field.folder]
    + "areas assets content data docs search sheet sources".split()
    + "templates fingerprints vocabularies".split()
)
_NOTES = re.compile(r"(?:README|LICEN[CS]E)(?:\.[a-z]+)?")
_MAX_PICTURE = 100 * 1024
_UNSAFE = re.compile(
    r"<\s*!\s*(?:ENTITY|DOCTYPE|ATTLIST)|<\?xml-|\bon[a-z]+\s*=|javascript:|"
    r"(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)
"""What a drawing has that does more than show itself."""
_ELEMENT = re.compile(r"<\s*([A-Za-z_][\w.:-]*)")
_DRAWS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs use symbol "
    "linearGradient radialGradient stop clipPath mask pattern".split()
)
"""The elements of a drawing that only draw; one with another name space is none of them."""


@dataclass(slots=True, kw_only=True)
class _Layers:
    """An edition while it is read: its files, the national folder, and what was found."""

    root: Path
    national: ContentFolder
    today: date
    problems: list[Problem]
    texts: dict[str, str]
    files: dict[str, ContentFile]

    def file(self, name: str) -> ContentFile:
        """Return a file of the edition, for problems to point into."""
        return self.files.get(name) or ContentFile(path=_shown(self.root, name))

    def yaml(self, name: str) -> Any:
        """Return a file as plain data; None, with a problem, if it cannot be read."""
        try:
            yaml = read_yaml_file(self.texts.get(name, ""))
        except YamlError as error:
            self.problems.append(error.problem_in(self.file(name)))
            return None
        self.files[name] = ContentFile(path=_shown(self.root, name), lines=yaml.lines)
        return yaml.value


def edition_names(folder: Path = EDITIONS) -> tuple[str, ...]:
    """Return the names of the editions that there are, in order."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(one.name for one in folder.iterdir() if (one / _AREA).is_file()))


def check_apart(names: Iterable[str], folder: Path = EDITIONS) -> tuple[Problem, ...]:
    """Return a problem for each edition that is called like one before it.

    A reader could not tell the two apart.
    """
    first: dict[str, str] = {}
    problems = []
    for name in names:
        path = folder / name / _AREA
        try:
            yaml = read_yaml_file(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, YamlError):
            continue  # a problem of that edition
        value = yaml.value if isinstance(yaml.value, dict) else {}
        title = str(value.get("name") or "").strip()
        other = first.setdefault(title.casefold(), name) if title else name
        if other != name:
            problems.append(
                ContentFile(path=_shown(folder / name, _AREA), lines=yaml.lines).problem(
                    "duplicate-name",
                    field="name",
                    found=f"{shown(title)}, already that of {_shown(folder / other, _AREA)}",
                    allowed="a name of its own",
                    remedy="say what tells the two apart, as Devon LMC and Devon Training Hub",
                )
            )
    return tuple(problems)


def edition_folder(name: str, folder: Path = EDITIONS) -> Path:
    """Return the folder of an edition by its name.

    Raises:
        KbError: there is none of that name.
    """
    if name not in edition_names(folder):
        names = edition_names(folder)
        close = nearest(name, names)
        raise KbError(
            f'--area: found "{name}", of which there is no {folder / name / _AREA}; allowed '
            f"{', '.join(names) or 'an edition, and there is none yet'}; "
            + (f'did you mean "{close}"? ' if close else "")
            + f"start one with kb area new {name}"
        )
    return folder / name


def refuse_name(name: str) -> str:
    """Return why an edition may not have a name; "" if it may."""
    if not SLUG.fullmatch(name) or len(name) > MAX_SLUG:
        return "small letters, digits and single hyphens, as isle-of-wight"
    if is_reserved(name):
        return "a name that Windows does not keep for itself"
    return "a name that is none of our own folders" if name in _OURS else ""


def read_edition(
    root: Path,
    content_dir: Path | ContentFolder,
    work: Path,
    *,
    today: date,
    kept: Kept | None = None,
) -> Reading:
    """Return the content of an edition, or every problem of it and of the national content.

    Args:
        root: the folder of the edition, as ``areas/somerset``.
        content_dir: the national content, or its files if they are read already.
        work: where the two are put together, in a folder ``content`` that is replaced.
        today: dates after it are in the future.
        kept: what was found out before, and where it is kept.

    Raises:
        KbError: a folder is missing, or `work` holds what is not ours to replace.
    """
    national = content_dir if isinstance(content_dir, ContentFolder) else read_folder(content_dir)
    layers = _read_layers(root, national, today)
    edition = _edition(layers)
    local = _local_pages(layers)
    changes = _changes(layers)
    stops = _stops(layers)
    _check_names(layers, edition, local)
    if edition is None or any(one.severity is Severity.ERROR for one in layers.problems):
        return Reading(corpus=None, problems=tuple(layers.problems))
    whole = replace(
        edition,
        local=frozenset(local),
        templates=_local_templates(layers),
        changes=changes,
        order=_by_role(stops.order),
        emphasis=_by_role(stops.emphasis),
    )
    target = work / "content"
    _put_together(layers, whole, target)
    reading = check_corpus(target, today=today, kept=kept)
    problems = [_placed(problem, layers, whole) for problem in reading.problems]
    corpus = replace(reading.corpus, edition=whole) if reading.corpus else None
    ordered = sorted([*layers.problems, *problems], key=lambda one: (one.path, one.line))
    return Reading(corpus=corpus, problems=tuple(ordered))


def corpus_of_edition(
    name: str, content_dir: Path, *, today: date, kept: Kept | None = None
) -> Corpus:
    """Put an edition together, in the folder ``content`` of its work, and return what it holds.

    Args:
        name: of the edition.
        content_dir: the national content.
        today: dates after it are in the future.
        kept: what was found out before, and where it is kept.

    Raises:
        KbError: there is no such edition.
        ContentError: it has an error; it carries every one.
    """
    work = WORK / name
    reading = read_edition(edition_folder(name), content_dir, work, today=today, kept=kept)
    if reading.corpus is None:
        raise ContentError(reading.errors)
    return reading.corpus


def _shown(root: Path, name: str) -> str:
    return f"{root.parent.name}/{root.name}/{name}" if name else f"{root.parent.name}/{root.name}"


def _read_layers(root: Path, national: ContentFolder, today: date) -> _Layers:
    layers = _Layers(
        root=root.resolve(), national=national, today=today, problems=[], texts={}, files={}
    )
    allowed = refuse_name(root.name)
    if allowed:
        layers.problems.append(
            layers.file("").problem(
                "bad-file-name",
                found=shown(root.name),
                allowed=allowed,
                remedy="rename the folder: its name is that of the edition",
            )
        )
    for name in _walk(layers.root):
        if problem := _misplaced(layers, name):
            layers.problems.append(problem)
        elif name.endswith((".md", ".yaml")):
            text = _text(layers, name)
            if text is not None:
                layers.texts[name] = text
    return layers


def _walk(root: Path) -> list[str]:
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        paths = [Path(folder, name) for name in [*names, *folders]]
        found += [
            path.relative_to(root).as_posix()
            for path in paths
            if (path.is_symlink() or path.is_file()) and not path.name.startswith(".")
        ]
    return sorted(found)


def _misplaced(layers: _Layers, name: str) -> Problem | None:
    folder, _, file = name.rpartition("/")
    kinds = [kind.value for kind in LOCAL_KINDS]
    if (layers.root / name).is_symlink():
        return layers.file(name).problem(
            "symbolic-link",
            found="a symbolic link",
            allowed="plain files",
            remedy="put the file itself here",
        )
    fine = (
        (folder in (*kinds, TEMPLATES) and file.endswith(".md"))
        or folder == "fingerprints"
        or (not folder and file in _FILES)
        or (not folder and (_NOTES.fullmatch(file) or file.endswith((".png", ".svg"))))
    )
    names = [f"{one}/NAME.md" for one in (*kinds, TEMPLATES)]
    return (
        None
        if fine
        else layers.file(name).problem(
            "unknown-file",
            found=shown(name),
            allowed=", ".join([*_FILES, "fingerprints/ID", "a logo", *names]),
            suggestion=nearest(name, _FILES),
            remedy="move it out of the edition, or give it its place",
        )
    )


def _text(layers: _Layers, name: str) -> str | None:
    data = (layers.root / name).read_bytes()[: MAX_FILE + 1]
    with suppress(UnicodeDecodeError):
        if len(data) <= MAX_FILE:
            return data.decode("utf-8").removeprefix("\ufeff")
    layers.problems.append(
        layers.file(name).problem(
            "not-utf-8",
            found="another kind of file, or one that is too large",
            allowed=f"text in UTF-8, up to {MAX_FILE:,} bytes",
            remedy='save the file again with the encoding "UTF-8"',
        )
    )
    return None


def _edition(layers: _Layers) -> Edition | None:
    if _AREA not in layers.texts:
        if (layers.root / _AREA).is_file():
            return None  # that it cannot be read is said
        layers.problems.append(
            layers.file(_AREA).problem(
                "missing-file",
                found="no such file",
                remedy=f"write it, or start with kb area new {layers.root.name}",
            )
        )
        return None
    value = layers.yaml(_AREA)
    if _AREA not in layers.files:
        return None
    model = check_entry(EditionModel, value, file=layers.file(_AREA), prefix="", today=layers.today)
    if isinstance(model, list):
        layers.problems += model
        return None
    return Edition(
        id=layers.root.name,
        name=model.name,
        about=model.about,
        contact=model.contact,
        area=AreaId(model.area),
        first=tuple(map(DocId, model.first)),
        colour=model.colour or "",
        logo=model.logo or "",
        picture=_picture(layers, model.logo) if model.logo else b"",
        changes={},
    )


def _picture(layers: _Layers, name: str) -> bytes:
    path = layers.root / name
    data = path.read_bytes()[: _MAX_PICTURE + 1] if path.is_file() else b""
    found = ""
    if not data:
        found = f"{shown(name)}, and there is no such file"
    elif len(data) > _MAX_PICTURE:
        found = f"a picture of more than {_MAX_PICTURE // 1024} kB"
    elif name.endswith(".png") and not data.startswith(b"\x89PNG\r\n\x1a\n"):
        found = "a file that is no PNG picture"
    elif name.endswith(".svg"):
        found = _beyond_drawing(data.decode("utf-8", errors="replace"))
    if found:
        layers.problems.append(
            layers.file(_AREA).problem(
                "bad-picture",
                field="logo",
                found=found,
                allowed=f"a PNG, or an SVG that only draws, up to {_MAX_PICTURE // 1024} kB",
                remedy="save the picture again as PNG, beside area.yaml",
            )
        )
    return data


def _beyond_drawing(text: str) -> str:
    """Return what an SVG has that does more than draw; "" if nothing."""
    if "<svg" not in text:
        return "a file that is no SVG drawing"
    for name in _ELEMENT.findall(text):
        if name not in _DRAWS:
            return f"a drawing with {shown(f'<{name}')}"
    unsafe = _UNSAFE.search(text)
    return f"a drawing with {shown(unsafe.group())}" if unsafe else ""


def _local_pages(layers: _Layers) -> dict[DocId, str]:
    """Return the pages of the edition by identifier, each with its path; templates are none."""
    found = {}
    for name in layers.texts:
        if not name.endswith(".md") or "/" not in name:
            continue
        own = _is_template(name)
        kind = "template" if own else "page"
        if name in layers.national.texts:
            layers.problems.append(
                layers.file(name).problem(
                    "duplicate-permalink",
                    found=f"the name of a {kind} of the national content, {shown(name)}",
                    allowed="a name of its own",
                    remedy="rename it"
                    if own
                    else f"rename it, or change fields of the national page in {_OVERRIDES}",
                )
            )
        if not own:
            found[DocId(name.removesuffix(".md"))] = name
    return found


def _is_template(name: str) -> bool:
    return name.startswith(f"{TEMPLATES}/")


def _local_templates(layers: _Layers) -> frozenset[str]:
    """Return the names of the edition's own templates."""
    return frozenset(
        name.removeprefix(f"{TEMPLATES}/").removesuffix(".md")
        for name in layers.texts
        if _is_template(name)
    )


def _changes(layers: _Layers) -> Mapping[DocId, tuple[Change, ...]]:
    if _OVERRIDES not in layers.texts:
        return {}
    value = layers.yaml(_OVERRIDES)
    file = layers.file(_OVERRIDES)
    if value is not None and not isinstance(value, dict):
        layers.problems.append(not_a_mapping(file, value, "page", "its fields below it"))
        return {}
    found = {}
    for page, fields in (value or {}).items():
        changes = tuple(_changes_of(layers, file, str(page), fields))
        if changes:
            found[DocId(page)] = changes
    return found


def _changes_of(layers: _Layers, file: ContentFile, page: str, fields: Any) -> Iterator[Change]:
    pages = [path.removesuffix(".md") for path in layers.national.pages]
    if f"{page}.md" in layers.texts:
        layers.problems.append(
            file.problem(
                "unknown-document",
                field=page,
                found=f"{shown(page)}, a page of this edition itself",
                allowed="a page of the national content",
                remedy=f"write in {page}.md what it is to say, and take this change out",
            )
        )
        return
    if page not in pages:
        layers.problems.append(
            file.problem(
                "unknown-document",
                field=page,
                found=shown(page),
                allowed="a page of the national content",
                suggestion=nearest(page, pages),
            )
        )
        return
    national = _fields_of(layers.national.texts.get(f"{page}.md", ""))
    seen: set[str] = set()
    for at, one in enumerate(fields if isinstance(fields, list) else [fields]):
        where = f"{page}[{at}]"
        model = check_entry(OverrideModel, one, file=file, prefix=where, today=layers.today)
        if isinstance(model, list):
            layers.problems += model
            continue
        if not isinstance(national.get(model.field), str | int):
            layers.problems.append(
                file.problem(
                    "unknown-key",
                    field=f"{where}.field",
                    found=f"{shown(model.field)}, which the national page does not have",
                    allowed="a field of the page",
                )
            )
            continue
        if model.field in seen:
            layers.problems.append(
                file.problem(
                    "repeated-value",
                    field=f"{where}.field",
                    found=f"{shown(model.field)}, which is changed above",
                    allowed="one change of a field: none is laid over another",
                    remedy="keep one of the two, with the words of the national page in was",
                )
            )
            continue
        seen.add(model.field)
        change = Change(
            field=model.field,
            was=model.was,
            national=str(national[model.field]),
            now=model.now,
        )
        if " ".join(change.now.split()) == " ".join(change.national.split()):
            layers.problems.append(
                file.problem(
                    "repeated-value",
                    field=f"{where}.now",
                    found="the words of the national page itself",
                    allowed="words of its own",
                    remedy="take the change out: the national page says it",
                )
            )
        elif change.is_outdated:
            layers.problems.append(_outdated(file, f"{where}.was", change))
        yield change


def _stops(layers: _Layers) -> LocalStopsModel:
    """Return what the edition says of stops, and keep a problem for each that is not there."""
    if _STOPS not in layers.texts:
        return LocalStopsModel()
    value = layers.yaml(_STOPS)
    if _STOPS not in layers.files:
        return LocalStopsModel()
    file = layers.file(_STOPS)
    model = check_entry(LocalStopsModel, value, file=file, prefix="", today=layers.today)
    if isinstance(model, list):
        layers.problems += model
        return LocalStopsModel()
    for key, given in (("order", model.order), ("emphasis", model.emphasis)):
        for role, moments in given.items():
            layers.problems += _unknown_stops(layers, f"{key}.{role}", role, moments)
    return model


def _unknown_stops(
    layers: _Layers, field: str, role: str, moments: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for a role without a roadmap, and for a stop that it does not have."""
    file, folder = layers.file(_STOPS), f"{Kind.ROADMAP.value}/"
    roles = [
        path.removeprefix(folder).removesuffix(".md")
        for path in layers.national.pages
        if path.startswith(folder)
    ]
    if role not in roles:
        yield file.problem(
            "unknown-document",
            field=field,
            found=shown(role),
            allowed=f"a role with a roadmap: {', '.join(roles)}",
            suggestion=nearest(role, roles),
        )
        return
    stops = _fields_of(layers.national.texts.get(f"{folder}{role}.md", "")).get("stops")
    known = [
        str(stop.get("moment"))
        for stop in (stops if isinstance(stops, list) else [])
        if isinstance(stop, dict)
    ]
    for at, moment in enumerate(moments):
        if moment not in known:
            yield file.problem(
                "unknown-stop",
                field=f"{field}[{at}]",
                found=shown(moment),
                allowed=f"a stop of {folder}{role}.md",
                suggestion=nearest(moment, known),
            )


def _by_role(given: Mapping[str, list[str]]) -> Mapping[ConceptId, tuple[ConceptId, ...]]:
    return {ConceptId(role): tuple(map(ConceptId, moments)) for role, moments in given.items()}


def _outdated(file: ContentFile, field: str, change: Change) -> Problem:
    return file.problem(
        "changed-nationally",
        field=field,
        found=f'"{change.was}", while the national page now says "{change.national}"',
        allowed="the words of the national page, so that a later change of it is noticed",
        remedy="see whether the local text still fits, then copy the national one into was",
        severity=Severity.WARNING,
    )


def _fields_of(text: str) -> Mapping[str, Any]:
    try:
        return read_frontmatter(text).fields
    except YamlError:
        return {}  # reported as a problem of the national content


def _check_names(layers: _Layers, edition: Edition | None, local: Mapping[DocId, str]) -> None:
    """Keep a problem for an area or a page that `area.yaml` names and that is not there."""
    if edition is None:
        return
    areas = [
        path.removeprefix(f"{AREAS}/").removesuffix(".yaml")
        for path in layers.national.texts
        if path.startswith(f"{AREAS}/")
    ]
    if edition.area not in areas:
        layers.problems.append(
            layers.file(_AREA).problem(
                "unknown-area",
                field="area",
                found=shown(edition.area),
                allowed="an area of content/areas",
                suggestion=nearest(edition.area, areas),
            )
        )
    pages = [*(path.removesuffix(".md") for path in layers.national.pages), *local]
    for at, page in enumerate(edition.first):
        if page not in pages:
            layers.problems.append(
                layers.file(_AREA).problem(
                    "unknown-document",
                    field=f"first[{at}]",
                    found=shown(page),
                    allowed="a page of the national content or of the edition",
                    suggestion=nearest(page, pages),
                )
            )


def _put_together(layers: _Layers, edition: Edition, target: Path) -> None:
    """Make the content of an edition aside, and have it take the place of what was there."""
    if target.exists() and not (target / MARK_OF_EDITION).is_file():
        raise KbError(
            f"{target}: holds what was not put together here; allowed a folder of ours; "
            "remove it or move it away"
        )
    remove_leftovers(target)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _write_content(layers, edition, aside)
        if not (target.exists() and change_places(aside, target)):
            shutil.rmtree(target, ignore_errors=True)
            aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_content(layers: _Layers, edition: Edition, target: Path) -> None:
    """Write the content of an edition: national files as they are, what differs anew."""
    target.mkdir(parents=True)
    (target / MARK_OF_EDITION).write_text(f"{layers.national.beside}\n", encoding="utf-8")
    written = {
        f"{page}.md": _with_changes(layers.national.texts[f"{page}.md"], changes)
        for page, changes in edition.changes.items()
    }
    for role, first in edition.order.items():
        path = f"{Kind.ROADMAP.value}/{role}.md"
        text = written.get(path) or layers.national.texts[path]
        written[path] = in_order(text, first)
    if _STOPS in layers.texts:
        written[LOCAL_STOPS] = layers.texts[_STOPS]
    national = layers.national.texts.get(_BIBLIOGRAPHY, "")
    if _BIBLIOGRAPHY in layers.texts:
        written[_BIBLIOGRAPHY] = _ended(national) + layers.texts[_BIBLIOGRAPHY]
    written |= {name: text for name, text in layers.texts.items() if name.endswith(".md")}
    _copy_all(
        layers.national.root,
        target,
        [n for n in [*layers.national.texts, *layers.national.fingerprints] if n not in written],
    )
    for name in _walk(layers.root):
        if name.startswith("fingerprints/"):
            _copy(layers.root / name, target / name)
    for name, text in written.items():
        if "/" in name or name in (_BIBLIOGRAPHY, LOCAL_STOPS):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text, encoding="utf-8", newline="\n")


def _copy_all(source: Path, target: Path, names: Sequence[str]) -> None:
    """Copy files by name from one folder into another that has none of them yet."""
    for folder in {name.rpartition("/")[0] for name in names}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(f"{source}/{name}", f"{target}/{name}")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(source, target)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _with_changes(text: str, changes: tuple[Change, ...]) -> str:
    """Return a page with the changed fields of its head; the number of its lines is kept."""
    lines = text.split("\n")
    for change in changes:
        start = next(at for at, line in enumerate(lines) if re.match(rf"{change.field}\s*:", line))
        end = start + 1
        while lines[end].startswith((" ", "\t")):
            lines[end] = ""
            end += 1
        lines[start] = f"{change.field}: {json.dumps(change.now, ensure_ascii=False)}"
    return "\n".join(lines)


def _placed(problem: Problem, layers: _Layers, edition: Edition) -> Problem:
    """Return a problem of what was put together, in the file where it arose."""
    name = problem.path.removeprefix("content/")
    page = DocId(name.removesuffix(".md"))
    if name == LOCAL_STOPS:
        return replace(problem, path=_shown(layers.root, _STOPS))
    if page in edition.local or (_is_template(name) and name in layers.texts):
        return replace(problem, path=_shown(layers.root, name))
    if page in edition.changes:
        for at, change in enumerate(edition.changes[page]):
            if problem.field.split(".")[0] == change.field:
                file = layers.file(_OVERRIDES)
                field = f"{page}[{at}].now"
                return replace(problem, path=file.path, line=file.line_of(field), field=field)
    lines = _ended(layers.national.texts.get(_BIBLIOGRAPHY, "")).count("\n")
    if name == _BIBLIOGRAPHY and problem.line > lines:
        path = _shown(layers.root, _BIBLIOGRAPHY)
        return replace(problem, path=path, line=problem.line - lines)
    return problem
