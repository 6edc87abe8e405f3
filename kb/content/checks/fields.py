"""Rules between the fields of one page: which result needs what, and what goes with a status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb.content.reference import ReferenceData
from kb.content.schema.text import shown
from kb.content.source_page import SourcePage
from kb.model.bibliography import OWN_ACCOUNT, PLACEHOLDERS, PageStrength, plain_words
from kb.model.documents import ANY, NOT_STATED, Kind, KnownBy, SourceId, Stands, Status
from kb.model.evidence import FigureRule, asks_of
from kb.model.fields import TAG_FIELDS
from kb.model.problems import Problem, Severity
from kb.model.vocabulary import nearest

QUOTE_WORDS = (4, 20)
"""The fewest and the most words of a result's quote."""

STANDS_NEEDS: Mapping[Stands, tuple[PageStrength, ...]] = {
    Stands.LAW: (PageStrength.OFFICIAL,),
    Stands.SERVICE: (PageStrength.OFFICIAL, PageStrength.PROFESSIONAL_BODY),
}
"""How strong a page must be to bear out that something runs until it is changed."""

_FIGURES = ("value", "change")


def check_fields_together(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    """Yield a problem for each field that does not go with the others of its page."""
    yield from _check_now(page, reference)
    yield from _check_sources(page, reference)
    for at, result in enumerate(page.items("results")):
        yield from _check_result(page, result, f"results[{at}]")
    if page.kind is Kind.SIGNPOSTING:
        yield from _check_option(page, reference)
    if page.fields.get("needs") == []:
        yield page.problem(
            "no-needs",
            field="needs",
            found="[]",
            remedy="name what is on the mind of the reader whom the page helps",
            severity=Severity.WARNING,
        )


def _check_now(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    now = page.mapping("now")
    if not now:
        return
    status = now.get("status")
    needs_status = page.kind in {Kind.CASE_STUDY, Kind.SIGNPOSTING}
    if needs_status and "status" not in now:
        allowed = ", ".join(Status)
        yield page.problem("missing-key", field="now.status", allowed=allowed, remedy="add it")
    if not needs_status and "status" in now:
        yield page.problem(
            "key-not-allowed",
            field="now.status",
            found=shown(status),
            remedy="take it out: only case studies and support options have a status",
        )
    if status == Status.CLOSED and not now.get("instead"):
        yield page.problem(
            "missing-key",
            field="now.instead",
            remedy="add it: one document or more to send people to now that this is closed",
        )
    borne_out = (Status.OPEN, Status.CHANGED, Status.CLOSED)
    if needs_status and now.get("seen") == [] and status in borne_out:
        yield page.problem(
            "nothing-seen",
            field="now.seen",
            found=f"[] with the status {status}",
            allowed="[] only where the status is unknown",
            remedy="name the pages that bear the status out, or set it to unknown",
        )
    yield from _check_stands(page, reference, now)
    yield from _check_seen(page, reference, now, "now.seen", pages_only=True)
    as_at, checked = str(now.get("as_at") or ""), str(now.get("checked") or "")
    if as_at and checked and as_at > checked[: len(as_at)]:
        yield page.problem(
            "later-than-checked",
            field="now.as_at",
            found=f'"{as_at}"',
            allowed=f"up to the day of checked, {checked}",
            remedy="give the date of the newest page in seen",
        )


def _check_stands(
    page: SourcePage, reference: ReferenceData, now: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield a problem for a claim to stand until changed that nothing bears out."""
    stands, status = now.get("stands"), now.get("status")
    if stands not in list(Stands):
        return
    if status not in (Status.OPEN, Status.CHANGED):
        yield page.problem(
            "key-not-allowed",
            field="now.stands",
            found=f"{stands} with the status {status}",
            allowed=f"{Status.OPEN} or {Status.CHANGED}",
            remedy="take it out, or correct the status",
        )
    if "bibliography.yaml" in reference.unreadable:
        return
    needed = STANDS_NEEDS[Stands(stands)]
    seen = now.get("seen")
    entries = [
        reference.bibliography.get(SourceId(str(source)))
        for source in (seen if isinstance(seen, list) else [])
    ]
    if not any(entry is not None and entry.strength in needed for entry in entries):
        yield page.problem(
            "nothing-seen",
            field="now.seen",
            found=f"no page with the strength {' or '.join(needed)}",
            allowed=f"one or more, since now.stands is {stands}",
            remedy="name the page of the body that made the law or gives the service",
        )


def _check_seen(
    page: SourcePage,
    reference: ReferenceData,
    holder: Mapping[str, Any],
    field: str,
    *,
    pages_only: bool,
) -> Iterator[Problem]:
    seen = holder.get("seen")
    for at, source in enumerate(seen if isinstance(seen, list) else []):
        if not isinstance(source, str):
            continue
        yield from check_source(page, reference, source, f"{field}[{at}]")
        if pages_only and reference.bibliography.get(source) and not reference.is_page(source):  # type: ignore[call-overload]
            yield page.problem(
                "wrong-kind-of-source",
                field=f"{field}[{at}]",
                found=f'"{source}", a document',
                allowed="a page",
                remedy="name the pages read on it; the documents stand in sources",
            )


def check_source(
    page: SourcePage, reference: ReferenceData, source: str, field: str
) -> Iterator[Problem]:
    """Yield a problem if the bibliography does not have a source."""
    if source in PLACEHOLDERS:
        yield page.problem(
            "unknown-source",
            field=field,
            found=f"{shown(source)}, which only stands for a source",
            allowed="an entry of bibliography.yaml with a name of its own",
            remedy=f"run kb import {page.path} --own NAME, which registers the account"
            if source == OWN_ACCOUNT
            else "add the document to the bibliography, and name it here",
        )
        return
    if SourceId(source) in reference.bibliography or "bibliography.yaml" in reference.unreadable:
        return
    yield page.problem(
        "unknown-source",
        field=field,
        found=shown(source),
        allowed="an entry of bibliography.yaml",
        suggestion=nearest(source, map(str, reference.bibliography)),
        remedy="add it to the bibliography first, if it is new",
    )


def _check_sources(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    for at, ref in enumerate(page.items("sources")):
        source = ref.get("source")
        if not isinstance(source, str):
            continue
        field = f"sources[{at}].source"
        yield from check_source(page, reference, source, field)
        if reference.is_page(source) and SourceId(source) not in reference.fingerprints:
            yield page.problem(
                "page-not-read",
                field=field,
                found=f'"{source}", a page without a fingerprint',
                allowed="a document, or a page whose words were read and fingerprinted",
                remedy=f"read it and run kb source add FILE --id {source} --page",
            )


def _check_result(page: SourcePage, result: Mapping[str, Any], field: str) -> Iterator[Problem]:
    source = result.get("source")
    if isinstance(source, str) and source not in page.source_ids():
        yield page.problem(
            "source-not-listed",
            field=f"{field}.source",
            found=shown(source),
            allowed=", ".join(page.source_ids()),
            remedy="name one of the page's sources, or add it to them",
            suggestion=nearest(source, [str(known) for known in page.source_ids()]),
        )
    yield from check_quote_form(page, result, f"{field}.quote")
    if result.get("known_by") not in list(KnownBy):
        return
    known_by = KnownBy(result["known_by"])
    asks = asks_of(known_by, _figures_of(result))
    yield from _check_figure(page, result, field, known_by, asks.figure)
    for key in asks.needed:
        if result.get(key) is None:
            remedy = "add it" if key in {"outcome", "unit", "before"} else _or_not_stated(key)
            yield page.problem(
                "missing-key",
                field=f"{field}.{key}",
                remedy=f"{remedy}: {_why(known_by, result)} needs it",
            )
    for key in asks.barred:
        if result.get(key) is not None:
            yield page.problem(
                "key-not-allowed",
                field=f"{field}.{key}",
                found=shown(result[key]),
                remedy=f"take it out: {_why(known_by, result)} has none",
            )


def _check_figure(
    page: SourcePage, result: Mapping[str, Any], field: str, known_by: KnownBy, figure: FigureRule
) -> Iterator[Problem]:
    given = _figures_of(result)
    if len(given) == 2:
        yield page.problem(
            "two-figures",
            field=f"{field}.change",
            found="a value and a change",
            allowed="one of the two",
            remedy="make two results of it, or keep the one that the quote holds",
        )
    if figure is FigureRule.NEEDED and not given:
        yield page.problem(
            "missing-key",
            field=f"{field}.value",
            remedy=f"add it, or change: {known_by} needs a figure",
        )
    if figure is FigureRule.TWO_VALUES and result.get("value") is None:
        yield page.problem(
            "missing-key", field=f"{field}.value", remedy=f"add it: {known_by} needs it"
        )


def _figures_of(result: Mapping[str, Any]) -> list[str]:
    """Return which of value and change a result has."""
    return [key for key in _FIGURES if result.get(key) is not None]


def _why(known_by: KnownBy, result: Mapping[str, Any]) -> str:
    return f"a result that is {known_by}" + ("" if _figures_of(result) else ", without a figure,")


def _or_not_stated(key: str) -> str:
    free = key in {"population", "period", "method", "sample"}
    return f'add it, or "{NOT_STATED}"' if free else "add it"


def check_quote_form(page: SourcePage, result: Mapping[str, Any], field: str) -> Iterator[Problem]:
    """Yield a problem if the quote of a result, task or fact is too short, too long or bare."""
    quote = result.get("quote")
    if not isinstance(quote, str) or not quote.strip():
        return
    least, most = QUOTE_WORDS
    count = len(plain_words(quote))
    if not least <= count <= most:
        yield page.problem(
            "quote-length",
            field=field,
            found=f"{count} words",
            allowed=f"{least} to {most} words",
            remedy="keep the words round the figure" if count > most else "take in more words",
        )
    if field not in page.quoted and not re.fullmatch(r"“[^“”\n]+”", quote.strip()):
        yield page.problem(
            "quote-not-quoted",
            field=field,
            found="no double quotation marks round it, or more than one line",
            allowed='"..." on one line',
            remedy="put it in double quotation marks on one line",
        )


def _check_option(page: SourcePage, reference: ReferenceData) -> Iterator[Problem]:
    for key in (field.key for field in TAG_FIELDS if field.may_be_any):
        values = page.fields.get(key)
        if isinstance(values, list) and ANY in values and len(values) > 1:
            yield page.problem(
                "any-not-alone",
                field=key,
                found=shown(", ".join(map(str, values))),
                allowed="any alone, or concepts",
                remedy="take any out, or the others",
            )
    terms = page.mapping("terms")
    yield from _check_seen(page, reference, terms, "terms.seen", pages_only=False)
    if terms.get("seen") != []:
        return
    for key in ("who_for", "you_get", "how_to_start", "cost_to_gp", "run_by"):
        if page.text(key).strip() not in {"", NOT_STATED}:
            yield page.problem(
                "terms-without-source",
                field=key,
                found=shown(page.text(key)),
                allowed=f"{NOT_STATED}, since terms.seen is empty",
                remedy="name in terms.seen the document or page that says it",
            )
