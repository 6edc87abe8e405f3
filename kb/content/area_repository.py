"""The files of a repository that holds one local edition and nothing national."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from kb.content.files import is_leftover, write_whole
from kb.content.national import RELEASE
from kb.model.problems import KbError

_FILES = {
    "README.md": "README.md",
    "LICENSE.txt": "LICENSE.txt",
    "release.md": f"{RELEASE}/README.md",
    "site.yml": ".github/workflows/site.yml",
}
"""Each template of ``kb/data/area`` with its place in the repository."""


GUIDE = "docs/local-editions.md"
"""What explains the files of an edition to its editors, in the national project."""


def area_yaml(title: str, area: str, contact: str, *, guide: str = GUIDE) -> str:
    """Return the first ``area.yaml`` of an edition, to be filled in; `guide` explains its lines."""
    return (
        f"# A local edition: {guide} says what each line is for.\n"
        f"name: {_quoted(title)}\n"
        f"about: {_quoted(f'A local edition for GPs who work in {title}.')}\n"
        f"contact: {_quoted(contact)}\n"
        f"area: {_quoted(area)}\n"
        "# The pages that the home page begins with, by identifier:\n"
        "first: []\n"
        "# The header, and a picture beside this file; take the # off to use them.\n"
        '# colour: "#0b3c49"\n'
        "# logo: logo.png\n"
    )


def write_repository(
    root: Path, name: str, *, title: str, contact: str, yaml: str, national: Path | None
) -> tuple[Path, ...]:
    """Write the files of an area's repository; return their paths below it, in order.

    Args:
        root: a folder that is not there yet, or is empty but for a Git folder.
        name: of the edition, the folder below ``areas``.
        title: the place that it is for.
        contact: the mailbox of those who keep it.
        yaml: the text of its ``area.yaml``.
        national: the file of national content to copy into it; None copies none.

    Raises:
        KbError: the folder holds something else.
    """
    texts: dict[str, str | bytes] = {f"areas/{name}/area.yaml": yaml, ".gitignore": "build/\n"}
    for template, place in _FILES.items():
        text = files("kb.data").joinpath("area", template).read_text(encoding="utf-8")
        for key, value in (("NAME", name), ("TITLE", title), ("CONTACT", contact)):
            text = text.replace(f"@{key}@", " ".join(value.split()))
        texts[place] = text
    if national is not None:
        texts[f"{RELEASE}/{national.name}"] = national.read_bytes()
    if holds_other_files(root, texts):
        raise KbError(
            f"{root}: is there already and holds files; allowed a new or an empty folder; "
            "choose another, or start an edition in it with kb area new"
        )
    for place, content in texts.items():
        write_whole(root / place, content)
    return tuple(map(Path, sorted(texts)))


def holds_other_files(root: Path, texts: Mapping[str, str | bytes]) -> bool:
    """Whether a folder holds files that somebody would miss.

    What Git keeps is none of them; nor is what a command that was stopped had written already, or
    was writing, so that it can be given again.

    Args:
        root: the folder; one that is not there holds none.
        texts: what is to be written, by its path below `root`.
    """
    if not root.is_dir():
        return root.exists()
    for path in root.rglob("*"):
        place = path.relative_to(root)
        if path.is_dir() or place.parts[0] == ".git" or is_leftover(path):
            continue
        text = texts.get(place.as_posix())
        if text is None or path.read_bytes() != (text.encode() if isinstance(text, str) else text):
            return True
    return False


def _quoted(value: str) -> str:
    return json.dumps(" ".join(value.split()), ensure_ascii=False)
