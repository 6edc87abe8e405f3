"""The commands `kb area ...`: local editions of the site."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import (
    WORDS,
    content_option,
    kept_of,
    kept_of_edition,
    national_of,
    national_option,
)


@click.group("area")
def command() -> None:
    """Start and check a local edition: an area's own site on the national content.

    \b
    Example:
      kb area new somerset
      kb area check somerset
      kb build --area somerset
    """


_title_option = click.option(
    "--title", type=WORDS, prompt="The place that it is for", help="The place that it is for."
)
_of_option = click.option(
    "--of",
    "area",
    type=WORDS,
    prompt="Its area of England, as Devon or Kent and Medway",
    help="The area whose people its pages name, by its name or its file in content/areas.",
)
_contact_option = click.option(
    "--contact",
    type=WORDS,
    prompt="The mailbox of those who keep it",
    help="Mailbox of those who keep it.",
)


@command.command("new")
@click.argument("name")
@_title_option
@_of_option
@_contact_option
@content_option
@national_option
def new(
    name: str, title: str, area: str, contact: str, content_dir: Path, national: Path | None
) -> int:
    """Start the edition NAME: a folder areas/NAME with a file to fill in.

    What is not given is asked for.

    \b
    Example:
      kb area new somerset
      kb area new isle-of-wight --title "Isle of Wight" \\
        --of hampshire-and-isle-of-wight --contact hub@example.org
    """
    from kb.content.area_repository import area_yaml, holds_other_files
    from kb.content.editions import EDITIONS
    from kb.content.files import write_whole
    from kb.model.problems import KbError

    _check_name(name)
    where = national_of(national, content_dir)
    folder = EDITIONS / name
    yaml = area_yaml(title, _area_named(area, where.content), contact)
    if holds_other_files(folder, {"area.yaml": yaml}):
        raise KbError(f"{folder}: is there already; choose another name, or edit its area.yaml")
    if not _is_sound(name, yaml, where.content):
        return 1
    write_whole(folder / "area.yaml", yaml)
    click.echo(f"wrote {folder / 'area.yaml'}", err=True)
    click.echo(f"Look at it with: kb build --area {name}", err=True)
    return 0


def _area_named(text: str, content_dir: Path) -> str:
    """Return the identifier of the area that was named, by its file or by its name.

    Raises:
        KbError: there is none; the nearest is named.
    """
    from kb.content.clock import today
    from kb.content.folder import AREAS
    from kb.content.read import check_corpus
    from kb.model.areas import AreaId
    from kb.model.problems import KbError
    from kb.model.vocabulary import nearest

    asked = _bare(text)
    files = {_bare(path.stem): path.stem for path in sorted((content_dir / AREAS).glob("*.yaml"))}
    if asked in files:
        return files[asked]
    corpus = check_corpus(content_dir, today=today(), kept=kept_of(content_dir)).corpus
    if corpus is None:
        return text  # what is wrong with the content is said by whoever reads it next
    known = {_bare(area.name): area.id for area in corpus.areas.values()}
    known |= {name: AreaId(stem) for name, stem in files.items()}
    if asked in known:
        return str(known[asked])
    close = nearest(asked, list(known))
    meant = f'did you mean "{corpus.areas[known[close]].name}"?' if close else ""
    raise KbError(
        f'--of: found "{text}"; allowed an area of England as the site lists them under "Your '
        f'area", as Devon or Kent and Medway; {meant or "look there for the one you are in"}'
    )


def _bare(text: str) -> str:
    """Return a name as names are compared: small letters, and no "and" or "the"."""
    words = "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
    return " ".join(word for word in words if word not in ("and", "the"))


def _is_sound(name: str, yaml: str, content_dir: Path) -> bool:
    """Whether an edition can be started with a file; else what is wrong with it is said."""
    import tempfile

    from kb.content.clock import today
    from kb.content.editions import EDITIONS, read_edition

    with tempfile.TemporaryDirectory() as aside:
        trial = Path(aside, EDITIONS, name)
        trial.mkdir(parents=True)
        (trial / "area.yaml").write_text(yaml, encoding="utf-8")
        work = Path(aside, "work")
        kept = kept_of_edition(name, content_dir)
        reading = read_edition(trial, content_dir, work, today=today(), kept=kept)
    own = [one for one in reading.problems if one.path.startswith(f"{EDITIONS.name}/")]
    for problem in own:
        click.echo(problem)
    if own:
        click.echo("nothing was written", err=True)
    return not own


@command.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@content_option
@national_option
def check(names: tuple[str, ...], content_dir: Path, national: Path | None) -> int:
    """Report every problem of the editions NAME, or of all that there are.

    A local page is held to the rules of the national ones. What an edition changed in a page that
    has changed nationally since is a warning with both texts.
    The exit code is 1 if there is an error; warnings alone leave it at 0.

    \b
    Example:
      kb area check
      kb area check somerset
    """
    from kb.content.clock import today
    from kb.content.editions import WORK, check_apart, edition_folder, edition_names, read_edition

    where = national_of(national, content_dir)
    alike = check_apart(edition_names())
    found = False
    for name in names or edition_names():
        folder = edition_folder(name)
        kept = kept_of_edition(name, where.content)
        reading = read_edition(folder, where.content, WORK / name, today=today(), kept=kept)
        same = [one for one in alike if one.path.startswith(f"{folder.as_posix()}/")]
        for problem in [*same, *reading.problems]:
            click.echo(problem)
        found = found or bool(reading.errors or same)
        click.echo(f"{name}: {_counted(len(same) + len(reading.problems))}", err=True)
    return int(found)


def _counted(number: int) -> str:
    return "no problems" if not number else f"{number} problem{'s' if number > 1 else ''}"


def _check_name(name: str) -> None:
    from kb.content.editions import refuse_name
    from kb.model.problems import KbError

    if allowed := refuse_name(name):
        raise KbError(f'found "{name}"; allowed {allowed}; choose another name for the edition')


@command.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the edition; the folder's name if it is not given.")
@_title_option
@_of_option
@_contact_option
@content_option
@national_option
def init(
    folder: Path,
    name: str | None,
    title: str,
    area: str,
    contact: str,
    content_dir: Path,
    national: Path | None,
) -> int:
    """Make FOLDER a repository that holds one edition and nothing national.

    It has the edition to fill in, a README for its people, licence notes, and the workflow that
    checks each change and publishes the site. The file given with --national is copied into it.
    What is not given is asked for.

    \b
    Example:
      kb area init ../devon --title Devon --of devon --contact hub@example.org
      kb area init devon --national gp_retention_national-2026.11.28-py3-none-any.whl
    """
    from kb.content.area_repository import area_yaml, write_repository

    name = name or folder.resolve().name
    _check_name(name)
    where = national_of(national, content_dir)
    yaml = area_yaml(title, _area_named(area, where.content), contact, guide="README.md")
    if not _is_sound(name, yaml, where.content):
        return 1
    file = national if national is not None and national.is_file() else None
    written = write_repository(folder, name, title=title, contact=contact, yaml=yaml, national=file)
    for path in written:
        click.echo(f"wrote {folder / path}", err=True)
    if file is None:
        click.echo(f"Copy the two files of a release into {folder / 'release'}.", err=True)
    click.echo(f"Look at it: cd {folder}; kb build --area {name}", err=True)
    return 0


@command.command("pack")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/release"),
    show_default=True,
    metavar="DIR",
    help="Folder of the file.",
)
@click.option("--release", help="Version of the release; the date of today if it is not given.")
@content_option
def pack(out: Path, release: str | None, content_dir: Path) -> None:
    """Pack the national content and the front end into one file for areas' repositories.

    The file is a Python package: it can be installed, or stand in the folder release of an area's
    repository. The same content gives the same bytes.

    \b
    Example:
      kb area pack
      kb area pack --release 2026.12 --out dist
    """
    from kb.content.clock import today
    from kb.content.national import pack_national, version_of
    from kb.content.read import read_corpus

    day = today()
    read_corpus(content_dir, today=day, kept=kept_of(content_dir))
    path = pack_national(content_dir, Path("build/frontend"), out, release or version_of(day))
    click.echo(f"{path}: {path.stat().st_size // 1024:,} kB", err=True)
