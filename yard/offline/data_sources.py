"""The data sources that can be answered without looking anything up.

The stacks use none: what a plan needs comes from the environment file, so that planning needs no credentials.
"""

from __future__ import annotations

from typing import Any

from yard.config import YardError
from yard.offline.planning import Settings

Values = dict[str, Any]


def read_data_source(type_name: str, configuration: Values, settings: Settings) -> Values:
    """Its attributes. Raises YardError for one that only AWS could answer."""
    given = configuration.get("region")
    region = given if isinstance(given, str) else settings.region
    answers: dict[str, Values] = {
        "aws_caller_identity": {
            "id": settings.account,
            "account_id": settings.account,
            "user_id": settings.account,
            "arn": f"arn:aws:iam::{settings.account}:root",
        },
        "aws_region": {
            "id": region,
            "name": region,
            "region": region,
            "endpoint": f"ec2.{region}.amazonaws.com",
            "description": region,
        },
        "aws_partition": {
            "id": "aws",
            "partition": "aws",
            "dns_suffix": "amazonaws.com",
            "reverse_dns_prefix": "com.amazonaws",
        },
    }
    if type_name not in answers:
        raise YardError(
            f"The data source {type_name} asks AWS, and nothing is looked up offline. Pass the value in from the "
            "environment file or from another stack's outputs, or plan without --offline."
        )
    return configuration | answers[type_name]
