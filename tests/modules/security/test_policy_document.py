from __future__ import annotations

import json

from modules.security.policy_document import allow, deny_without_tls, document


def test_a_document_keeps_the_order_of_its_statements() -> None:
    one, two = allow(["s3:GetObject"], ["a"]), allow(["s3:PutObject"], ["b"])

    assert json.loads(document([one, two])) == {"Version": "2012-10-17", "Statement": [one, two]}


def test_requests_without_tls_are_turned_away_whoever_sends_them() -> None:
    statement = deny_without_tls(["s3:*"], ["arn:1", "arn:1/*"])

    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == {"AWS": "*"}
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
