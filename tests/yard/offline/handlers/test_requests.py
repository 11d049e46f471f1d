"""Attributes become the parameters of a call, in the form that AWS's model of the service asks for."""

from __future__ import annotations

from yard.offline.handlers import Cloud
from yard.offline.handlers.declaration import Operation, always, creates
from yard.offline.handlers.requests import parameters

CLOUD = Cloud("http://127.0.0.1:5999", "111111111111", "eu-west-1")


def test_arguments_of_the_same_name_are_passed_and_others_are_not() -> None:
    planned = {"cidr_block": "10.0.0.0/16", "instance_tenancy": None, "enable_dns_support": True}

    assert parameters(CLOUD.client("ec2"), creates("create_vpc"), planned) == {"CidrBlock": "10.0.0.0/16"}


def test_a_block_becomes_a_structure() -> None:
    planned = {"image_scanning_configuration": [{"scan_on_push": True}], "name": "images"}
    operation = creates("create_repository", {"repositoryName": "name"})

    assert parameters(CLOUD.client("ecr"), operation, planned) == {
        "repositoryName": "images",
        "imageScanningConfiguration": {"scanOnPush": True},
    }


def test_one_value_becomes_a_list_where_aws_takes_one() -> None:
    operation = Operation("describe_vpcs", {"VpcIds": "id"})

    assert parameters(CLOUD.client("ec2"), operation, {"id": "vpc-1"}) == {"VpcIds": ["vpc-1"]}


def test_numbers_and_text_take_the_type_that_aws_asks_for() -> None:
    planned = {
        "alarm_name": "a",
        "threshold": 80,
        "evaluation_periods": "2",
        "comparison_operator": "GreaterThanThreshold",
    }

    assert parameters(CLOUD.client("cloudwatch"), creates("put_metric_alarm"), planned) == {
        "AlarmName": "a",
        "Threshold": 80.0,
        "EvaluationPeriods": 2,
        "ComparisonOperator": "GreaterThanThreshold",
    }


def test_tags_are_never_passed_along() -> None:
    planned = {"name": "role", "tags": {"a": "b"}, "tags_all": {"a": "b"}}
    operation = Operation("create_role", {"RoleName": "name"}, like_named=True)

    assert parameters(CLOUD.client("iam"), operation, planned) == {"RoleName": "role"}


def test_an_empty_list_is_left_out_only_where_aws_refuses_it() -> None:
    certificate = creates("request_certificate")
    cluster = Operation(
        "put_cluster_capacity_providers", {"cluster": always("c"), "capacityProviders": "names"}
    )

    assert parameters(CLOUD.client("acm"), certificate, {"subject_alternative_names": []}) == {}
    assert parameters(CLOUD.client("ecs"), cluster, {"names": []}) == {
        "cluster": "c",
        "capacityProviders": [],
    }
