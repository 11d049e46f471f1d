"""What `size` in an environment stands for: one row a size, so that no code asks for an environment's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yard.config.store_sizes import (
    LARGE_CACHE,
    LARGE_DATABASE,
    MEDIUM_CACHE,
    MEDIUM_DATABASE,
    SMALL_CACHE,
    SMALL_DATABASE,
    CacheSize,
    DatabaseSize,
)

SizeName = Literal["small", "medium", "large"]


@dataclass(frozen=True)
class Size:
    """Defaults of an environment of this size.

    log_retention_days: of every log group. flow_log_retention_days: of the VPC's flow logs.
    fargate_spot_percent: the share of tasks beyond the first on Fargate Spot, 0 to 100.
    min_tasks, max_tasks: of a service whose manifest does not say.
    node_instance_types, min_nodes, max_nodes: of an EKS node group of which the environment does not say.
    function_concurrency: invocations at a time, at the most, of a function whose manifest does not say.
    price_class: where in the world CloudFront answers: North America and Europe, with Asia, everywhere.
    event_archive_days: so long can events be replayed.
    container_insights: what is measured of ECS and EKS: nothing, clusters and services (charged as custom metrics), or
    single tasks, pods and containers too (on EKS charged by observation).
    database, cache: store_sizes.py says what they are made of.
    """

    log_retention_days: int
    flow_log_retention_days: int
    fargate_spot_percent: int
    min_tasks: int
    max_tasks: int
    function_concurrency: int
    event_archive_days: int
    container_insights: Literal["disabled", "enabled", "enhanced"]
    node_instance_types: tuple[str, ...]
    min_nodes: int
    max_nodes: int
    database: DatabaseSize
    cache: CacheSize
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"]


SIZES: dict[SizeName, Size] = {
    "small": Size(
        log_retention_days=14,
        flow_log_retention_days=14,
        fargate_spot_percent=100,
        min_tasks=1,
        max_tasks=4,
        function_concurrency=10,
        event_archive_days=7,
        container_insights="enabled",
        node_instance_types=("m7i.large", "m6i.large", "m5.large"),
        min_nodes=2,
        max_nodes=3,
        database=SMALL_DATABASE,
        cache=SMALL_CACHE,
        price_class="PriceClass_100",
    ),
    "medium": Size(
        log_retention_days=90,
        flow_log_retention_days=30,
        fargate_spot_percent=50,
        min_tasks=2,
        max_tasks=10,
        function_concurrency=25,
        event_archive_days=30,
        container_insights="enabled",
        node_instance_types=("m7i.large", "m6i.large", "m5.large"),
        min_nodes=2,
        max_nodes=6,
        database=MEDIUM_DATABASE,
        cache=MEDIUM_CACHE,
        price_class="PriceClass_200",
    ),
    "large": Size(
        log_retention_days=365,
        flow_log_retention_days=365,
        fargate_spot_percent=0,
        min_tasks=3,
        max_tasks=30,
        function_concurrency=50,
        event_archive_days=90,
        container_insights="enhanced",
        node_instance_types=("m7i.xlarge", "m6i.xlarge", "m5.xlarge"),
        min_nodes=3,
        max_nodes=12,
        database=LARGE_DATABASE,
        cache=LARGE_CACHE,
        price_class="PriceClass_All",
    ),
}
