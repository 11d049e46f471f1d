"""The emulated AWS: one process per environment, remembered, restarted where it was."""

from __future__ import annotations

import json
import os
import pickle
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.yard.local.running import until
from yard.config import YardError
from yard.local.desired import Aws
from yard.local.emulator import Emulator
from yard.local.emulator_attempts import Environ, KeptAnswers, StartResponse
from yard.local.emulator_copies import backend
from yard.local.emulator_memory import Memory, RememberingApplication
from yard.local.folder import LocalFolder
from yard.local.processes import marked
from yard.local.secrets import UnresolvedSecretError, client, resolve
from yard.offline.attempts import PATH

ACCOUNT = "000000000001"
TRUST = '{"Version": "2012-10-17", "Statement": []}'


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = LocalFolder(tmp_path_factory.mktemp("emulator") / "local", "test")
    running = Emulator(folder, ACCOUNT)
    running.start()
    yield running
    running.stop()


def aws(emulator: Emulator) -> Aws:
    assert emulator.endpoint is not None
    return Aws(endpoint=emulator.endpoint, region="eu-west-1", account=ACCOUNT, started=1)


def test_resources_belong_to_the_environments_account(emulator: Emulator) -> None:
    arn = client(aws(emulator), "sqs").create_queue(QueueName="q")["QueueUrl"]

    assert f"/{ACCOUNT}/q" in arn
    assert client(aws(emulator), "sts").get_caller_identity()["Account"] == ACCOUNT


def test_a_second_start_finds_the_first(emulator: Emulator) -> None:
    identity = emulator.identity

    assert emulator.begin() is False
    assert emulator.identity == identity


def test_a_hosted_zone_that_people_made_by_hand_is_there_for_the_first_record(emulator: Emulator) -> None:
    route53 = client(aws(emulator), "route53")
    record = {
        "Name": "_proof.shop.example.com",
        "Type": "CNAME",
        "TTL": 300,
        "ResourceRecords": [{"Value": "_value.acm-validations.aws."}],
    }

    for action in ("UPSERT", "DELETE", "UPSERT"):
        route53.change_resource_record_sets(
            HostedZoneId="Z0000000000000000DEV",
            ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]},
        )

    zone = route53.get_hosted_zone(Id="Z0000000000000000DEV")["HostedZone"]
    found = route53.list_resource_record_sets(HostedZoneId="Z0000000000000000DEV")["ResourceRecordSets"]
    assert zone["Name"] == "example.com."
    assert [one["Name"] for one in found if one["Type"] == "CNAME"] == ["_proof.shop.example.com."]


def test_a_certificate_is_issued_at_once(emulator: Emulator) -> None:
    acm = client(aws(emulator), "acm")

    arn = acm.request_certificate(DomainName="shop.example.com", ValidationMethod="DNS")["CertificateArn"]

    assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"] == "ISSUED"


