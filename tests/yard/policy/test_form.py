from __future__ import annotations

import json

from yard.policy.form import LINES, hcl_form, opened, without_nulls


def test_nulls_are_dropped_at_every_depth() -> None:
    assert without_nulls({"a": None, "b": [{"c": None, "d": 0}, None], "e": ""}) == {"b": [{"d": 0}], "e": ""}


def test_blocks_wrap_each_value_and_maps_do_not_as_in_hcl() -> None:
    form = hcl_form(
        {
            "//": {"metadata": {}},
            "resource": {
                "aws_security_group": {
                    "ssh": {
                        "//": {"metadata": {"path": "dev/ssh"}},
                        "name": "ssh",
                        "ingress": [{"from_port": 22, "cidr_blocks": ["0.0.0.0/0"], "self": None}],
                        "tags": {"Name": "ssh"},
                        "lifecycle": {"prevent_destroy": True},
                    }
                }
            },
        }
    )

    assert form == {
        "resource": [
            {
                "aws_security_group": {
                    "ssh": {
                        "name": ["ssh"],
                        "ingress": [{"from_port": [22], "cidr_blocks": [["0.0.0.0/0"]]}],
                        "tags": [{"Name": "ssh"}],
                        "lifecycle": [{"prevent_destroy": [True]}],
                    }
                }
            }
        ]
    }


def test_a_policy_in_text_is_opened() -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

    assert opened(json.dumps(policy)) == policy


def test_text_that_only_looks_like_json_stays_text() -> None:
    assert opened("{not json") == "{not json"
    assert opened("[") == "["
    assert opened("plain") == "plain"


def test_a_reference_where_iam_wants_an_arn_is_put_into_one_so_that_the_policy_can_be_read() -> None:
    statement = {"Resource": ["${aws_s3_bucket.b.arn}/*", "*"], "NotResource": "${data.x.y.outputs.z}"}

    assert opened(json.dumps([statement])) == [
        {
            "Resource": ["arn:aws:s3:::${aws_s3_bucket.b.arn}/*", "*"],
            "NotResource": "arn:aws:unknown:::${data.x.y.outputs.z}",
        }
    ]


def test_several_providers_of_one_name_stay_several() -> None:
    form = hcl_form({"provider": {"aws": [{"region": "eu-west-1"}, {"region": "us-east-1", "alias": "us"}]}})

    assert form["provider"] == [
        {"aws": {"region": ["eu-west-1"], **LINES}},
        {"aws": {"region": ["us-east-1"], "alias": ["us"], **LINES}},
    ]
