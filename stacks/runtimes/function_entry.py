"""Where requests come in to a function: the environment's load balancer, an HTTP API of its own, its callers' way."""

from __future__ import annotations

from modules import names
from modules.compute.deployment_alarms import FailureRate, api_errors, load_balancer_errors
from modules.compute.function_alias import FunctionAlias
from modules.edge.function_target_group import FunctionTargetGroup
from modules.edge.http_api import HttpApi
from modules.edge.http_api_domain import HttpApiDomain
from modules.edge.listener_rule import ListenerRule
from modules.observability.function_signals import api_signals
from modules.observability.request_signals import target_group_signals
from modules.observability.signal import Signal
from stacks.runtimes.balanced_entry import balanced_entry
from stacks.runtimes.workload import Entry, Parts


class FunctionEntry:
    """Exists before the function does, and answers 503 until it is attached.

    callers: where other services come to; None where none calls this one.
    """

    def __init__(self, parts: Parts, *, concurrency: int) -> None:
        """concurrency: how many invocations may run at a time."""
        self._parts = parts
        self._stack, self._service, self._environment = parts.stack, parts.service, parts.environment
        self._api: HttpApi | None = None
        self._group: FunctionTargetGroup | None = None
        self._internal: FunctionTargetGroup | None = None
        self.callers: Entry | None = None
        if self._service.routes and self._service.function.http == "api_gateway":
            self._api = self._http_api(concurrency)
        elif self._service.routes:
            self._group = self._routes()
        if parts.called:
            self._internal = self._target_group("internal-target-group", "internal")
            balanced = balanced_entry(parts, parts.called, target_group_arn=self._internal.arn)
            self.callers = balanced.entry

    def attach(self, alias: FunctionAlias) -> None:
        """Send the requests to a function."""
        if self._api:
            self._api.attach(alias, self._service.routes)
        for group in (self._group, self._internal):
            if group:
                group.attach(alias)

    def failure_rate(self, *, share_percent: int) -> FailureRate | None:
        """How many answers are failures, as callers from outside see them; None where none come from there.

        share_percent: of the requests that a new version gets at first.
        """
        if self._api:
            return api_errors(self._api.id, share_percent=share_percent)
        if self._group:
            balancer = self._parts.platform.load_balancer.arn_suffix
            return load_balancer_errors(balancer, self._group.arn_suffix, share_percent=share_percent)
        return None

    @property
    def signals(self) -> list[Signal]:
        """What is watched of the requests from outside. A function is never an unhealthy target: nothing asks it."""
        if self._api:
            return api_signals(self._api.id)
        if self._group:
            balancer = self._parts.platform.load_balancer.arn_suffix
            signals = target_group_signals(balancer, self._group.arn_suffix)
            return [signal for signal in signals if signal.id != "unhealthy"]
        return []

    def _http_api(self, concurrency: int) -> HttpApi:
        environment = self._environment
        domain, zone_id = environment.domain, environment.zone_id
        api = HttpApi(
            self._stack,
            "api",
            name=self._stack.resource_name(),
            account=environment.account,
            region=environment.region,
            log_group=self._parts.log_group,
            # Lambda takes ten a second for each that may run at a time ("AWS Lambda Developer Guide, Lambda quotas").
            requests_per_second=10 * concurrency,
            own_domain=bool(domain and zone_id),
        )
        url = api.url
        if domain and zone_id:
            own = f"{self._service.name}.{domain}"
            url = HttpApiDomain(self._stack, "domain", domain=own, zone_id=zone_id, api=api).url
        self._stack.output("api_url", url, "Where the service's routes are.")
        return api

    def _routes(self) -> FunctionTargetGroup:
        group = self._target_group("target-group", "gateway")
        for route in self._service.routes:
            ListenerRule(
                self._stack,
                f"route-{route.strip('/').replace('/', '-') or 'root'}",
                listener_arn=self._parts.platform.listener_arn,
                routes=[route],
                priority=self._parts.priorities[route],
                target_group_arn=group.arn,
            )
        return group

    def _target_group(self, id_: str, load_balancer: str) -> FunctionTargetGroup:
        """A target group goes with one load balancer alone."""
        name = names.target_group_name(self._environment.name, self._service.name, load_balancer)
        return FunctionTargetGroup(self._stack, id_, name=name, load_balancer=load_balancer)