def test_a_bucket_that_refuses_requests_without_tls_is_of_use_here(emulator: Emulator) -> None:
    s3 = client(aws(emulator), "s3")
    s3.create_bucket(Bucket="tls", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    without_tls: dict[str, object] = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": ["s3:*"],
        "Resource": ["arn:aws:s3:::tls", "arn:aws:s3:::tls/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    never = {**without_tls, "Resource": "arn:aws:s3:::tls/never/*"}
    del never["Condition"]
    policy = {"Version": "2012-10-17", "Statement": [without_tls, never]}
    s3.put_bucket_policy(Bucket="tls", Policy=json.dumps(policy))

    s3.put_object(Bucket="tls", Key="a", Body=b"1")

    assert s3.get_object(Bucket="tls", Key="a")["Body"].read() == b"1"
    with pytest.raises(s3.exceptions.ClientError, match="403"):
        s3.put_object(Bucket="tls", Key="never/a", Body=b"1")


def test_a_secret_is_resolved_by_arn_also_one_key_of_it(emulator: Emulator) -> None:
    manager = client(aws(emulator), "secretsmanager")
    whole = manager.create_secret(Name="whole", SecretString='{"user": "u", "password": "p"}')["ARN"]

    found = resolve(aws(emulator), {"ALL": whole, "PASSWORD": f"{whole}:password::"}, str)

    assert found == {"ALL": '{"user": "u", "password": "p"}', "PASSWORD": "p"}


def test_a_secret_without_a_value_gets_one_and_keeps_it(emulator: Emulator) -> None:
    arn = client(aws(emulator), "secretsmanager").create_secret(Name="empty")["ARN"]

    first = resolve(aws(emulator), {"KEY": arn}, lambda name: f"made for {name}")
    second = resolve(aws(emulator), {"KEY": arn}, lambda name: f"made again for {name}")

    assert first == second == {"KEY": "made for empty"}


def test_a_parameter_is_resolved_by_arn(emulator: Emulator) -> None:
    client(aws(emulator), "ssm").put_parameter(Name="/local/level", Value="debug", Type="SecureString")

    found = resolve(aws(emulator), {"LEVEL": f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/local/level"}, str)

    assert found == {"LEVEL": "debug"}


def test_a_secret_that_is_not_there_is_named(emulator: Emulator) -> None:
    arn = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:gone-AbCdEf"

    with pytest.raises(UnresolvedSecretError) as refused:
        resolve(aws(emulator), {"KEY": arn}, str)

    assert str(refused.value).startswith(f"secret KEY ({arn}) cannot be read: ")


def test_a_killed_one_is_told_and_comes_back_at_its_old_address_with_all_that_it_held(
    local_folder: LocalFolder,
) -> None:
    emulator = Emulator(local_folder, ACCOUNT)
    address = emulator.start()
    place = aws(emulator)
    queues, tables, objects = client(place, "sqs"), client(place, "dynamodb"), client(place, "s3")
    queue = queues.create_queue(QueueName="q")["QueueUrl"]
    objects.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    tables.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client(place, "acm").request_certificate(DomainName="shop.example.com")
    key = client(place, "kms").create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    role = client(place, "iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    client(place, "lambda").create_function(
        FunctionName="of-lambda", Runtime="python3.11", Role=role, Handler="h.h", Code={"ZipFile": b"zip"}
    )
    copy = local_folder.path / "emulator" / "rest.pickle"
    until(lambda: copy.exists() and b"of-lambda" in copy.read_bytes(), "the copy of the function")
    tables.put_item(TableName="t", Item={"id": {"S": "lamp"}})
    objects.put_object(Bucket="bucket", Key="k", Body=b"content")
    queues.send_message(QueueUrl=queue, MessageBody="gone")
    (gone,) = queues.receive_message(QueueUrl=queue)["Messages"]
    queues.delete_message(QueueUrl=queue, ReceiptHandle=gone["ReceiptHandle"])
    queues.send_message(QueueUrl=queue, MessageBody="kept")
    before = emulator.identity
    assert before is not None

    os.kill(before.pid, signal.SIGKILL)
    until(lambda: emulator.endpoint is None, "its end")

    assert emulator.start() == address
    after = emulator.identity
    assert after != before
    assert tables.get_item(TableName="t", Key={"id": {"S": "lamp"}})["Item"] == {"id": {"S": "lamp"}}
    assert objects.get_object(Bucket="bucket", Key="k")["Body"].read() == b"content"
    assert [one["Body"] for one in queues.receive_message(QueueUrl=queue)["Messages"]] == ["kept"]
    signed = client(place, "kms").sign(KeyId=key, Message=b"m", SigningAlgorithm="RSASSA_PSS_SHA_256")
    assert signed["Signature"]
    assert client(place, "iam").get_role(RoleName="r")["Role"]["Arn"] == role
    (certificate,) = client(place, "acm").list_certificates()["CertificateSummaryList"]
    assert certificate["DomainName"] == "shop.example.com"
    function = client(place, "lambda").get_function(FunctionName="of-lambda")["Configuration"]
    by_arn = client(place, "lambda").get_function(FunctionName=function["FunctionArn"])
    assert by_arn["Configuration"]["Handler"] == "h.h"
    emulator.stop()
    assert marked(local_folder.path) == []
    emulator.start()
    assert client(aws(emulator), "s3").list_buckets()["Buckets"] == []
    emulator.stop()


def test_a_copy_that_fails_is_told_and_the_next_change_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = [TypeError("cannot pickle this")]

    def dumped(_value: object) -> bytes:
        if left:
            raise left.pop()
        return b"a copy"

    monkeypatch.setattr("yard.local.emulator_memory.dumped", dumped)
    memory = Memory(tmp_path, "about", KeptAnswers(lambda _environ, _start: []))
    threading.Thread(target=memory.keep_changes, daemon=True).start()
    memory.keep_soon()
    until(lambda: not left, "the copy that fails")

    memory.keep_soon()
    until((tmp_path / "rest.pickle").exists, "the next copy")

    assert "TypeError('cannot pickle this')" in capsys.readouterr().out


def test_what_cannot_be_copied_is_told_and_all_else_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backend("athena", ACCOUNT, "eu-west-1")
    lost: Iterator[None] = (None for _ in ())
    monkeypatch.setattr(backend("glue", ACCOUNT, "eu-west-1"), "tables", lost, raising=False)
    memory = Memory(tmp_path, "about", KeptAnswers(lambda _environ, _start: []))

    memory.keep_rest()

    _, states, _ = pickle.loads((tmp_path / "rest.pickle").read_bytes())  # noqa: S301 - written by this test
    assert ("athena", ACCOUNT, "eu-west-1") in states
    assert not [service for service, *_ in states if service == "glue"]
    assert "what glue holds is not kept: TypeError" in capsys.readouterr().out


def asked(method: str, path: str = "/", service: str = "iam") -> Environ:
    signature = f"AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/{service}/aws4_request"
    return {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_AUTHORIZATION": signature}


@pytest.mark.parametrize(
    ("request_", "done"),
    [
        (asked("POST"), ["changed", "all else soon"]),
        (asked("POST", service="sqs"), ["changed", "sqs"]),
        (asked("PUT", PATH), ["changed", "attempts"]),
        (asked("DELETE", PATH), ["all else", "changed", "attempts"]),
        (asked("GET", PATH), ["changed"]),
    ],
)
def test_a_change_is_copied_once_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_: Environ, done: list[str]
) -> None:
    told: list[str] = []

    def application(_environ: Environ, start: StartResponse) -> list[bytes]:
        told.append("changed")
        start("200 OK", [])
        return []

    memory = Memory(tmp_path, "about", KeptAnswers(application))
    monkeypatch.setattr(memory, "keep_soon", lambda: told.append("all else soon"))
    monkeypatch.setattr(memory, "keep_rest", lambda: told.append("all else"))
    monkeypatch.setattr(memory, "keep", told.extend)
    monkeypatch.setattr(memory, "keep_attempts", lambda: told.append("attempts"))

    RememberingApplication(application, memory)(request_, lambda *_: None)

    assert told == done


def test_one_that_cannot_start_shows_the_end_of_its_log(
    local_folder: LocalFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yard.local.emulator.SERVER", "yard.local.nowhere")

    with pytest.raises(YardError) as failed:
        Emulator(local_folder, ACCOUNT).start()

    log = local_folder.path / "emulator.log"
    assert str(failed.value).startswith(f"The emulated AWS did not start. The end of {log}:\n")
    assert str(failed.value).endswith(
        "No module named yard.local.nowhere\nMend that, then run `yard up` again."
    )


def test_messages_of_a_queue_that_invokes_a_function_wait_for_the_supervisor(emulator: Emulator) -> None:
    place = aws(emulator)
    role = client(place, "iam").create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    functions, queues = client(place, "lambda"), client(place, "sqs")
    functions.create_function(
        FunctionName="f",
        Role=role,
        PackageType="Image",
        Code={"ImageUri": f"{ACCOUNT}.dkr.ecr.eu-west-1/f:1"},
    )
    queue = queues.create_queue(QueueName="mapped")["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:mapped"
    functions.create_event_source_mapping(FunctionName="f", EventSourceArn=arn)

    queues.send_message(QueueUrl=queue, MessageBody="one")

    assert [message["Body"] for message in queues.receive_message(QueueUrl=queue)["Messages"]] == ["one"]
    assert len(functions.list_event_source_mappings(FunctionName="f")["EventSourceMappings"]) == 1


def test_events_of_a_bus_reach_the_queue_that_a_rule_names(emulator: Emulator) -> None:
    place = aws(emulator)
    events, queues = client(place, "events"), client(place, "sqs")
    queue = queues.create_queue(QueueName="subscriber")["QueueUrl"]
    events.create_event_bus(Name="bus")
    pattern = '{"detail-type": ["order-placed"], "source": ["orders"]}'
    events.put_rule(Name="rule", EventBusName="bus", EventPattern=pattern)
    target = {"Id": "queue", "Arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:subscriber"}
    events.put_targets(Rule="rule", EventBusName="bus", Targets=[target])

    for kind in ("order-placed", "order-sent"):
        entry = {"EventBusName": "bus", "Source": "orders", "DetailType": kind, "Detail": '{"id": "7"}'}
        events.put_events(Entries=[entry])

    (message,) = queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    event = json.loads(message["Body"])
    assert (event["detail-type"], event["detail"]) == ("order-placed", {"id": "7"})


def test_of_many_that_put_what_must_not_be_there_yet_one_succeeds(emulator: Emulator) -> None:
    dynamodb = client(aws(emulator), "dynamodb")
    dynamodb.create_table(
        TableName="claims",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def put(number: int) -> bool:
        item = {"id": {"S": "one"}, "by": {"N": str(number)}}
        condition = "attribute_not_exists(id)"
        try:
            dynamodb.put_item(TableName="claims", Item=item, ConditionExpression=condition)
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(put, range(24))) == 1
