"""What moto cannot change is made anew under its name and keeps its tags; what stands in something goes with it."""

from __future__ import annotations

import pytest

from tests.yard.offline.handlers import cases_access, cases_databases, cases_proxies
from tests.yard.offline.handlers.cases_dns import record, see_record
from tests.yard.offline.handlers.life import DEFAULT_TAGS, Life
from tests.yard.offline.handlers.world import World
from yard.config import YardError
from yard.offline.handlers.declarations import certificates

TAGS = {"Team": "sales"}


def test_an_identity_provider_with_other_audiences_keeps_its_arn_and_tags(life: Life, world: World) -> None:
    kind = "aws_iam_openid_connect_provider"
    before = life.create(kind, **cases_access.provider(world), tags=TAGS)

    after = life.update(kind, before, client_id_list=["shop"])

    found = world.aws("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=before["arn"])
    assert (after["arn"], found["ClientIDList"]) == (before["arn"], ["shop"])
    assert {tag["Key"]: tag["Value"] for tag in found["Tags"]} == {**DEFAULT_TAGS, **TAGS}


def test_a_user_with_other_rights_keeps_its_tags(life: Life, world: World) -> None:
    kind = "aws_elasticache_user"
    before = life.create(kind, **cases_access.user(world), tags=TAGS)

    life.update(kind, before, access_string="off -@all", tags={"Team": "buying"})

    tags = world.aws("elasticache").list_tags_for_resource(ResourceName=before["arn"])["TagList"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {**DEFAULT_TAGS, "Team": "buying"}


def test_an_instance_under_another_name_is_the_same_instance(life: Life, world: World) -> None:
    before = life.create("aws_db_instance", **cases_databases.instance(world))

    after = life.update("aws_db_instance", before, identifier=world.name("renamed"))

    found = world.aws("rds").describe_db_instances(DBInstanceIdentifier=after["identifier"])["DBInstances"]
    assert [one["DbiResourceId"] for one in found] == [before["resource_id"]]
    assert life.read("aws_db_instance", after) == after
    life.delete("aws_db_instance", after)


def test_what_a_proxy_has_is_gone_with_the_proxy_and_may_be_deleted_then(life: Life, world: World) -> None:
    target = life.create("aws_db_proxy_target", **cases_proxies.target(world))
    share = life.create("aws_db_proxy_default_target_group", db_proxy_name=target["db_proxy_name"])
    world.aws("rds").delete_db_proxy(DBProxyName=target["db_proxy_name"])

    assert life.read("aws_db_proxy_target", target) is None
    assert life.read("aws_db_proxy_default_target_group", share) is None
    life.delete("aws_db_proxy_target", target)


def test_records_are_gone_with_their_zone(life: Life, world: World) -> None:
    made = life.create("aws_route53_record", **record(world))
    life.delete("aws_route53_record", made)
    world.aws("route53").delete_hosted_zone(Id=made["zone_id"])

    assert life.read("aws_route53_record", made) is None
    life.delete("aws_route53_record", made)


def test_a_record_may_be_created_again_although_another_follows_it(life: Life, world: World) -> None:
    arguments = record(world)
    other = life.create("aws_route53_record", **{**arguments, "name": f"zzz.{arguments['name']}"})

    for _ in range(2):
        made = life.create("aws_route53_record", **arguments)
        life.delete("aws_route53_record", made)

    assert len(see_record(world, other)) == 1


def test_a_name_without_the_zone_is_completed_and_an_alias_has_no_values(life: Life, world: World) -> None:
    zone = record(world)
    domain = zone["name"].removeprefix("_proof_1.").rstrip(".")
    alias = {"name": "balancer.example.com", "zone_id": "Z1", "evaluate_target_health": True}

    made = life.create("aws_route53_record", zone_id=zone["zone_id"], name="www", type="A", alias=[alias])

    assert made["fqdn"] == f"www.{domain}"
    assert life.read("aws_route53_record", made) == made
    imported = life.import_state("aws_route53_record", f"{zone['zone_id']}_www.{domain}_A")
    assert imported is not None
    assert (imported["fqdn"], imported["alias"], imported["records"]) == (f"www.{domain}", [alias], [])


def test_a_change_of_a_record_behind_the_back_is_seen(life: Life, world: World) -> None:
    made = life.create("aws_route53_record", **record(world))
    other = {"Name": made["fqdn"], "Type": "CNAME", "TTL": 5, "ResourceRecords": [{"Value": "elsewhere."}]}
    world.aws("route53").change_resource_record_sets(
        HostedZoneId=made["zone_id"],
        ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": other}]},
    )

    seen = life.read("aws_route53_record", made)

    assert seen is not None
    assert (seen["ttl"], seen["records"]) == (5, ["elsewhere."])


def test_a_record_of_another_type_takes_the_place_of_the_first(life: Life, world: World) -> None:
    made = life.create("aws_route53_record", **record(world))

    changed = life.update("aws_route53_record", made, type="TXT", records=["v=1"])

    assert see_record(world, changed) == [("TXT", 300, ['"v=1"'])]
    assert changed["id"] == made["id"].removesuffix("CNAME") + "TXT"
    assert life.read("aws_route53_record", changed) == changed


def test_a_database_is_renamed_in_place(life: Life, world: World) -> None:
    made = life.create("aws_db_instance", **cases_databases.instance(world))
    name = world.name("other")

    changed = life.update("aws_db_instance", made, identifier=name, backup_retention_period=9)

    (found,) = world.aws("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    assert (found["DbiResourceId"], found["BackupRetentionPeriod"]) == (made["resource_id"], 9)
    assert life.read("aws_db_instance", {**changed, "arn": found["DBInstanceArn"]}) is not None


def test_text_is_quoted_for_route_53_alone(life: Life, world: World) -> None:
    made = life.create("aws_route53_record", **{**record(world), "type": "TXT", "records": ["v=spf1 -all"]})

    assert see_record(world, made) == [("TXT", 300, ['"v=spf1 -all"'])]
    assert life.read("aws_route53_record", made) == made


def test_a_certificate_that_is_not_issued_in_time_is_told(
    life: Life, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moto.settings.ACM_VALIDATION_WAIT", 60)
    monkeypatch.setattr(certificates, "ISSUED_WITHIN_SECONDS", 0)
    certificate = life.create("aws_acm_certificate", domain_name="slow.example.com", validation_method="DNS")

    with pytest.raises(YardError) as error:
        life.create("aws_acm_certificate_validation", certificate_arn=certificate["arn"])

    assert str(error.value) == (
        f"The certificate {certificate['arn']} is PENDING_VALIDATION after 0 s, not ISSUED. Apply again to wait longer."
    )
