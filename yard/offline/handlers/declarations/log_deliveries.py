"""CloudWatch Logs deliveries: logs that a service makes, taken to where they are kept."""

from __future__ import annotations

from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, Tags, reads

NAME: dict[str, Source] = {"name": "name"}
TAGS = Tags({"resourceArn": "arn"}, tags="tags", keys="tagKeys", found="tags")

SOURCE = Operation(
    "put_delivery_source",
    {**NAME, "resourceArn": "resource_arn", "logType": "log_type"},
    result={"arn": "deliverySource.arn"},
)
LOG_DELIVERY_SOURCE = Declaration(
    service="logs",
    create=SOURCE,
    read=(
        reads(
            "get_delivery_source",
            NAME,
            "deliverySource",
            arn="arn",
            service="service",
            resource_arn="resourceArns[0]",
            log_type="logType",
            name="name",
        ),
    ),
    delete=Operation("delete_delivery_source", NAME),
    tags=TAGS,
    id="{name}",
)

DESTINATION = Operation(
    "put_delivery_destination",
    {
        **NAME,
        "outputFormat": "output_format",
        "deliveryDestinationConfiguration": "delivery_destination_configuration",
    },
    result={"arn": "deliveryDestination.arn"},
)
LOG_DELIVERY_DESTINATION = Declaration(
    service="logs",
    create=DESTINATION,
    read=(
        reads(
            "get_delivery_destination",
            NAME,
            "deliveryDestination",
            arn="arn",
            name="name",
            delivery_destination_type="deliveryDestinationType",
            filled="delivery_destination_type",
        ),
    ),
    changes=(Change(frozenset({"delivery_destination_configuration", "output_format"}), DESTINATION),),
    delete=Operation("delete_delivery_destination", NAME),
    tags=TAGS,
    id="{name}",
)

LOG_DELIVERY = Declaration(
    service="logs",
    create=Operation(
        "create_delivery",
        {
            "deliverySourceName": "delivery_source_name",
            "deliveryDestinationArn": "delivery_destination_arn",
            "recordFields": "record_fields",
            "fieldDelimiter": "field_delimiter",
            "s3DeliveryConfiguration": "s3_delivery_configuration",
        },
        result={"id": "delivery.id", "arn": "delivery.arn"},
    ),
    read=(
        reads(
            "get_delivery",
            {"id": "id"},
            "delivery",
            arn="arn",
            # The emulated CloudWatch Logs fills in defaults of its own.
            ignored="record_fields field_delimiter s3_delivery_configuration",
        ),
    ),
    delete=Operation("delete_delivery", {"id": "id"}),
    tags=TAGS,
)

DECLARATIONS = {
    "aws_cloudwatch_log_delivery": LOG_DELIVERY,
    "aws_cloudwatch_log_delivery_destination": LOG_DELIVERY_DESTINATION,
    "aws_cloudwatch_log_delivery_source": LOG_DELIVERY_SOURCE,
}
