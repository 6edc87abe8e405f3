"""The commands `kb area ...`: local editions of the site."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import content_option


@click.group("area")
def command() -> None:
    """Start and check a local edition: an area's own site on the national content.

    \b
    Example:
      kb area new somerset
      kb area check somerset
      kb build --area somerset
    """


@command.command("new")
@click.argument("name")
@click.option("--title", prompt="The place that it is for", help="The place that it is for.")
@click.option(
    "--of",
    "area",
    prompt="Its area, a file of content/areas without .yaml",
    help="The area whose people its pages name.",
)
@click.option(
    "--contact", prompt="The mailbox of those who keep it", help="Mailbox of those who keep it."
)
@content_option
def new(name: str, title: str, area: str, contact: str, content_dir: Path) -> int:
    """Start the edition NAME: a folder areas/NAME with a file to fill in.

    What is not given is asked for.

    \b
    Example:
      kb area new somerset
      kb area new isle-of-wight --title "Isle of Wight" \\
        --of hampshire-and-isle-of-wight --contact hub@example.org
    """
    from kb.content.clock import today
    from kb.content.editions import EDITIONS, WORK, read_edition, refuse_name
    from kb.content.files import write_whole
    from kb.model.problems import KbError

    if allowed := refuse_name(name):
        raise KbError(f'found "{name}"; allowed {allowed}; choose another name for the edition')
    folder = EDITIONS / name
    if folder.exists():
        raise KbError(f"{folder}: is there already; choose another name, or edit its area.yaml")
    write_whole(folder / "area.yaml", _area_yaml(title, area, contact))
    reading = read_edition(folder, content_dir, WORK / name, today=today())
    own = [one for one in reading.problems if one.path.startswith(f"{EDITIONS.name}/")]
    for problem in own:
        click.echo(problem)
    click.echo(f"wrote {folder / 'area.yaml'}", err=True)
    click.echo(f"Look at it with: kb build --area {name}", err=True)
    return 1 if own else 0


def _area_yaml(title: str, area: str, contact: str) -> str:
    import json

    def text(value: str) -> str:
        return json.dumps(" ".join(value.split()), ensure_ascii=False)

    return (
        "# A local edition: docs/local-editions.md says what each line is for.\n"
        f"name: {text(title)}\n"
        f"about: {text(f'A local edition for GPs who work in {title}.')}\n"
        f"contact: {text(contact)}\n"
        f"area: {text(area)}\n"
        "# The pages that the home page begins with, by identifier:\n"
        "first: []\n"
        "# The header, and a picture beside this file; take the # off to use them.\n"
        '# colour: "#0b3c49"\n'
        "# logo: logo.png\n"
    )


@command.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@content_option
def check(names: tuple[str, ...], content_dir: Path) -> int:
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
    from kb.content.editions import WORK, edition_folder, edition_names, read_edition

    found = False
    for name in names or edition_names():
        folder = edition_folder(name)
        reading = read_edition(folder, content_dir, WORK / name, today=today())
        for problem in reading.problems:
            click.echo(problem)
        found = found or bool(reading.errors)
        click.echo(f"{name}: {_counted(len(reading.problems))}", err=True)
    return int(found)


def _counted(number: int) -> str:
    return "no problems" if not number else f"{number} problem{'s' if number > 1 else ''}"
