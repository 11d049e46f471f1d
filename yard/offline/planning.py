"""What a change will make of a resource: Terraform's proposal, completed as the AWS provider would complete it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yard.offline.defaults import with_defaults
from yard.offline.foreseen import with_foreseen
from yard.offline.meaning import same_meaning
from yard.offline.recomputed import recomputed_by
from yard.offline.replacement import REGION, replaced_by
from yard.offline.schema import LIST, SINGLE, Block, NestedBlock
from yard.offline.tags import all_tags
from yard.offline.values import UNKNOWN, sort_key

Values = dict[str, Any]

# Type -> computed attribute -> the argument that it repeats: what a cluster makes of a manifest is not known here.
REPEATED: Mapping[str, Mapping[str, str]] = {"kubernetes_manifest": {"object": "manifest"}}


@dataclass(frozen=True)
class Settings:
    """What the provider block of a stack says."""

    account: str
    region: str
    default_tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """planned: the new state, with what is only known after apply as UNKNOWN; replace: attributes that force it."""

    planned: Values
    replace: tuple[str, ...] = ()


def plan(
    type_name: str,
    block: Block,
    prior: Values | None,
    proposed: Values,
    settings: Settings,
    configuration: Mapping[str, Any] | None = None,
) -> Plan:
    """Complete `proposed`, which Terraform merged from `configuration` and prior state.

    On creation whatever AWS computes is unknown. On a change it keeps its value, except where the change alters it;
    if nothing but words changed, the prior state is kept and nothing is planned.
    """
    proposed = with_defaults(type_name, proposed)
    repeated = {name: proposed[origin] for name, origin in REPEATED.get(type_name, {}).items()}
    proposed = {**proposed, **repeated}
    if prior is None:
        planned = with_foreseen(type_name, _with_unknowns(block, None, proposed))
        return Plan(_with_provider_values(block, None, planned, settings, configuration or {}))
    recorded, prior = prior, with_defaults(type_name, prior)  # nothing in an older state is the default
    kept = _kept(block, prior, proposed)
    planned = _with_provider_values(block, prior, kept, settings, configuration or {})
    if planned == prior:
        return Plan(recorded)
    planned = _with_unknowns(block, prior, planned)
    for name in recomputed_by(type_name, prior, planned):
        if name in block.attributes:
            planned[name] = UNKNOWN
    return Plan(planned, tuple(replaced_by(type_name, prior, planned)))


def _with_provider_values(
    block: Block, prior: Values | None, planned: Values, settings: Settings, given: Mapping[str, Any]
) -> Values:
    """Fill in the region and all tags, which the provider knows before AWS is asked."""
    result = dict(planned)
    region = block.attributes.get(REGION)
    if region is not None and region.computed and region.optional and planned.get(REGION) in (None, UNKNOWN):
        result[REGION] = (prior or {}).get(REGION) or settings.region
    tags_all = block.attributes.get("tags_all")
    if (
        tags_all is not None
        and tags_all.computed
        and "tags" in block.attributes
        and given.get("tags_all") is None
    ):
        result["tags_all"] = all_tags(settings.default_tags, planned.get("tags"))
    return result


def _with_unknowns(block: Block, prior: Any, planned: Any) -> Any:
    """`planned` with UNKNOWN for whatever AWS computes and neither configuration nor prior state gives."""
    if not isinstance(planned, dict):
        return planned
    result = dict(planned)
    if prior is None:
        for name in block.computed():
            if result.get(name) is None:
                result[name] = UNKNOWN
    for name, nested in block.blocks.items():
        before = None if prior is None else prior.get(name)
        result[name] = _nested_with_unknowns(nested, before, planned.get(name))
    return result


def _nested_with_unknowns(nested: NestedBlock, prior: Any, planned: Any) -> Any:
    if nested.nesting == SINGLE:
        return _with_unknowns(nested.block, prior, planned)
    if isinstance(planned, dict):
        before = prior if isinstance(prior, dict) else {}
        return {key: _with_unknowns(nested.block, before.get(key), value) for key, value in planned.items()}
    if not isinstance(planned, list):
        return planned
    earlier = prior if isinstance(prior, list) else []
    if nested.nesting == LIST:
        padded = [*earlier, *([None] * len(planned))]
        return [
            _with_unknowns(nested.block, before, item) for before, item in zip(padded, planned, strict=False)
        ]
    known = {sort_key(item) for item in earlier}
    return [item if sort_key(item) in known else _with_unknowns(nested.block, None, item) for item in planned]


def _kept(block: Block, prior: Values, proposed: Values) -> Values:
    """`proposed`, with the prior words wherever they mean the same."""
    result = {}
    for name, value in proposed.items():
        before, nested = prior.get(name), block.blocks.get(name)
        result[name] = _kept_meaning(before, value) if nested is None else _kept_blocks(nested, before, value)
    return result


def _kept_meaning(prior: Any, proposed: Any) -> Any:
    if isinstance(prior, dict) and isinstance(proposed, dict):
        return {key: _kept_meaning(prior.get(key), value) for key, value in proposed.items()}
    if isinstance(prior, list) and isinstance(proposed, list) and len(prior) == len(proposed):
        return [_kept_meaning(before, value) for before, value in zip(prior, proposed, strict=True)]
    return prior if same_meaning(prior, proposed) else proposed


def _kept_blocks(nested: NestedBlock, prior: Any, proposed: Any) -> Any:
    if isinstance(prior, dict) and isinstance(proposed, dict):
        if nested.nesting == SINGLE:
            return _kept(nested.block, prior, proposed)
        pairs = {key: (prior.get(key), value) for key, value in proposed.items()}
        return {k: _kept(nested.block, old, new) if old else new for k, (old, new) in pairs.items()}
    if not isinstance(prior, list) or not isinstance(proposed, list):
        return proposed
    if nested.nesting == LIST:
        padded = [*prior, *([{}] * len(proposed))]
        return [_kept(nested.block, old, new) for old, new in zip(padded, proposed, strict=False)]
    return sorted(_twins(nested.block, list(prior), proposed), key=sort_key)


def _twins(block: Block, left: list[Any], proposed: list[Any]) -> Iterator[Any]:
    """Each proposed element of a set, or the prior one that was given in the same way.

    Terraform finds the prior element itself, except where a computed part of it is a set.
    """
    for item in proposed:
        twin = next((old for old in left if _given_alike(block, old, item)), None)
        if twin is not None:
            left.remove(twin)
        yield item if twin is None else twin


def _given_alike(block: Block, prior: Values, proposed: Values) -> bool:
    attributes = all(
        same_meaning(prior.get(name), proposed.get(name))
        or (attribute.computed and proposed.get(name) is None)
        for name, attribute in block.attributes.items()
    )
    return attributes and all(
        _kept_blocks(nested, prior.get(name), proposed.get(name)) == prior.get(name)
        for name, nested in block.blocks.items()
    )
