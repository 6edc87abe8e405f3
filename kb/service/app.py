"""Requests in, answers out: what `kb search --json` prints, by POST, and whether all is well.

A query stands in the body alone, never in an address; nothing here writes a line about one. What
goes wrong is told by a word for its kind, without what was asked.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

import anyio
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb.data.settings import load_settings
from kb.model.problems import EncoderError, IndexStoreError, KbError, QueryError
from kb.search.results import public_answer
from kb.service.editions import Editions

_KEYS = frozenset({"query", "mode", "filters", "limit", "explain"})
_BUSY_SECONDS = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a request may ask for.

    `body` is in bytes, `seconds` the time for an answer, `at_once` the searches that run at a time,
    `a_minute` the requests of one address, `most` the results.
    """

    body: int = 16_384
    seconds: float = 5.0
    at_once: int = 4
    a_minute: int = 240
    most: int = 100
    addresses: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    query: str
    mode: str
    filters: Mapping[str, tuple[str, ...]]
    limit: int
    explain: bool


class _RefusedError(Exception):
    """A request that is not answered, with its status and the word for why."""

    def __init__(self, status: int, why: str, allowed: str = "") -> None:
        self.status, self.why, self.allowed = status, why, allowed
        super().__init__(why)


def make_app(
    editions: Editions,
    *,
    limits: Limits | None = None,
    clock: Callable[[], float] = time.monotonic,
    default: str = "",
) -> Starlette:
    """The service over some editions.

    Args:
        editions: what is searched.
        limits: what a request may ask for.
        clock: seconds that only grow.
        default: the edition whose being open makes the service ready; "" for none.
    """
    service = _Service(editions, limits or Limits(), clock, default)
    return Starlette(
        routes=[
            Route("/search/{edition}", service.search, methods=["POST"]),
            Route("/health", service.health, methods=["GET"]),
            Route("/ready", service.ready, methods=["GET"]),
            Route("/metrics", service.metrics, methods=["GET"]),
        ]
    )


