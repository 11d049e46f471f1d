"""Real Terraform over the offline provider, with nothing but a state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Terraform

QUEUE = {"name": "dev-orders", "delay_seconds": 5}
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs.amazonaws.com"}}
        ],
    }
)
NETWORK: dict[str, Any] = {
    "aws_vpc": {"main": {"cidr_block": "10.0.0.0/16", "tags": {"Name": "main"}}},
    "aws_subnet": {
        "a": {"vpc_id": "${aws_vpc.main.id}", "cidr_block": "10.0.0.0/20", "availability_zone": "eu-west-1a"}
    },
    "aws_security_group": {
        "tasks": {
            "vpc_id": "${aws_vpc.main.id}",
            "ingress": [
                {
                    "cidr_blocks": ["10.0.0.0/8"],
                    "description": None,
                    "from_port": 80,
                    "ipv6_cidr_blocks": None,
                    "prefix_list_ids": None,
                    "protocol": "tcp",
                    "security_groups": None,
                    "self": None,
                    "to_port": 80,
                }
            ],
        }
    },
    "aws_dynamodb_table": {
        "products": {
            "name": "dev-products",
            "hash_key": "id",
            "billing_mode": "PAY_PER_REQUEST",
            "attribute": [{"name": "id", "type": "S"}, {"name": "category", "type": "S"}],
            "global_secondary_index": [
                {"name": "by_category", "hash_key": "category", "projection_type": "ALL"}
            ],
            "point_in_time_recovery": {"enabled": True},
            "timeouts": {"create": "3m"},
        }
    },
    "aws_iam_role": {"task": {"name": "dev-task", "assume_role_policy": TRUST}},
}


def test_a_stack_lives_from_init_to_destroy(each_terraform: Terraform) -> None:
    stack = each_terraform.write(NETWORK, output={"table": {"value": "${aws_dynamodb_table.products.arn}"}})

    stack.init()
    assert stack.run("validate").status == 0
    stack.apply()

    assert stack.state("aws_subnet.a")["vpc_id"] == stack.state("aws_vpc.main")["id"]
    assert json.loads(stack.run("output", "-json").output)["table"]["value"] == (
        "arn:aws:dynamodb:eu-west-1:111111111111:table/dev-products"
    )
    assert stack.actions() == {}
    assert stack.run("plan", "-detailed-exitcode").status == 0
    stack.destroy()
    assert stack.state("aws_vpc.main") == {}


def test_what_aws_computes_is_known_after_apply_only(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init()

    change = terraform.plan()["resource_changes"][0]["change"]

    assert change["actions"] == ["create"]
    assert change["after"]["name"] == "dev-orders"
    assert change["after"]["tags_all"] == {"Environment": "dev"}
    assert "arn" not in change["after"]
    assert change["after_unknown"]["arn"] is True


def test_a_change_is_made_in_place(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init().apply()
    before = terraform.state("aws_sqs_queue.orders")

    terraform.write({"aws_sqs_queue": {"orders": {**QUEUE, "delay_seconds": 9, "tags": {"Team": "buying"}}}})

    assert terraform.actions() == {"aws_sqs_queue.orders": ["update"]}
    terraform.apply()
    after = terraform.state("aws_sqs_queue.orders")
    assert after == before | {
        "delay_seconds": 9,
        "tags": {"Team": "buying"},
        "tags_all": {"Environment": "dev", "Team": "buying"},
    }
    assert terraform.actions() == {}


def test_a_change_that_cannot_be_made_in_place_replaces_and_so_do_its_dependants(
    terraform: Terraform,
) -> None:
    terraform.write(NETWORK).init().apply()
    before = terraform.state("aws_vpc.main")["id"]

    changed = json.loads(json.dumps(NETWORK))
    changed["aws_vpc"]["main"]["cidr_block"] = "10.1.0.0/16"
    terraform.write(changed)

    assert terraform.actions() == {
        "aws_vpc.main": ["delete", "create"],
        "aws_subnet.a": ["delete", "create"],
        "aws_security_group.tasks": ["delete", "create"],
    }
    terraform.apply()
    assert terraform.state("aws_vpc.main")["id"] != before
    assert terraform.actions() == {}


def test_new_default_tags_change_every_resource_in_place(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init().apply()

    tags = {"Environment": "dev", "Repository": "stackyard"}
    terraform.write(
        {"aws_sqs_queue": {"orders": QUEUE}}, aws={"region": "eu-west-1", "default_tags": [{"tags": tags}]}
    )

    assert terraform.actions() == {"aws_sqs_queue.orders": ["update"]}
    terraform.apply()
    assert terraform.state("aws_sqs_queue.orders")["tags_all"] == tags
    assert terraform.actions() == {}


def test_a_policy_in_other_words_changes_nothing(terraform: Terraform) -> None:
    terraform.write(
        {"aws_iam_role": {"task": {"name": "dev-task", "assume_role_policy": TRUST}}}
    ).init().apply()

    same = json.dumps(json.loads(TRUST), indent=4, sort_keys=True).replace(
        '"sts:AssumeRole"', '["sts:AssumeRole"]'
    )
    terraform.write({"aws_iam_role": {"task": {"name": "dev-task", "assume_role_policy": same}}})

    assert terraform.actions() == {}


def test_a_block_added_and_taken_away_is_a_change_each(terraform: Terraform) -> None:
    table = NETWORK["aws_dynamodb_table"]["products"]
    index = {"name": "by_id", "hash_key": "id", "projection_type": "KEYS_ONLY"}
    terraform.write({"aws_dynamodb_table": {"products": table}}).init().apply()

    more = {
        **table,
        "global_secondary_index": [*table["global_secondary_index"], index],
        "ttl": {"enabled": True},
    }
    terraform.write({"aws_dynamodb_table": {"products": more}})
    assert terraform.actions() == {"aws_dynamodb_table.products": ["update"]}
    terraform.apply()
    assert terraform.actions() == {}

    terraform.write({"aws_dynamodb_table": {"products": table}})
    assert terraform.actions() == {"aws_dynamodb_table.products": ["update"]}
    terraform.apply()
    assert terraform.actions() == {}


def test_a_secret_is_not_printed(terraform: Terraform) -> None:
    terraform.write(
        {"aws_ssm_parameter": {"key": {"name": "/dev/key", "type": "SecureString", "value": "hunter2"}}}
    ).init()

    outcome = terraform.run("plan")

    assert outcome.status == 0
    assert "hunter2" not in outcome.output
    assert "(sensitive value)" in outcome.output


def test_terraform_and_provider_agree_on_rules_of_any_shape(terraform: Terraform) -> None:
    rule = {
        "name": "rate",
        "priority": 1,
        "action": {"block": {}},
        "statement": {"rate_based_statement": {"limit": 1000, "aggregate_key_type": "IP"}},
        "visibility_config": {
            "cloudwatch_metrics_enabled": True,
            "metric_name": "a",
            "sampled_requests_enabled": True,
        },
    }
    acl = {
        "name": "dev",
        "scope": "REGIONAL",
        "default_action": {"allow": {}},
        "rule": [rule],
        "visibility_config": {
            "cloudwatch_metrics_enabled": True,
            "metric_name": "b",
            "sampled_requests_enabled": True,
        },
    }
    terraform.write({"aws_wafv2_web_acl": {"edge": acl}}).init().apply()

    assert terraform.actions() == {}


MISTAKES = {
    "an unknown argument": (
        {"aws_sqs_queue": {"orders": {**QUEUE, "dealy_seconds": 5}}},
        "resource.aws_sqs_queue.orders",
        "Extraneous JSON object property",
        'No argument or block type is named "dealy_seconds".',
    ),
    "a word for a number": (
        {"aws_sqs_queue": {"orders": {**QUEUE, "delay_seconds": "soon"}}},
        "resource.aws_sqs_queue.orders",
        "Incorrect attribute value type",
        'Inappropriate value for attribute "delay_seconds": a number is required.',
    ),
    "a list for a map": (
        {"aws_sqs_queue": {"orders": {**QUEUE, "tags": ["a"]}}},
        "resource.aws_sqs_queue.orders",
        "Incorrect attribute value type",
        'Inappropriate value for attribute "tags": map of string required.',
    ),
    "a missing argument": (
        {"aws_subnet": {"a": {"cidr_block": "10.0.0.0/20"}}},
        "resource.aws_subnet.a",
        "Missing required argument",
        'The argument "vpc_id" is required, but no definition was found.',
    ),
    "a missing argument of a block": (
        {"aws_dynamodb_table": {"t": {"name": "t", "attribute": [{"name": "id"}]}}},
        "resource.aws_dynamodb_table.t.attribute[0]",
        "Missing required argument",
        'The argument "type" is required, but no definition was found.',
    ),
    "a missing block": (
        {"aws_lb_listener": {"http": {"load_balancer_arn": "arn:aws:elasticloadbalancing:eu-west-1:1:x"}}},
        "resource.aws_lb_listener.http",
        "Insufficient default_action blocks",
        'At least 1 "default_action" blocks are required.',
    ),
    "a block too many": (
        {"aws_dynamodb_table": {"t": {"name": "t", "ttl": [{"enabled": True}, {"enabled": False}]}}},
        "resource.aws_dynamodb_table.t.ttl[1]",
        "Too many ttl blocks",
        'No more than 1 "ttl" blocks are allowed',
    ),
    "a document that is no JSON": (
        {"aws_iam_role": {"task": {"name": "a", "assume_role_policy": "{'Version': 1}"}}},
        "resource.aws_iam_role.task",
        '"assume_role_policy" contains an invalid JSON',
        "Expecting property name enclosed in double quotes: line 1 column 2 (char 1). It must be a JSON document.",
    ),
    "an unknown type": (
        {"aws_sqs_quue": {"orders": QUEUE}},
        "resource",
        "Invalid resource type",
        'The provider hashicorp/aws does not support resource type "aws_sqs_quue".',
    ),
}


@pytest.mark.parametrize(("resource", "place", "summary", "detail"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place(
    terraform: Terraform, resource: dict[str, Any], place: str, summary: str, detail: str
) -> None:
    terraform.write(resource).init()

    told = json.loads(terraform.run("validate", "-json").output)

    assert [(d["snippet"]["context"], d["summary"], d["detail"]) for d in told["diagnostics"]] == [
        (place, summary, detail)
    ]


def test_an_account_that_the_stack_does_not_allow_is_refused(terraform: Terraform) -> None:
    aws = {"region": "eu-west-1", "allowed_account_ids": ["222222222222"]}
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}, aws=aws).init()

    outcome = terraform.run("plan")

    assert outcome.status == 1
    assert "AWS account ID not allowed: 111111111111. The provider block allows 222222222222" in outcome.text


def test_credentials_of_the_person_are_never_used(terraform: Terraform) -> None:
    terraform.environment = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_ENDPOINT_URL": "https://sqs.eu-west-1.amazonaws.com",
    }
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init().apply()

    assert terraform.state("aws_sqs_queue.orders")["arn"] == "arn:aws:sqs:eu-west-1:111111111111:dev-orders"


def test_a_lookup_is_refused_and_who_one_is_is_known(terraform: Terraform) -> None:
    terraform.write(
        {"aws_sqs_queue": {"orders": QUEUE}},
        data={"aws_caller_identity": {"me": {}}},
        output={"account": {"value": "${data.aws_caller_identity.me.account_id}"}},
    ).init().apply()
    assert json.loads(terraform.run("output", "-json").output)["account"]["value"] == "111111111111"

    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}, data={"aws_vpc": {"found": {"default": True}}})
    outcome = terraform.run("plan")

    assert outcome.status == 1
    assert "The data source aws_vpc asks AWS, and nothing is looked up offline." in outcome.text


def test_two_regions_in_one_stack_go_by_the_argument_and_not_by_an_alias(terraform: Terraform) -> None:
    near = {"aws_sqs_queue": {"near": QUEUE, "far": {**QUEUE, "region": "us-east-1"}}}
    terraform.write(near).init().apply()
    assert terraform.state("aws_sqs_queue.far")["arn"] == "arn:aws:sqs:us-east-1:111111111111:dev-orders"

    two = {"aws_sqs_queue": {"near": QUEUE, "far": {**QUEUE, "provider": "aws.far"}}}
    terraform.write(two)
    terraform.configuration["provider"]["aws"].append({"alias": "far", "region": "us-east-1"})
    (terraform.folder / "cdk.tf.json").write_text(json.dumps(terraform.configuration))
    outcome = terraform.run("plan")

    assert outcome.status == 1
    assert "This stack configures the provider twice" in outcome.text


def test_a_state_from_another_provider_version_is_understood(terraform: Terraform) -> None:
    terraform.write({"aws_sqs_queue": {"orders": QUEUE}}).init().apply()
    path = terraform.folder / "terraform.tfstate"
    state = json.loads(path.read_text())
    attributes = state["resources"][0]["instances"][0]["attributes"]
    attributes["removed_in_version_7"] = "x"
    del attributes["sqs_managed_sse_enabled"], attributes["timeouts"]
    path.write_text(json.dumps(state))

    assert terraform.actions() == {}


CERTIFICATE = {
    "domain_name": "example.com",
    "subject_alternative_names": ["*.example.com", "www.example.com"],
    "validation_method": "DNS",
}
PROOF = {
    "for_each": "${{for option in aws_acm_certificate.site.domain_validation_options :"
    " option.domain_name => option}}",
    "zone_id": "Z1",
    "name": "${each.value.resource_record_name}",
    "type": "${each.value.resource_record_type}",
    "records": ["${each.value.resource_record_value}"],
    "ttl": 300,
}


def test_the_domains_to_prove_are_known_while_planning_so_that_each_can_have_its_record(
    terraform: Terraform,
) -> None:
    terraform.write({"aws_acm_certificate": {"site": CERTIFICATE}, "aws_route53_record": {"proof": PROOF}})

    assert terraform.init().actions() == {
        "aws_acm_certificate.site": ["create"],
        'aws_route53_record.proof["*.example.com"]': ["create"],
        'aws_route53_record.proof["example.com"]': ["create"],
        'aws_route53_record.proof["www.example.com"]': ["create"],
    }
    terraform.apply()
    options = terraform.state("aws_acm_certificate.site")["domain_validation_options"]
    assert len({option["resource_record_value"] for option in options}) == 3
    assert terraform.actions() == {}
