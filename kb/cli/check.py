"""The command `kb check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import content_option, kept_of
from kb.cli.output import say_json
from kb.model.problems import Problem, Severity, printable

if TYPE_CHECKING:
    from kb.content.kept import Kept


@click.command("check")
@click.argument(
    "paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]..."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Readable lines, one JSON object, or annotations for a pull request.",
)
@click.option("--watch", is_flag=True, help="Check again at each change, until Control-C.")
@content_option
def command(paths: tuple[Path, ...], form: str, watch: bool, content_dir: Path) -> int:
    """Report every problem of the content.

    All files are read; with PATH only the problems of those files and folders are reported.
    Problems go to standard output, in file and line order. docs/problems.md explains each.
    The exit code is 1 if there is an error; warnings alone leave it at 0.

    \b
    Example:
      kb check
      kb check content/casestudies/newham-staff-bank.md
      kb check --format json
      kb check --watch
    """
    if watch:
        return _watch(paths, form, content_dir)
    return _check(paths, form, content_dir, kept_of(content_dir))


def _watch(paths: Sequence[Path], form: str, content_dir: Path) -> int:
    """Check at each change; what is said before and after lets an editor's task follow it."""
    from kb.content.watch import attempt, stop_at_terminate, watch_folders

    kept = kept_of(content_dir)
    waiting = f"watching {content_dir}; stop with Control-C"

    def check() -> None:
        click.echo("checking", err=True)
        _check(paths, form, content_dir, kept)
        click.echo(waiting, err=True)

    def report(message: str) -> None:
        click.echo(f"kb: {printable(message)}", err=True)
        click.echo(waiting, err=True)

    stop_at_terminate()
    try:
        attempt(check, report)
    except KeyboardInterrupt:
        return 0
    watch_folders([content_dir], check, report=report)
    return 0


def _check(paths: Sequence[Path], form: str, content_dir: Path, kept: Kept) -> int:
    """Print every problem and return the exit code."""
    from kb.content.clock import today
    from kb.content.read import check_corpus

    reading = check_corpus(content_dir, today=today(), paths=paths, kept=kept)
    if form == "json":
        say_json(as_dict(reading.problems))
    elif form == "github":
        for problem in reading.problems:
            click.echo(annotation(problem))
    else:
        for problem in reading.problems:
            warning = "warning: " if problem.severity is Severity.WARNING else ""
            click.echo(_with_warning(str(problem), problem, warning))
        click.echo(_counted(reading.problems), err=True)
    return 1 if reading.errors else 0


def as_dict(problems: Sequence[Problem]) -> dict[str, object]:
    """Return the object of ``kb check --format json``."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return {
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [problem.as_dict() for problem in problems],
    }


def annotation(problem: Problem) -> str:
    """Return a problem as a workflow command that a pull request shows beside the line."""
    kind = "error" if problem.severity is Severity.ERROR else "warning"
    title = f"{problem.field}: {problem.fault}" if problem.field else problem.fault
    message = str(problem).split(f"{problem.fault}: ", 1)[1]
    place = f"file={_property(problem.path)},line={problem.line},title={_property(title)}"
    return f"::{kind} {place}::{_data(message)}"


def _with_warning(text: str, problem: Problem, warning: str) -> str:
    where = f"{problem.path}:{problem.line}: "
    return f"{where}{warning}{text.removeprefix(where)}"


def _counted(problems: Sequence[Problem]) -> str:
    if not problems:
        return "no problems"
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    files = len({problem.path for problem in problems})
    parts = [
        f"{count} {name}{'' if count == 1 else 's'}"
        for count, name in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return f"{' and '.join(parts)} in {files} file{'' if files == 1 else 's'}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
