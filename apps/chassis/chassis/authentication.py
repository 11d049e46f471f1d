"""Who calls: a bearer token (a JWT), checked against the issuer's keys (JWKS). Off unless AUTH_ISSUER is set.

    authentication = Authentication(settings)
    authentication.install(app, "/api/orders")                                  # 401 without a valid token
    authentication.install(app, "/api/catalog", methods=CHANGES, scope="catalog:write")     # reads stay open
    authentication.require("orders:write")                                       # in a view: 403 without that scope

Keys are fetched when the first token comes, kept for ten minutes, and fetched again (twice a minute at the most) when a
token names a key that is not among them: an issuer that changes its keys needs no restart. When the issuer can't be
reached the keys at hand go on holding for a day. Errors are those of RFC 6750, "Bearer Token Usage".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from typing import Any

import httpx
import jwt
import structlog
from flask import Flask, g, request

from chassis.callers import Caller, caller
from chassis.problems import ProblemError
from chassis.settings import ServiceSettings

log = structlog.get_logger("chassis.authentication")

CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Asymmetric ones only: with HS256 the issuer's public key could be used as a password to sign with.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
FRESH_SECONDS = 600.0
HELD_SECONDS = 24 * 3600.0
AGAIN_AFTER_SECONDS = 30.0
TIMEOUT_SECONDS = 2.0
LEEWAY_SECONDS = 30


class AuthenticationSettings(ServiceSettings):
    """What a service that checks tokens reads.

    auth_issuer: such as https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf; absent, nothing is checked.
    auth_audience: what tokens must be meant for. auth_jwks_url: where the keys are; else below the issuer, at
    /.well-known/jwks.json.
    """

    auth_issuer: str | None = None
    auth_audience: str | None = None
    auth_jwks_url: str | None = None


class Keys:
    """The issuer's keys. Shared between threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._fetched_at = self._tried_at = -float("inf")

    def find(self, kid: str | None) -> jwt.PyJWK | None:
        """Give the key of that id, None if there is none. Raises ProblemError (503) if there are no keys at all."""
        with self._lock:
            now = time.monotonic()
            old = now - self._fetched_at > FRESH_SECONDS
            if (old or kid not in self._keys) and now - self._tried_at > AGAIN_AFTER_SECONDS:
                self._tried_at = now
                self._fetch()
            if time.monotonic() - self._fetched_at > HELD_SECONDS:
                raise ProblemError(
                    503,
                    "Tokens can't be checked at the moment. Try again in 30 s.",
                    headers={"Retry-After": "30"},
                )
            return self._keys.get(kid)

    def _fetch(self) -> None:
        try:
            answer = httpx.get(self._url, timeout=TIMEOUT_SECONDS)
            found = jwt.PyJWKSet.from_dict(answer.raise_for_status().json())
        except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
            log.error("the issuer's keys can't be fetched", url=self._url, error=type(error).__name__)
            return
        self._keys = {one.key_id: one for one in found.keys}
        self._fetched_at = time.monotonic()


class Authentication:
    """Checks tokens."""

    def __init__(self, settings: AuthenticationSettings) -> None:
        self._issuer = settings.auth_issuer
        self._audience = settings.auth_audience
        self._keys = Keys(
            settings.auth_jwks_url or f"{(self._issuer or '').rstrip('/')}/.well-known/jwks.json"
        )

    def install(
        self, app: Flask, prefix: str, *, methods: Collection[str] | None = None, scope: str | None = None
    ) -> None:
        """Ask for a token on all routes under `prefix` but the OpenAPI document.

        methods: only for these; None is for all. scope: what a token must allow.
        """
        if self._issuer is None:
            return

        @app.before_request
        def _check() -> None:
            if not request.path.startswith(prefix) or request.endpoint == "openapi_document":
                return
            if methods is None or request.method in methods:
                g.caller = self.check(request.headers.get("Authorization"))
                if scope is not None:
                    self.require(scope)

    def require(self, scope: str) -> None:
        """Go on if the caller has `scope`. Raises ProblemError (403)."""
        known = caller()
        if self._issuer is not None and (known is None or scope not in known.scopes):
            raise ProblemError(
                403,
                f"The token does not allow this: it lacks the scope {scope}.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )

    def check(self, header: str | None) -> Caller:
        """Give the caller that an Authorization header names. Raises ProblemError (401, 503)."""
        kind, _, token = (header or "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise _refusal("Send a bearer token in the Authorization header.", "")
        token = token.strip()
        try:
            key = self._keys.find(jwt.get_unverified_header(token).get("kid"))
            if key is None:
                raise _refusal("The token is signed with a key that its issuer does not have.")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "sub"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise _refusal("The token has expired.") from None
        except jwt.PyJWTError:
            raise _refusal("The token is not valid here.") from None
        if self._audience is not None and self._audience not in _audiences(claims):
            raise _refusal("The token is meant for another audience.")
        return Caller(str(claims["sub"]), frozenset(str(claims.get("scope", "")).split()), claims)


def _audiences(claims: dict[str, Any]) -> list[Any]:
    # Access tokens of Amazon Cognito have no `aud`; their `client_id` is what it would be
    # (source: "Verifying JSON web tokens", Amazon Cognito Developer Guide).
    audience = claims.get("aud", claims.get("client_id"))
    return audience if isinstance(audience, list) else [audience]


def _refusal(detail: str, error: str = ' error="invalid_token"') -> ProblemError:
    return ProblemError(401, detail, headers={"WWW-Authenticate": f"Bearer{error}"})
