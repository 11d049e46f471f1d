from __future__ import annotations

from modules.network.discovery_alias import DiscoveryAlias
from modules.network.discovery_service import DiscoveryService
from modules.network.private_dns_namespace import PrivateDnsNamespace
from tests.modules.synthesised import synthesise


def test_a_namespace_is_resolved_in_its_vpc_alone() -> None:
    made = synthesise(
        lambda stack: PrivateDnsNamespace(stack, "namespace", name="dev.internal", vpc_id="vpc-1")
    ).only("aws_service_discovery_private_dns_namespace")

    assert (made["name"], made["vpc"]) == ("dev.internal", "vpc-1")


def test_callers_find_all_healthy_tasks_and_lose_one_that_left_within_seconds() -> None:
    made = synthesise(
        lambda stack: DiscoveryService(stack, "discovery", name="quotes", namespace_id="ns-1")
    ).only("aws_service_discovery_service")

    assert made["dns_config"] == {
        "namespace_id": "ns-1",
        "routing_policy": "MULTIVALUE",
        "dns_records": [{"type": "A", "ttl": 10}],
    }


def test_ecs_tells_which_tasks_are_healthy_and_the_block_stays_in_the_state() -> None:
    made = synthesise(
        lambda stack: DiscoveryService(stack, "discovery", name="quotes", namespace_id="ns-1")
    ).only("aws_service_discovery_service")

    assert made["health_check_custom_config"] == {"failure_threshold": 1}


def test_an_alias_leads_to_the_load_balancer_as_cloud_map_wants_it() -> None:
    made = synthesise(
        lambda stack: DiscoveryAlias(
            stack,
            "discovery",
            name="quotes",
            namespace_id="ns-1",
            load_balancer_dns_name="internal.example.com",
        )
    )

    service = made.only("aws_service_discovery_service")
    assert service["dns_config"]["routing_policy"] == "WEIGHTED"
    assert "health_check_custom_config" not in service
    assert made.only("aws_service_discovery_instance")["attributes"] == {
        "AWS_ALIAS_DNS_NAME": "internal.example.com"
    }
