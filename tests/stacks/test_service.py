from __future__ import annotations

from tests.modules.synthesised import Resources
from tests.stacks.environments import build, container, environment, released, service


def shop() -> Resources:
    return released()["dev-shop"]


def test_a_container_is_told_where_its_data_is() -> None:
    variables = {entry["name"]: entry["value"] for entry in container(shop())["environment"]}

    assert variables == {
        "PORT": "8080",
        "SERVICE": "shop",
        "ENVIRONMENT": "dev",
        "AWS_REGION": "eu-west-1",
        "TASK_CPU": "256",
        "TABLE_PRODUCTS": "${aws_dynamodb_table.table-products.name}",
        "BUCKET_IMAGES": "${aws_s3_bucket.bucket-images.id}",
        "QUEUE_ORDERS_URL": "${aws_sqs_queue.queue-orders.url}",
    }


def test_a_persons_variables_are_text_and_never_an_expression_of_terraform() -> None:
    made = build(environment(), service(environment={"GREETING": "${path.cwd} %{ for }"}))["dev-shop"]

    variables = {entry["name"]: entry["value"] for entry in container(made)["environment"]}
    assert variables["GREETING"] == "$${path.cwd} %%{ for }"


def test_the_code_may_do_what_its_data_needs_and_no_more() -> None:
    (name,) = [name for name in shop().all("aws_iam_role_policy") if name.startswith("task-role")]

    services = {
        action.split(":")[0]
        for statement in shop().policy("aws_iam_role_policy", name)
        for action in statement["Action"]
    }
    assert services == {"dynamodb", "s3", "sqs", "kms"}


def test_a_service_without_data_has_no_rights_at_all() -> None:
    made = build(environment(), service(data={}, queues={}, secrets=[]))["dev-shop"]

    (policy,) = made.all("aws_iam_role_policy")
    assert policy.startswith("execution-role")


def test_people_see_where_the_data_is() -> None:
    outputs = {name for name in shop().document["output"] if not name.startswith("cross-stack")}

    assert outputs == {"table_products", "bucket_images", "queue_orders_url", "image_repository_url"}
