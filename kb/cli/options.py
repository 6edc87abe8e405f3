"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kb.model.problems import printable

if TYPE_CHECKING:
    from kb.content.kept import Kept
    from kb.content.national import National
    from kb.model.corpus import Corpus


def _existing(context: click.Context, option: click.Parameter, folder: Path) -> Path:
    """Refuse a content folder that was named and is not there; the usual one may be away."""
    named = context.get_parameter_source(option.name or "") is not ParameterSource.DEFAULT
    if named and not folder.is_dir():
        from kb.content.folder import content_root

        content_root(folder)
    return folder


content_option = click.option(
    "--content",
    "content_dir",
    type=click.Path(path_type=Path),
    default=Path("content"),
    show_default=True,
    metavar="DIR",
    callback=_existing,
    help="The content folder.",
)
"""``--content DIR``, as `content_dir`."""


def kept_of(content_dir: Path, base: Kept | None = None) -> Kept:
    """Return what was found out before about a content folder, and where it is kept.

    Of what is not kept there, that of `base` is taken.
    """
    return _kept("content", content_dir, base=base)


def kept_of_edition(name: str, national_dir: Path, base: Kept | None = None) -> Kept:
    """Return what was found out before about a local edition, and of the content it is laid over.

    `base` has what was found out about that content; None looks where it is kept.
    """
    from kb.content.editions import WORK

    return kept_of(WORK / name / "content", base or kept_of(national_dir))


def kept_pages_of(content_dir: Path) -> Kept:
    """Return the pages that were rendered before from a content folder, and where they are kept.

    Those of its local editions stand among them.
    """
    return _kept("pages", content_dir, packages=("site_builder",))


def kept_of_index(index_dir: Path) -> Kept:
    """Return what sites took of an index before, and where it is kept."""
    return _kept("search", index_dir)


def _kept(
    what: str, folder: Path, *, base: Kept | None = None, packages: tuple[str, ...] = ()
) -> Kept:
    from hashlib import sha256

    from kb.content.kept import FOLDER, Kept

    name = sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:12]
    return Kept(
        FOLDER / f"{what}-{name}.bin",
        say=lambda message: click.echo(f"kb: {message}", err=True),
        base=base,
        packages=packages,
    )


index_option = click.option(
    "--index",
    "index_dir",
    type=click.Path(path_type=Path),
    default=Path("build/index"),
    show_default=True,
    metavar="DIR",
    help="The index folder.",
)
"""``--index DIR``, as `index_dir`."""


def _address(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Refuse what no site can have as its address; the site is not loaded for none."""
    if not text:
        return ""
    from site_builder.build import check_base_url

    return check_base_url(text)


base_url_option = click.option(
    "--base-url",
    default="",
    metavar="URL",
    callback=_address,
    help="Address of the site, for the pages it names.",
)
"""``--base-url URL``, as `base_url`; "" leaves paths."""


def _word_file(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a Word file under a name by which no program would open it as one."""
    if path is not None and path.suffix.lower() != ".docx":
        raise click.BadParameter(
            f'found "{path}"; allowed a name that ends in .docx, as {path.stem or "brief"}.docx'
        )
    return path


class _Words(click.types.StringParamType):
    """A text that a file is to hold: bytes of a terminal that are no text are refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = super().convert(value, param, ctx)
        try:
            words.encode()
        except UnicodeEncodeError:
            self.fail(
                f'found "{printable(words)}", of which not all is text; allowed text in UTF-8; '
                "type it again",
                param,
                ctx,
            )
        return words


WORDS = _Words()
"""The type of an option whose words are written down."""

docx_option = click.option(
    "--docx",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=_word_file,
    help="Write it as a Word file.",
)
"""``--docx FILE``, as `docx`; None if it is not given."""

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes that check and render pages; by default one, and as many as the machine has "
    "where 500 pages or more are new. The result is the same for any number.",
)
"""``--jobs N``; 0 if it is not given."""

area_option = click.option(
    "--area", default="", metavar="NAME", help="The local edition NAME instead of the national one."
)
"""``--area NAME``, as `area`; "" is the national content."""

national_option = click.option(
    "--national",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take the national content from this file or folder of a release, instead of the folder "
    "content, the one in release, or the installed package.",
)
"""``--national FILE``, as `national`; None looks for it."""


def national_of(national: Path | None, content_dir: Path) -> National:
    """Return where the national content of an edition is.

    Raises:
        KbError: it is nowhere.
    """
    from kb.content.national import find_national

    return find_national(national, content_dir, Path("build/frontend"))


def corpus_of_area(area: str, national: National) -> Corpus:
    """Return the content of a local edition, put together in the folder of its work.

    Raises:
        KbError: there is no such edition.
        ContentError: it has an error; it carries every one.
    """
    from kb.content.clock import today
    from kb.content.editions import corpus_of_edition

    kept = kept_of_edition(area, national.content)
    return corpus_of_edition(area, national.content, today=today(), kept=kept)


mode_option = click.option(
    "--mode",
    type=click.Choice(["hybrid", "keyword", "semantic"]),
    default="hybrid",
    show_default=True,
    help="Words and meaning, words alone, or meaning alone.",
)
"""``--mode``, as `mode`."""

encoder_option = click.option(
    "--encoder",
    type=click.Choice(["student", "transformer"]),
    default="student",
    show_default=True,
    help="What encodes the query: the small table of the index, or the full model.",
)
"""``--encoder``, as `encoder`."""

queries_option = click.option(
    "--queries",
    "queries_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Judged queries, as eval/queries.yaml.",
)
"""``--queries FILE``, as `queries_path`; None if it is not given."""


distress_option = click.option(
    "--distress",
    "distress_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Count instead who is shown urgent help, on lines as in eval/distress.yaml.",
)
"""``--distress FILE``, as `distress_path`; None if it is not given."""


def one_of(queries: Path | None, beir: Path | None) -> None:
    """Refuse judged queries and a collection at once."""
    if queries is not None and beir is not None:
        raise click.UsageError("--queries and --beir: give one of them")


beir_option = click.option(
    "--beir",
    "beir_dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="A collection: corpus.jsonl, queries.jsonl, qrels/test.tsv.",
)
"""``--beir DIR``, as `beir_dir`; None if it is not given."""

trial_index_option = click.option(
    "--index",
    "index_dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The index folder (build/index); with --beir, where to keep the collection's index.",
)
"""``--index DIR`` of a command that may index a collection, as `index_dir`; None if not given."""

trial_encoder_option = click.option(
    "--encoder",
    type=click.Choice(["student", "transformer"]),
    help="What encodes the queries: the small table (student; with --beir it is first fitted to "
    "the collection), or the full model, the default with --beir.",
)
"""``--encoder`` of a command that may index a collection, as `encoder`; None if not given."""
