"""Signing in to ElastiCache with the role of the task: no password is in a variable or in Terraform's state.

The password is a request signed with the role's credentials, valid for 15 minutes; it is needed when a connection is
made (source: "Authenticating with IAM", Amazon ElastiCache User Guide).
"""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from redis.credentials import CredentialProvider

VALID_SECONDS = 900
RENEWED_AFTER_SECONDS = 600


class IamLogin(CredentialProvider):
    """Gives user and signed request for a new connection.

    name: of the cache (replication group or serverless cache), in small letters. url: its address, which tells a
    serverless cache from others.
    """

    def __init__(self, user: str, name: str, region: str, url: str, session: Any = None) -> None:
        self._user = user
        self._name = name.lower()
        self._region = region
        self._serverless = ".serverless." in url
        self._session = session
        self._lock = threading.Lock()
        self._signed = ""
        self._signed_at = -float("inf")

    def get_credentials(self) -> tuple[str, str]:
        """Give user and password."""
        with self._lock:
            if time.monotonic() - self._signed_at > RENEWED_AFTER_SECONDS:
                self._signed = self._sign()
                self._signed_at = time.monotonic()
            return self._user, self._signed

    def _sign(self) -> str:
        import botocore.session
        from botocore.auth import SigV4QueryAuth
        from botocore.awsrequest import AWSRequest

        if self._session is None:
            self._session = botocore.session.get_session()
        parameters = {"Action": "connect", "User": self._user}
        if self._serverless:
            parameters["ResourceType"] = "ServerlessCache"
        request = AWSRequest("GET", f"http://{self._name}/?{urlencode(parameters)}")
        credentials = self._session.get_credentials()
        if credentials is None:
            raise OSError("there are no AWS credentials to sign in to the cache with")
        SigV4QueryAuth(credentials, "elasticache", self._region, expires=VALID_SECONDS).add_auth(request)
        return str(request.url).removeprefix("http://")


def without_user(url: str) -> tuple[str, str]:
    """Split `rediss://user@host:port` into the address and the user."""
    parts = urlsplit(url)
    user, _, address = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=address)), user.partition(":")[0]
