"""A role and an owner in, the least rights for it out: to read, or to publish for that owner alone.

Both see, by row-level security, only the rows of owners that they were given. Whoever publishes
owns no table: `kb.begin_release` and its like make and attach the parts of a release for an owner
that the role may publish for (`migrations/0002.sql`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import sql

from kb.model.problems import KbError
from kb.postgres.publish import TABLES

READ, PUBLISH = "read", "publish"
EVERY = "*"
"""Every owner there is or will be."""
_READ_TABLES = ("model", "release", "live", "edition", *TABLES)
_PUBLISHING = (
    "begin_release(text, text, int, text, text, text, text, bytea, bytea, bytea, int, bigint[])",
    "index_release(int, int)",
    "attach_release(int)",
    "go_live(int)",
    "set_edition(text, text[])",
    "to_retire(int)",
    "drop_release(int)",
)


def grant(connection: psycopg.Connection[Any], role: str, may: str, owners: Sequence[str]) -> bool:
    """Let a role read, or publish for, some owners; return whether the role was made.

    A role that is made may log in, and has no password: whoever runs the server gives it one, or a
    certificate.

    Raises:
        KbError: if the role may more than that already: all rows, or all that the server has.
    """
    with connection.transaction():
        found = connection.execute(
            "select rolsuper or rolbypassrls or exists (select from pg_namespace"
            " where nspname = 'kb' and nspowner = pg_roles.oid) from pg_roles where rolname = %s",
            (role,),
        ).fetchone()
        if found and found[0]:
            raise KbError(
                f"{role}: too-mighty: the role owns the tables or passes over row-level security; "
                "take another for this"
            )
        name = sql.Identifier(role)
        if not found:
            connection.execute(
                sql.SQL(
                    "create role {} login nosuperuser nocreatedb nocreaterole nobypassrls"
                ).format(name)
            )
        connection.execute(sql.SQL("grant usage on schema kb to {}").format(name))
        for table in _READ_TABLES:
            connection.execute(
                sql.SQL("grant select on kb.{} to {}").format(sql.Identifier(table), name)
            )
        if may == PUBLISH:
            for function in _PUBLISHING:
                statement = f"grant execute on function kb.{function} to {{}}"
                connection.execute(sql.SQL(statement).format(name))
        for owner in owners:
            connection.execute(
                "insert into kb.access values (%s, %s, %s) on conflict do nothing",
                (role, owner, may),
            )
    return not found


def revoke(connection: psycopg.Connection[Any], role: str, owners: Sequence[str]) -> int:
    """Take some owners away from a role; return how many rights were taken."""
    done = connection.execute(
        "delete from kb.access where role = %s and owner = any(%s)", (role, list(owners))
    )
    return int(done.rowcount)


def granted(connection: psycopg.Connection[Any]) -> list[dict[str, str]]:
    """Who may do what for whom."""
    rows = connection.execute("select role, may, owner from kb.access order by 1, 2, 3").fetchall()
    return [{"role": role, "may": may, "owner": owner} for role, may, owner in rows]
