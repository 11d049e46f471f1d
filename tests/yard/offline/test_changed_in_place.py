"""Types that stacks seldom change, through Terraform: made, changed in place, found unchanged, destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from moto import settings
from moto.server import ThreadedMotoServer

from yard.offline.handlers.base import Cloud

from .conftest import REGION, Terraform

ACCOUNT = "123456789012"  # moto's own: the server runs in this process


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setattr(settings, "ACM_VALIDATION_WAIT", 0)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Cloud(f"http://{host}:{port}", ACCOUNT, REGION)
    server.stop()


def resources(zone: str, *, changed: bool) -> dict[str, Any]:
    """Every type once; changed: with another value of whatever changes in place."""
    proof = "${tolist(aws_acm_certificate.shop.domain_validation_options)[0].%s}"
    return {
        "aws_vpc": {"vpc": {"cidr_block": "10.0.0.0/16"}},
        "aws_subnet": {
            name: {"vpc_id": "${aws_vpc.vpc.id}", "cidr_block": f"10.0.{number}.0/24"}
            for number, name in enumerate(("a", "b"))
        },
        "aws_acm_certificate": {"shop": {"domain_name": "shop.example.com", "validation_method": "DNS"}},
        "aws_route53_record": {
            "proof": {
                "zone_id": zone,
                "name": proof % "resource_record_name",
                "type": proof % "resource_record_type",
                "records": [proof % "resource_record_value"],
                "ttl": 60 if changed else 300,
                "allow_overwrite": True,
            }
        },
        "aws_acm_certificate_validation": {
            "shop": {
                "certificate_arn": "${aws_acm_certificate.shop.arn}",
                "validation_record_fqdns": ["${aws_route53_record.proof.fqdn}"],
            }
        },
        "aws_iam_openid_connect_provider": {
            "tokens": {
                "url": "https://tokens.example.com",
                "client_id_list": ["sts.amazonaws.com", *(["shop"] if changed else [])],
            }
        },
        "aws_launch_template": {
            "nodes": {
                "name": "nodes",
                "update_default_version": True,
                "metadata_options": [
                    {"http_tokens": "required", "http_put_response_hop_limit": 2 if changed else 1}
                ],
                "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "nodes"}}],
            }
        },
        "aws_elasticache_user": {
            "shop": {
                "user_id": "shop",
                "user_name": "shop",
                "engine": "valkey",
                "access_string": "off -@all" if changed else "on ~* +@all",
                "authentication_mode": [{"type": "iam"}],
            }
        },
        "aws_backup_vault": {"vault": {"name": "vault"}},
        "aws_backup_vault_lock_configuration": {
            "lock": {"backup_vault_name": "${aws_backup_vault.vault.name}", "min_retention_days": 7}
        },
        "aws_db_option_group": {
            "tls": {
                "name": "tls",
                "engine_name": "oracle-se2",
                "major_engine_version": "19",
                "option": [
                    {
                        "option_name": "SSL",
                        "port": 2484,
                        "option_settings": [
                            {"name": "SQLNET.SSL_VERSION", "value": "1.2" if changed else "1.0"}
                        ],
                    }
                ],
            }
        },
        "aws_db_instance": {
            "shop": {
                "identifier": "shop",
                "engine": "postgres",
                "instance_class": "db.t4g.micro",
                "allocated_storage": 20,
                "username": "dbadmin",
                "manage_master_user_password": True,
                "skip_final_snapshot": True,
            }
        },
        "aws_db_proxy": {
            "shop": {
                "name": "shop",
                "engine_family": "POSTGRESQL",
                "role_arn": "arn:aws:iam::123456789012:role/proxy",
                "require_tls": not changed,
                "vpc_subnet_ids": ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
                "auth": [
                    {
                        "auth_scheme": "SECRETS",
                        "iam_auth": "DISABLED",
                        "secret_arn": "${aws_db_instance.shop.master_user_secret[0].secret_arn}",
                    }
                ],
            }
        },
        "aws_db_proxy_default_target_group": {
            "shop": {
                "db_proxy_name": "${aws_db_proxy.shop.name}",
                "connection_pool_config": [{"max_connections_percent": 80 if changed else 90}],
            }
        },
        "aws_db_proxy_target": {
            "shop": {
                "db_proxy_name": "${aws_db_proxy.shop.name}",
                "target_group_name": "${aws_db_proxy_default_target_group.shop.name}",
                "db_instance_identifier": "${aws_db_instance.shop.identifier}",
            }
        },
    }


def test_what_changes_in_place_is_changed_and_then_no_drift(terraform: Terraform, cloud: Cloud) -> None:
    zone = cloud.client("route53").create_hosted_zone(Name="example.com", CallerReference="x")["HostedZone"]
    zone_id = zone["Id"].removeprefix("/hostedzone/")
    terraform.endpoint, terraform.account = cloud.endpoint, ACCOUNT
    terraform.write(resources(zone_id, changed=False)).init().apply()
    assert terraform.actions() == {}

    terraform.write(resources(zone_id, changed=True))
    planned = terraform.plan()

    actions = {
        change["address"]: change["change"]["actions"]
        for change in planned["resource_changes"]
        if change["change"]["actions"] != ["no-op"]
    }
    assert actions == {
        "aws_db_option_group.tls": ["update"],
        "aws_db_proxy.shop": ["update"],
        "aws_db_proxy_default_target_group.shop": ["update"],
        "aws_elasticache_user.shop": ["update"],
        "aws_iam_openid_connect_provider.tokens": ["update"],
        "aws_launch_template.nodes": ["update"],
        "aws_route53_record.proof": ["update"],
    }
    (template,) = (c["change"] for c in planned["resource_changes"] if c["type"] == "aws_launch_template")
    assert template["after_unknown"]["default_version"]
    assert template["after_unknown"]["latest_version"]
    terraform.apply()
    assert terraform.actions() == {}
    assert terraform.state("aws_launch_template.nodes")["default_version"] == 2
    terraform.destroy()
    proxies = cloud.client("rds").describe_db_proxies()["DBProxies"]
    providers = cloud.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert "shop" not in {proxy["DBProxyName"] for proxy in proxies}
    assert f"arn:aws:iam::{ACCOUNT}:oidc-provider/tokens.example.com" not in {one["Arn"] for one in providers}
