"""`data.cache` in a manifest: a cache that one service owns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from yard.config import forms
from yard.config.model import Broken, Model, Whole, text


class Cache(Model):
    """An ElastiCache cache: encrypted, over TLS, entered with the service's own IAM role."""

    engine: Annotated[
        Literal["valkey", "redis"],
        Field(description="Engine of the cache; Valkey costs less.", examples=["valkey"]),
    ] = "valkey"
    mode: Annotated[
        Literal["serverless", "replicas"],
        Field(
            description="serverless: AWS scales it, in several zones. replicas: a primary and replicas of a node type.",
            examples=["serverless"],
        ),
    ] = "serverless"
    max_gib: Annotated[
        Whole | None,
        Field(
            description="Data at the most, in GiB, 1 to 5000, for mode serverless; the oldest keys make room."
            " Default: as the environment's size says.",
            ge=1,
            le=5000,
            examples=[5],
        ),
    ] = None
    node_type: Annotated[
        str | None,
        text(forms.NODE_TYPE),
        Field(
            description="Node type, for mode replicas. Default: as the environment's size says.",
            examples=["cache.t4g.small"],
        ),
    ] = None
    replicas: Annotated[
        Whole | None,
        Field(
            description="Replicas beside the primary, 0 to 5, for mode replicas; a protected environment has one at"
            " the least. Default: as the environment's size says.",
            ge=0,
            le=5,  # Source: "Amazon ElastiCache User Guide, Replication: Valkey and Redis OSS cluster mode disabled".
            examples=[1],
        ),
    ] = None

    def broken_rules(self) -> Iterator[Broken]:
        """Each mode has sizes of its own."""
        keys = ("node_type", "replicas") if self.mode == "serverless" else ("max_gib",)
        other = "replicas" if self.mode == "serverless" else "serverless"
        for key in keys:
            if getattr(self, key) is not None:
                yield Broken(
                    (key,),
                    f"means nothing with mode {self.mode}. Use mode: {other}, or take it out.",
                    (("mode",),),
                )
