from __future__ import annotations

import json
import time
from typing import Any

import httpx
import jwt
import pytest
from chassis import authentication, callers
from chassis.app import OpenAPI, create_app
from chassis.authentication import CHANGES, Authentication, AuthenticationSettings
from chassis.problems import ProblemError
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from werkzeug.test import TestResponse

ISSUER = "https://issuer.test"


class Issuer:
    """Signs tokens and publishes its keys."""

    def __init__(self) -> None:
        self.keys = {"k1": ec.generate_private_key(ec.SECP256R1())}
        self.down = False
        self.asked: list[str] = []

    def token(self, kid: str = "k1", **changes: Any) -> str:
        claims = {"iss": ISSUER, "sub": "ada", "exp": time.time() + 60, "scope": "cups:read cups:write"}
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(claims, self.keys[kid], algorithm="ES256", headers={"kid": kid})

    def get(self, url: str, timeout: float) -> httpx.Response:
        self.asked.append(url)
        if self.down:
            raise httpx.ConnectError("refused")
        keys = [
            json.loads(ECAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "alg": "ES256"}
            for kid, key in self.keys.items()
        ]
        return httpx.Response(200, json={"keys": keys}, request=httpx.Request("GET", url))


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    found = Issuer()
    monkeypatch.setattr(httpx, "get", found.get)
    return found


def guarded(app: OpenAPI, **settings: Any) -> OpenAPI:
    checks = Authentication(AuthenticationSettings(environment="test", **settings))
    checks.install(app, "/api/cups")

    @app.get("/api/cups/mine")
    def _mine() -> dict[str, str | None]:
        checks.require("cups:write")
        known = callers.caller()
        return {"subject": known.subject if known else None}

    return app


@pytest.fixture
def app(app: OpenAPI) -> OpenAPI:
    return guarded(app, auth_issuer=ISSUER)


def ask(app: OpenAPI, token: str | None, path: str = "/api/cups/mine") -> TestResponse:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return app.test_client().get(path, headers=headers)


def test_who_has_a_valid_token_is_known(app: OpenAPI, issuer: Issuer) -> None:
    answer = ask(app, issuer.token())

    assert (answer.status_code, answer.json) == (200, {"subject": "ada"})
    assert issuer.asked == ["https://issuer.test/.well-known/jwks.json"]


def test_keys_are_fetched_once(app: OpenAPI, issuer: Issuer) -> None:
    assert [ask(app, issuer.token()).status_code for _ in range(3)] == [200] * 3
    assert len(issuer.asked) == 1


def test_without_a_token_nothing_is_told(app: OpenAPI, issuer: Issuer) -> None:
    answer = ask(app, None)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json is not None
    assert answer.json["detail"] == "Send a bearer token in the Authorization header."


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"exp": 1}, "The token has expired."),
        ({"exp": None}, "The token is not valid here."),
        ({"iss": "https://other.test"}, "The token is not valid here."),
        ({"sub": None}, "The token is not valid here."),
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    app: OpenAPI, issuer: Issuer, changes: dict[str, Any], detail: str
) -> None:
    answer = ask(app, issuer.token(**changes))

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert answer.json is not None
    assert answer.json["detail"] == detail


@pytest.mark.parametrize("token", ["x", "a.b.c", ""])
def test_what_is_no_token_is_refused(app: OpenAPI, issuer: Issuer, token: str) -> None:
    assert ask(app, token).status_code == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_is_not_signed_by_the_issuer_is_refused(
    app: OpenAPI, issuer: Issuer, algorithm: str
) -> None:
    key = "" if algorithm == "none" else "x" * 32
    claims = {"iss": ISSUER, "sub": "eve", "exp": time.time() + 60}

    forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"})

    assert ask(app, forged).status_code == 401


def test_a_scope_may_be_asked_for(app: OpenAPI, issuer: Issuer) -> None:
    answer = ask(app, issuer.token(scope="cups:read"))

    assert answer.status_code == 403
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="cups:write"'


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"aud": "cups"}, 200),
        ({"aud": ["shop", "cups"]}, 200),
        ({"client_id": "cups"}, 200),
        ({"aud": "shop"}, 401),
        ({}, 401),
    ],
)
def test_a_token_for_another_audience_is_refused(
    app: OpenAPI, issuer: Issuer, claims: dict[str, Any], status: int
) -> None:
    checks = Authentication(AuthenticationSettings(environment="t", auth_issuer=ISSUER, auth_audience="cups"))
    with app.test_request_context("/"):
        found = 200
        try:
            checks.check(f"Bearer {issuer.token(**claims)}")
        except ProblemError as refused:
            found = refused.status

    assert found == status


def test_new_keys_of_the_issuer_need_no_restart(
    app: OpenAPI, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, issuer.token())
    issuer.keys["k2"] = ec.generate_private_key(ec.SECP256R1())
    too_soon = ask(app, issuer.token("k2")).status_code
    monkeypatch.setattr(authentication, "AGAIN_AFTER_SECONDS", 0)

    assert (too_soon, ask(app, issuer.token("k2")).status_code) == (401, 200)


def test_invented_keys_do_not_make_us_ask_the_issuer_again_and_again(app: OpenAPI, issuer: Issuer) -> None:
    ask(app, issuer.token())
    issuer.keys["k2"] = ec.generate_private_key(ec.SECP256R1())

    for _ in range(5):
        ask(app, issuer.token("k2"))

    assert len(issuer.asked) == 1


def test_keys_at_hand_hold_when_the_issuer_is_down(
    app: OpenAPI, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, issuer.token())
    issuer.down = True
    monkeypatch.setattr(authentication, "FRESH_SECONDS", 0)
    monkeypatch.setattr(authentication, "AGAIN_AFTER_SECONDS", 0)

    assert ask(app, issuer.token()).status_code == 200


def test_without_any_keys_a_caller_is_told_to_come_back(app: OpenAPI, issuer: Issuer) -> None:
    issuer.down = True

    answer = ask(app, issuer.token())

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_the_document_and_the_health_are_open(app: OpenAPI) -> None:
    assert ask(app, None, "/api/cups/openapi.json").status_code == 200
    assert ask(app, None, "/health/live").status_code == 200


@pytest.mark.parametrize(
    ("method", "scope", "status"),
    [("GET", None, 200), ("POST", None, 401), ("POST", "cups:read", 403), ("POST", "cups:write", 200)],
)
def test_reads_may_stay_open_while_changes_need_a_scope(
    settings: Any, issuer: Issuer, method: str, scope: str | None, status: int
) -> None:
    app = create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0")
    checks = Authentication(AuthenticationSettings(environment="test", auth_issuer=ISSUER))
    checks.install(app, "/api/cups", methods=CHANGES, scope="cups:write")
    app.add_url_rule("/api/cups", view_func=lambda: {}, methods=["GET", "POST"])
    headers = {"Content-Type": "application/json"}
    if scope is not None:
        headers["Authorization"] = f"Bearer {issuer.token(scope=scope)}"

    answer = app.test_client().open("/api/cups", method=method, headers=headers, data="{}")

    assert answer.status_code == status


def test_without_an_issuer_nothing_is_checked(settings: Any) -> None:
    app = guarded(create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0"))

    assert ask(app, None).json == {"subject": None}
