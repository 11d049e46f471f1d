"""Hosted zones of the emulated AWS: people make them by hand in AWS, before any stack, so here each is simply there."""

from __future__ import annotations

from typing import Any

COMMENT = "Stands for the zone that people made by hand in AWS"
PREFIX = "/hostedzone/"


def make_zones_when_asked() -> None:
    """Let moto make the zone that a record names, if it has none of that id."""
    from moto.route53.models import Route53Backend

    change = Route53Backend.change_resource_record_sets

    def change_resource_record_sets(
        self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]
    ) -> None:
        id_ = zoneid.removeprefix(PREFIX)
        if id_ not in self.zones:
            name = zone_name(change_list[0]["ResourceRecordSet"]["Name"])
            zone = self.create_hosted_zone(name, private_zone=False, comment=COMMENT)
            del self.zones[zone.resource_id]
            zone.resource_id = id_
            self.zones[id_] = zone
        change(self, zoneid, change_list)

    Route53Backend.change_resource_record_sets = change_resource_record_sets  # type: ignore[method-assign]


def zone_name(record: str) -> str:
    """`example.com.` for `_proof.dev.example.com.`: nobody says what the zone is called, only what is in it."""
    return ".".join(record.rstrip(".").split(".")[-2:]) + "."
