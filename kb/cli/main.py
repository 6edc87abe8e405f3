"""The group `kb`: loads a command when it is called, and turns errors into exit codes.

Exit codes: 0 done, 1 problems found or an error of ours, 2 wrong usage.
"""

from __future__ import annotations

import errno
import gc
import importlib
import keyword
import os
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

from kb import __version__
from kb.cli.output import bear_any_text
from kb.model.problems import ContentError, KbError, printable

_OBJECTS_BEFORE_GC = 50_000
_MOST_PROBLEMS = 20  # of the content, shown by a command other than kb check

_REMEDIES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: "make room on the disk",
        errno.EFBIG: "make room on the disk",
        errno.EDQUOT: "make room on the disk",
        errno.EACCES: "fix its permissions",
        errno.EPERM: "fix its permissions",
        errno.EROFS: "name a place that can be written to",
    }
)
"""How to fix what the system reports, by its number."""

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "Report every problem of the content.",
        "index": "Build the search index from the content.",
        "search": "Search the content by words and meaning.",
        "show": "Show one document.",
        "evidence": "List all case studies to choose from.",
        "gaps": "Show what an area offers its GPs, and what is missing.",
        "brief": "Make a brief of two sheets from chosen pages.",
        "action-plan": "Print a saved action plan, or write it as a Word file.",
        "estimate": "Work out what support might be worth, as a range.",
        "template": "Print a template to fill in, or write it as a Word file.",
        "plan": "Give the tasks of a stop their dates.",
        "mcp": "Answer an assistant over the Model Context Protocol.",
        "hosted": "Keep many editions in PostgreSQL, and search them over HTTP.",
        "run": "Write a TREC run file for a set of queries.",
        "evaluate": "Measure the search on judged queries.",
        "build": "Build the site.",
        "serve": "Build the site, serve it, and rebuild it on change.",
        "area": "Start and check a local edition of the site.",
        "source": "Manage the sources that content is checked against.",
        "new": "Write a new page, with help.",
        "import": "Turn a Word, HTML or Markdown file into a draft page.",
        "suggest": "Propose tags, find figures and look at the wording of a page.",
        "similar": "Name the pages that a page is most like.",
        "review": "Record that a page was read and looked up again.",
        "links": "Find web addresses that are dead, moved or blocked.",
        "changes": "Describe what a pull request changes.",
    }
)
"""Every command with its one line of help; its code is in the file of that name (`module_of`)."""


def module_of(command: str) -> str:
    """Return the file of a command; a word of the language has an underscore behind it.

    A hyphen becomes an underscore.
    """
    return f"{command}_" if keyword.iskeyword(command) else command.replace("-", "_")


class LazyGroup(click.Group):
    """A group that imports a command only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"kb.cli.{module_of(cmd_name)}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that arguments name; a near match is offered for a wrong name."""
        import difflib

        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            near = difflib.get_close_matches(name, list(COMMANDS), n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            raise click.UsageError(
                f'no command "{name}".{hint} Commands: {", ".join(COMMANDS)}.', ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands from `COMMANDS`, so that help imports none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Check, index, search and publish the GP retention knowledge base.

    \b
    Example:
      kb check
      kb search "58, partner, had enough"
    """
    ctx.obj = {"debug": debug}


def main(args: list[str] | None = None) -> None:
    """Run `kb` and exit with its code."""
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """Run `kb` and return its exit code; errors go to standard error."""
    given = sys.argv[1:] if args is None else args
    debug = "--debug" in given
    bear_any_text()
    # Little of what a command makes is garbage, and looking for it takes a tenth of a short one.
    gc.set_threshold(_OBJECTS_BEFORE_GC)
    try:
        result: Any = group.main(given, prog_name="kb", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Abort:
        click.echo("kb: stopped", err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ContentError as error:
        if debug:
            raise
        for problem in error.problems[:_MOST_PROBLEMS]:
            click.echo(str(problem), err=True)
        count = len(error.problems)
        named = "1 problem" if count == 1 else f"{count} problems"
        click.echo(f"kb: the content has {named}; kb check lists them", err=True)
        return 1
    except KbError as error:
        if debug:
            raise
        click.echo(f"kb: {printable(str(error))}", err=True)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone; what it did not read is of no use.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UnicodeEncodeError as error:
        if debug:
            raise
        sign = ascii(error.object[error.start])
        click.echo(
            f"kb: found {sign}, a byte that is no text or half of a sign; allowed text in UTF-8, "
            "which a file can hold; type it again",
            err=True,
        )
        return 1
    except OSError as error:
        if debug:
            raise
        remedy = _REMEDIES.get(error.errno or 0, "look at the path that was given")
        click.echo(
            f"kb: {error.filename or 'output'}: {error.strerror or error}; {remedy}", err=True
        )
        return 1


if __name__ == "__main__":
    main()
