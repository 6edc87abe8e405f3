"""The commands of `kb hosted`: editions in a PostgreSQL database, and the search over them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import content_option, index_option
from kb.cli.output import say_json
from kb.model.problems import KbError

if TYPE_CHECKING:
    from kb.index.encoder.model import Encoder
    from kb.index.port import Snapshot
    from kb.postgres.writer import Writer

NATION = "england"


def _dsn_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--dsn",
        envvar="KB_DSN",
        required=True,
        metavar="DSN",
        help="Where the database is, as libpq takes it; it may name several hosts. Better given "
        "as the variable KB_DSN, since commands can be seen by others.",
    )(command)


@click.group("hosted")
def command() -> None:
    """Keep many editions in PostgreSQL, and answer searches of them over HTTP.

    It needs the extra hosted (pip install gp-retention-kb[hosted]) and a PostgreSQL server with
    pgvector. docs/hosted.md is for whoever runs it.
    """


@command.command("init")
@_dsn_option
def init(dsn: str) -> None:
    """Make the tables, or bring them up to date; have the server write down no statement.

    \b
    Example:
      KB_DSN=postgresql://kb@db/kb kb hosted init
    """
    with _writing(dsn) as connection:
        from kb.postgres.store import migrate, quieten

        done = migrate(connection)
        refused = quieten(connection)
    click.echo(f"{len(done)} migrations run; the tables are up to date")
    if refused:
        click.echo(
            f"The role may not set {', '.join(refused)}: ask whoever runs the server to "
            "(docs/hosted.md)"
        )


@command.command("roles")
@_dsn_option
@click.argument("role", required=False)
@click.option(
    "--may",
    type=click.Choice(["read", "publish"]),
    default="read",
    show_default=True,
    help="What the role may do with the rows of its owners.",
)
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="NAME",
    help='Whose rows; "*" for every owner\'s. Can be given several times.',
)
@click.option("--revoke", "taken", is_flag=True, help="Take these owners away from the role.")
def roles(dsn: str, role: str | None, may: str, owners: tuple[str, ...], taken: bool) -> None:
    """Give a role the least rights: to read or to publish the rows of some owners and no others.

    A role that is not there is made, without a password. Without ROLE, show who may do what.

    \b
    Examples:
      kb hosted roles kb_read --owner "*"
      kb hosted roles somerset --may publish --owner somerset
    """
    if role and not owners:
        raise click.UsageError("give whose rows: --owner NAME, or --owner '*' for all")
    with _writing(dsn) as connection:
        from kb.postgres.roles import grant, granted, revoke

        if role is None:
            for one in granted(connection):
                click.echo(f"{one['role']}: {one['may']} {one['owner']}")
            return
        if taken:
            click.echo(f"{role}: {revoke(connection, role, owners)} rights taken away")
            return
        made = grant(connection, role, may, owners)
    said = "made, give it a password or a certificate" if made else "was there already"
    click.echo(f"{role}: {said}; may {may}: {', '.join(owners)}")


@command.command("publish")
@_dsn_option
@click.option(
    "--edition", default=NATION, show_default=True, metavar="NAME", help="Which edition it is."
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Documents that belong to it, by identifier, as signposting/somerset-*.",
)
@click.option("--except", "others", multiple=True, metavar="PATTERN", help="Those that do not.")
@click.option(
    "--shares",
    multiple=True,
    metavar="OWNER",
    help="Whose rows the edition takes in besides its own; its own replace those of one name.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    metavar="MINUTES",
    help="How long the release before is kept for whoever has it open.",
)
@content_option
@index_option
def publish(
    dsn: str,
    edition: str,
    only: tuple[str, ...],
    others: tuple[str, ...],
    shares: tuple[str, ...],
    keep: int,
    content_dir: Path,
    index_dir: Path,
) -> None:
    """Publish the index as what is live of an edition, in one transaction.

    Publishing the same again changes nothing. With --shares the edition searches the rows of other
    owners too, which stand in the database once; all of them come from one index.

    \b
    Examples:
      kb hosted publish --except "*/somerset-*"
      kb hosted publish --edition somerset --only "*/somerset-*" --shares england
    """
    from kb.search.open import open_index

    index = open_index(index_dir, content_dir)

    def belongs(name: str) -> bool:
        kept = not only or any(fnmatchcase(name, one) for one in only)
        return kept and not any(fnmatchcase(name, one) for one in others)

    with _writing(dsn) as connection:
        from kb.postgres.publish import publish as publish_index
        from kb.postgres.store import retire, set_edition

        receipt = publish_index(connection, index, edition, only=belongs)
        if shares:
            set_edition(connection, edition, (*shares, edition))
        gone = retire(connection, minutes=keep)
    what = "published" if receipt.new else "was live already"
    click.echo(f"{edition}: {receipt.documents} documents, release {receipt.release}, {what}")
    if gone:
        click.echo(f"removed {len(gone)} releases that nobody uses any more")


@command.command("status")
@_dsn_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(dsn: str, as_json: bool) -> None:
    """Show what is live, and whether the server may write down statements.

    \b
    Example:
      kb hosted status --json
    """
    with _writing(dsn, writes=False) as connection:
        from kb.postgres.store import live_releases, loud

        found = live_releases(connection)
        settings = loud(connection)
    if as_json:
        say_json({"releases": found, "may_write_down": settings})
        return
    for one in found:
        click.echo(
            f"{one['owner']}: {one['documents']} documents, release {one['release']}, "
            f"published {one['published']}"
        )
    if settings:
        click.echo(f"The server may write down statements: set {', '.join(settings)} (docs/hosted)")


@command.command("serve")
@_dsn_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS")
@click.option("--port", type=click.IntRange(1, 65_535), default=8090, show_default=True)
@click.option(
    "--edition",
    default=NATION,
    show_default=True,
    metavar="NAME",
    help="The edition that must be open for the service to be ready.",
)
def serve(dsn: str, host: str, port: int, edition: str) -> None:
    """Answer searches: POST /search/EDITION with {"query": "..."}, as `kb search --json` does.

    /health says that it runs, /ready that it can answer, /metrics how many requests of which kind
    there were. It logs no request, and stops when the searches that have begun are answered.

    \b
    Example:
      kb hosted serve --port 8090
    """
    try:
        from kb.postgres.connections import Connections
        from kb.postgres.store import PostgresStore
        from kb.service.app import make_app
        from kb.service.editions import Editions
        from kb.service.run import serve as run
    except ModuleNotFoundError as error:
        raise _without_extra(error) from error

    connections = Connections(dsn)
    try:
        click.echo(f"http://{host}:{port}/search/{edition}")
        run(
            make_app(Editions(PostgresStore(connections), _encoder_of), default=edition),
            host=host,
            port=port,
        )
    finally:
        connections.close()


def _encoder_of(snapshot: Snapshot) -> Encoder:
    """The table that was published with the rows, or the full model where there is none."""
    from kb.index.encoder.model import TransformerEncoder
    from kb.index.encoder.table import Student

    table: bytes | None = getattr(snapshot, "student", None)
    if table is None:
        return TransformerEncoder()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "student.npz"
        path.write_bytes(table)
        return Student.load(path)


@contextmanager
def _writing(dsn: str, *, writes: bool = True) -> Iterator[Writer]:
    """A connection; what the server refuses is told by its own word for it, without a row."""
    try:
        from kb.postgres.store import connect, failure
    except ModuleNotFoundError as error:
        raise _without_extra(error) from error
    with failure(), connect(dsn, writes=writes) as connection:
        yield connection


def _without_extra(error: ModuleNotFoundError) -> KbError:
    if (error.name or "").split(".")[0] not in ("psycopg", "psycopg_pool", "starlette", "uvicorn"):
        raise error
    return KbError("kb hosted needs the extra hosted; run: pip install gp-retention-kb[hosted]")
