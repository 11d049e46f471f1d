"""The load balancer in the state: rules, default action and health checks, as the gateway carries them out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from yard.config import YardError
from yard.local.applied.resources import Resources, Values, first, number
from yard.local.desired import Action, Condition, HealthCheck, Rule

CONDITIONS: dict[str, Literal["path", "host", "method", "header", "query"]] = {
    "path_pattern": "path",
    "host_header": "host",
    "http_request_method": "method",
    "http_header": "header",
    "query_string": "query",
}
# Source: "Application Load Balancers, idle timeout".
IDLE_TIMEOUT_SECONDS = 60
WEB_PORTS = (80, 443)


def rules(resources: Resources, listener: Values) -> tuple[Rule, ...]:
    """The rules of a listener, by priority."""
    found = [
        Rule(
            priority=int(rule.values.get("priority") or 0),
            conditions=tuple(_conditions(rule.values, rule.address)),
            action=action(rule.values.get("action"), rule.address),
        )
        for rule in resources.of("aws_lb_listener_rule")
        if rule.values.get("listener_arn") == listener.get("arn")
    ]
    return tuple(sorted(found, key=lambda rule: rule.priority))


def default_action(listener: Values) -> Action:
    """What a listener does with a request that no rule takes."""
    if not listener:
        return Action(kind="fixed-response")
    return action(listener.get("default_action"), "the listener")


def front_listener(resources: Resources) -> Values:
    """The listener that clients come to, on a port that browsers know; empty where there is none.

    Of several the one that rules hang on, then HTTPS before the one that only redirects to it.
    """
    ruled = {values.get("listener_arn") for values in resources.values("aws_lb_listener_rule")}
    listeners = resources.values("aws_lb_listener")
    listeners.sort(
        key=lambda values: (
            number(values.get("port"), 80) not in WEB_PORTS,  # the others are for calls between services
            values.get("arn") not in ruled,
            values.get("protocol") != "HTTPS",
        )
    )
    return listeners[0] if listeners else {}


def idle_timeout_seconds(resources: Resources) -> float:
    """How long the balancer waits for a sign of life of a target."""
    balancer = next(iter(resources.values("aws_lb")), {})
    return number(balancer.get("idle_timeout"), IDLE_TIMEOUT_SECONDS)


def health_check(group: Values) -> HealthCheck:
    """How a target group tells whether a target may take requests."""
    check = first(group.get("health_check"))
    # Source: "Health checks for Application Load Balancer target groups" (the defaults).
    return HealthCheck(
        path=check.get("path") or "/",
        codes=str(check.get("matcher") or "200"),
        interval_seconds=number(check.get("interval"), 30),
        timeout_seconds=number(check.get("timeout"), 5),
        healthy_threshold=int(check.get("healthy_threshold") or 5),
        unhealthy_threshold=int(check.get("unhealthy_threshold") or 2),
    )


def _conditions(rule: Values, address: str) -> Iterator[Condition]:
    for block in rule.get("condition") or ():
        for kind, details in block.items():
            if details and kind not in CONDITIONS:
                raise YardError(
                    f"{address}: condition {kind} has no meaning on one machine."
                    f" Use {', '.join(sorted(CONDITIONS))}."
                )
            if details:
                yield Condition(
                    field=CONDITIONS[kind],
                    patterns=tuple(_patterns(kind, details)),
                    name=details[0].get("http_header_name") or "",
                )


def _patterns(kind: str, details: list[Values]) -> Iterator[str]:
    for detail in details:
        if kind == "query_string":
            yield f"{detail.get('key') or ''}={detail['value']}"
        else:
            yield from detail.get("values") or ()


def action(actions: list[Values] | None, address: str) -> Action:
    """The last action, which ends the request; those before it only authenticate."""
    # Source: "Action types for listener rules".
    last = max(actions or ({},), key=lambda action: int(action.get("order") or 0))
    kind = last.get("type")
    if kind == "forward":
        block = first(last.get("forward"))
        groups = block.get("target_group") or [{"arn": last.get("target_group_arn")}]
        return Action(
            kind="forward", targets={group["arn"]: int(number(group.get("weight"), 1)) for group in groups}
        )
    if kind == "fixed-response":
        answer = last["fixed_response"][0]
        return Action(
            kind="fixed-response",
            status=int(answer.get("status_code") or 200),
            content_type=answer.get("content_type") or "text/plain",
            body=answer.get("message_body") or "",
        )
    if kind == "redirect":
        return _redirect(last["redirect"][0])
    raise YardError(
        f"{address}: action {kind!r} has no meaning here. Use forward, fixed-response or redirect."
    )


def _redirect(target: Values) -> Action:
    query = target.get("query")
    location = (
        f"{(target.get('protocol') or '#{protocol}').lower()}://{target.get('host') or '#{host}'}"
        f":{target.get('port') or '#{port}'}{target.get('path') or '/#{path}'}"
        + (f"?{'#{query}' if query is None else query}" if query != "" else "")
    )
    return Action(
        kind="redirect",
        status=301 if target.get("status_code") == "HTTP_301" else 302,
        location=location,
    )