class _Service:
    def __init__(
        self, editions: Editions, limits: Limits, clock: Callable[[], float], default: str
    ) -> None:
        self._editions = editions
        self._limits = limits
        self._clock = clock
        self._default = default
        self._free = BoundedSemaphore(limits.at_once)
        self._threads = anyio.CapacityLimiter(limits.at_once + 2)
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._counts: dict[str, int] = {}

    async def health(self, request: Request) -> Response:
        """The process runs."""
        del request
        return JSONResponse({"status": "ok"})

    async def ready(self, request: Request) -> Response:
        """An edition can be opened."""
        del request
        try:
            if self._default:
                with anyio.fail_after(self._limits.seconds):
                    await run_sync(
                        self._editions.engine,
                        self._default,
                        abandon_on_cancel=True,
                        limiter=self._threads,
                    )
        except (KbError, TimeoutError):
            return JSONResponse({"status": "not-ready"}, status_code=503)
        return JSONResponse({"status": "ready"})

    async def metrics(self, request: Request) -> Response:
        """How many requests were answered, by kind; in Prometheus's format, without a word."""
        del request
        lines = ["# TYPE kb_requests_total counter"]
        for kind, count in sorted(self._counts.items()):
            lines.append(f'kb_requests_total{{kind="{kind}"}} {count}')
        return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

    async def search(self, request: Request) -> Response:
        """The answer to the query in the body."""
        try:
            self._let_in(request.client.host if request.client else "")
            asked = self._read(await self._body(request))
            found = await self._answered(request.path_params["edition"], asked)
        except _RefusedError as refused:
            return self._refusal(refused)
        except ClientDisconnect:
            return self._refusal(_RefusedError(400, "cut-off"))
        self._count("answered")
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def _body(self, request: Request) -> bytes:
        body = b""
        try:
            with anyio.fail_after(self._limits.seconds):
                async for piece in request.stream():
                    body += piece
                    if len(body) > self._limits.body:
                        raise _RefusedError(
                            413, "too-long", f"a body of {self._limits.body} bytes at most"
                        )
        except TimeoutError:
            raise _RefusedError(408, "too-slow") from None
        return body

    def _read(self, body: bytes) -> _Asked:
        """What a body asks for.

        Raises:
            _RefusedError: if it is something else; never with a word of it.
        """
        keys = f"a JSON object with {', '.join(sorted(_KEYS))}"
        try:
            raw: Any = json.loads(body)
        except (ValueError, RecursionError):
            raise _RefusedError(400, "not-json", keys) from None
        if not isinstance(raw, dict) or not raw.keys() <= _KEYS:
            raise _RefusedError(400, "other-keys", keys)
        query, mode = raw.get("query"), raw.get("mode", "hybrid")
        limit, filters = raw.get("limit", load_settings().shown), raw.get("filters", {})
        if not isinstance(query, str) or not isinstance(mode, str):
            raise _RefusedError(400, "not-text", "query and mode as text")
        if not isinstance(limit, int) or isinstance(limit, bool) or limit > self._limits.most:
            raise _RefusedError(400, "other-limit", f"a limit from 1 to {self._limits.most}")
        if not isinstance(filters, dict) or not all(
            isinstance(one, list) and all(isinstance(name, str) for name in one)
            for one in filters.values()
        ):
            raise _RefusedError(400, "other-filters", "lists of identifiers by facet")
        return _Asked(
            query=query.encode(errors="replace").decode(),
            mode=mode,
            filters={facet: tuple(concepts) for facet, concepts in filters.items()},
            limit=limit,
            explain=raw.get("explain") is True,
        )

    async def _answered(self, edition: str, asked: _Asked) -> dict[str, Any]:
        if not self._free.acquire(blocking=False):
            raise _RefusedError(503, "busy")
        try:
            with anyio.fail_after(self._limits.seconds):
                return await run_sync(
                    self._search, edition, asked, abandon_on_cancel=True, limiter=self._threads
                )
        except TimeoutError:
            raise _RefusedError(503, "too-slow") from None
        except QueryError:
            raise _RefusedError(400, "unknown-choice", "a mode and choices that exist") from None
        except IndexStoreError:
            raise _RefusedError(404, "no-such-edition") from None
        except EncoderError:
            raise _RefusedError(500, "no-encoder") from None
        except KbError:
            raise _RefusedError(503, "store-failed") from None
        except Exception:  # a trace would have the words
            raise _RefusedError(500, "failed") from None
        finally:
            self._free.release()

    def _search(self, edition: str, asked: _Asked) -> dict[str, Any]:
        engine = self._editions.engine(edition)
        found = engine.search(
            asked.query, mode=asked.mode, filters=asked.filters, limit=asked.limit
        )
        answer = public_answer(found.answer, engine.urgent_help, explain=asked.explain)
        return {**answer, "proved": found.proved, "counted": found.counted}

    def _let_in(self, address: str) -> None:
        """Count the requests of an address in a minute; addresses are forgotten after it."""
        now = self._clock()
        began, count = self._seen.pop(address, (now, 0))
        if now - began >= 60:
            began, count = now, 0
        self._seen[address] = (began, count + 1)
        while len(self._seen) > self._limits.addresses:
            self._seen.popitem(last=False)
        if count >= self._limits.a_minute:
            raise _RefusedError(429, "too-many")

    def _refusal(self, refused: _RefusedError) -> Response:
        self._count(refused.why)
        later = refused.status in (429, 503)
        told = {"error": refused.why, **({"allowed": refused.allowed} if refused.allowed else {})}
        headers = {"Cache-Control": "no-store", **({"Retry-After": _BUSY_SECONDS} if later else {})}
        return JSONResponse(told, status_code=refused.status, headers=headers)

    def _count(self, kind: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
