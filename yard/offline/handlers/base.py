"""What a handler is, and the emulated cloud that it is given.

Values are plain Python (dict, list, str, int, float, bool, None) under Terraform's attribute names; a block is a list
of dicts, a block that occurs once (`timeouts`) a dict, a set is a list in no particular order.
"""

from __future__ import annotations

import ipaddress
import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from yard.config import YardError
from yard.offline.attempts import mark_requests

Values = dict[str, Any]

# The emulated AWS takes any key; these are what its documentation uses. Source: moto, "Getting Started".
ACCESS_KEY = "testing"
SECRET_KEY = "testing"  # noqa: S105 - the emulated AWS checks no secret


class Handler(Protocol):
    """One resource type in the emulated AWS.

    A botocore ClientError is let out: it becomes a Terraform diagnostic with address, operation and message.
    """

    def create(self, cloud: Cloud, planned: Values) -> Values:
        """Make it and return its attributes, `id` and `arn` at least.

        planned: what Terraform planned. Attributes that only AWS can know are absent; an argument that was not
        given is None. What is left unset in the answer is filled with plausible values.
        Tags to apply are in `planned["tags_all"]`.
        """

    def read(self, cloud: Cloud, state: Values) -> Values | None:
        """What AWS has now, or None if it is gone. Tags go in `tags_all`; what is not returned counts as unchanged."""

    def update(self, cloud: Cloud, prior: Values, planned: Values) -> Values:
        """Change it in place and return its attributes."""

    def delete(self, cloud: Cloud, state: Values) -> None:
        """Remove it. That it is gone already is fine."""

    def import_state(self, cloud: Cloud, identifier: str) -> Values | None:
        """Its attributes for `terraform import`, or None if there is no such thing."""


@dataclass(frozen=True)
class Cloud:
    """One account and region of the emulated AWS.

    endpoint: its URL, http://127.0.0.1:5000 for example. Any address that is not loopback raises YardError.
    """

    endpoint: str
    account: str
    region: str
    partition: str = "aws"

    def __post_init__(self) -> None:
        refuse_unless_loopback(self.endpoint)

    def client(self, service: str, region: str | None = None) -> Any:
        """A boto3 client bound to the endpoint, with fake credentials: the person's own are never looked at.

        It is made once in a process and may be used by several threads: a session and a service's model cost 0.1 to
        0.5 s, which every stack would pay again. Source: boto3, "Low-level clients, Multithreading or multiprocessing".
        """
        key = (self.endpoint, service, region or self.region)
        with _lock:
            if key not in _clients:
                _clients[key] = _new_client(*key)
            return _clients[key]


_clients: dict[tuple[str, str, str], Any] = {}
_lock = threading.Lock()


def _new_client(endpoint: str, service: str, region: str) -> Any:
    from botocore.config import Config  # a plan without an emulated AWS never pays for boto3

    client = _session().client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(
            proxies={},
            retries={"max_attempts": 2, "mode": "standard"},
            connect_timeout=5,
            read_timeout=30,
            s3={"addressing_style": "path"},
        ),
    )
    mark_requests(client)
    return client


def refuse_unless_loopback(endpoint: str) -> None:
    """Raise YardError if `endpoint` could be anything but this machine."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if parts.scheme not in ("http", "https") or not loopback:
        raise YardError(
            f"The offline provider was given the endpoint {endpoint}, which is not on this machine. It creates things "
            "in the emulated AWS only: give an address on 127.0.0.1, or none to keep everything in the state."
        )


@cache
def _session() -> Any:
    """A session that reads no profile and no credentials or configuration file of the person's."""
    import boto3
    import botocore.session

    core = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    return boto3.session.Session(botocore_session=core)
