"""CloudFront's part of the gateway: which origin a request goes to, and what an answer carries when it leaves.

Nothing is cached: files come from the disk. TLS, the firewall and the redirect to HTTPS stay in AWS.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from yard.config import YardError
from yard.local.desired import Behaviour, Distribution, HeadersPolicy
from yard.local.edge.router import Router, event
from yard.local.edge.site import file_answer
from yard.local.folder import LocalFolder
from yard.local.ports import LOOPBACK
from yard.local.problem import problem
from yard.local.proxy import EditHeaders, pass_through, unchanged
from yard.local.routing import matches

Origin = Callable[[web.BaseRequest, EditHeaders], Awaitable[web.StreamResponse]]


class Face:
    """Answers for a distribution. balancer: what answers where a request goes to the services."""

    def __init__(self, folder: LocalFolder, balancer: Origin) -> None:
        self._folder = folder
        self._balancer = balancer
        self._distribution: Distribution | None = None
        self._sites: Mapping[str, Path] = {}
        self.router: Router | None = None

    async def apply(self, distribution: Distribution | None, sites: Mapping[str, Path]) -> None:
        """Take a distribution, or none any more. sites: service -> the folder with its files."""
        functions = distribution.functions if distribution else {}
        if self.router is not None and self.router.functions != functions:
            await self.router.stop()
            self.router = None
        if self.router is None and functions:
            self.router = Router(self._folder, functions)
            self.router.start()
        self._distribution, self._sites = distribution, sites

    def status(self) -> dict[str, Any]:
        """The `sites` of `yard status --json`: by the static service's name."""
        runs = self.router is None or self.router.up.is_set()
        return {
            site: {
                "healthy": runs and (folder / "index.html").is_file(),
                "folder": str(folder),
                "routes": [one.pattern for one in self._behaviours if one.site == site],
                "pid": self.router.status()["pid"] if self.router else 0,
                "last_failure": self.router.last_failure if self.router and not runs else "",
            }
            for site, folder in self._sites.items()
        }

    @property
    def _behaviours(self) -> tuple[Behaviour, ...]:
        return self._distribution.behaviours if self._distribution else ()

    async def stop(self) -> None:
        """End what runs the functions."""
        if self.router is not None:
            await self.router.stop()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request as the distribution says, or as the load balancer does where there is none."""
        if self._distribution is None:
            return await self._balancer(request, unchanged)
        behaviour = behaviour_for(request.rel_url.raw_path, self._distribution)
        response = await self._by_behaviour(request, behaviour)
        if not response.prepared:
            editor(behaviour.headers)(response.headers)
        return response

    async def _by_behaviour(self, request: web.BaseRequest, behaviour: Behaviour) -> web.StreamResponse:
        if request.method not in behaviour.methods:
            # Source: "HTTP 403 status code", CloudFront: a method that the behaviour does not allow.
            return problem(403, f"{request.method} is not allowed for {behaviour.pattern}.")
        if behaviour.site is None:
            pass_through(request)
            return await self._balancer(request, editor(behaviour.headers))
        folder = self._sites.get(behaviour.site)
        if folder is None:
            return problem(503, f"{behaviour.site} is not built. `yard up` builds it.")
        path = request.rel_url.raw_path
        if behaviour.function is not None:
            try:
                found = await self._run(behaviour.function, request)
            except YardError as error:
                return problem(503, f"{error}.")
            if "statusCode" in found:
                return _response(found)
            path = found["uri"]
        elif path == "/" and self._distribution:
            path += self._distribution.default_root_object
        return await file_answer(request, folder, path, compress=behaviour.compress)

    async def _run(self, function: str, request: web.BaseRequest) -> dict[str, Any]:
        assert self.router is not None
        return await self.router.run(
            function,
            event(
                method=request.method,
                path=request.rel_url.raw_path,
                query=request.rel_url.raw_query_string,
                headers=request.headers.items(),
                viewer=request.remote or LOOPBACK,
            ),
        )


def behaviour_for(path: str, distribution: Distribution) -> Behaviour:
    """The first behaviour whose pattern fits; a pattern may leave out the slash in front.

    Source: "CloudFront Developer Guide, Cache behavior settings, Path pattern": `*` and `?`, case-sensitive.
    """
    for behaviour in distribution.behaviours:
        if behaviour.pattern == "*" or matches(f"/{behaviour.pattern.lstrip('/')}", path):
            return behaviour
    return distribution.behaviours[-1]


def editor(policy: HeadersPolicy) -> EditHeaders:
    """What puts a policy's headers on an answer."""

    def edit(headers: CIMultiDict[str]) -> None:
        for name in policy.removed:
            headers.popall(name, None)
        for header in policy.added:
            if header.override or header.name not in headers:
                headers.popall(header.name, None)
                headers[header.name] = header.value

    return edit


def _response(found: Mapping[str, Any]) -> web.Response:
    """A response that a function made by itself."""
    headers = {name: one["value"] for name, one in (found.get("headers") or {}).items()}
    body = found.get("body") or ""
    text = body if isinstance(body, str) else body.get("data", "")
    return web.Response(
        status=int(found["statusCode"]), reason=found.get("statusDescription"), headers=headers, text=text
    )
