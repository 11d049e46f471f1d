"""The API under /api/orders: parse with a schema, call, answer."""

from __future__ import annotations

from typing import Any, NamedTuple

from chassis import idempotency
from chassis.database import Database
from chassis.documents import operation_id
from chassis.idempotency import Keys, Stored
from chassis.problems import InvalidField, ProblemError, Responses, documented, respond
from chassis.rates import Limiter
from flask import Response, current_app, jsonify, request, url_for
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from orders import schemas, store
from orders.desk import Desk
from orders.ordering import NotQuotableError, UnknownProductError

PREFIX = "/api/orders"
# More than anyone orders in a hurry.
ORDERS_PER_CALLER = "30/minute"

LOCATION = {"Location": {"description": "Path of the order.", "schema": {"type": "string"}, "required": True}}
RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "required": True}}


def _with_retry(*statuses: int) -> Responses:
    responses = documented(*statuses)
    for described in responses.values():
        described["headers"] = RETRY  # type: ignore[index]
    return responses


api = APIBlueprint(
    "orders",
    __name__,
    url_prefix=PREFIX,
    operation_id_callback=operation_id,
    abp_tags=[Tag(name="orders", description="What customers have ordered.")],
    abp_responses=documented(422, 500, 504) | _with_retry(429, 503),
)


class Collaborators(NamedTuple):
    """What the routes work with."""

    database: Database
    keys: Keys
    desk: Desk
    limiter: Limiter


def register(app: OpenAPI, collaborators: Collaborators) -> None:
    """Put the API on `app`, over these collaborators."""
    app.extensions["orders"] = collaborators
    app.register_api(api)


def _orders() -> Collaborators:
    found: Collaborators = current_app.extensions["orders"]
    return found


PLACED: dict[str, Any] = {
    "description": "Taken",
    "headers": LOCATION,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
}


@api.post("", responses={201: PLACED, **documented(400, 413, 415), **_with_retry(409)})
def place_order(header: schemas.Idempotency, body: schemas.NewOrder) -> tuple[Response, int]:
    """Place an order. It is taken also when its price can't be told yet: then it is pending, and completed later."""
    database, keys, desk, limiter = _orders()
    key = idempotency.read(header.idempotency_key)
    limiter.check("orders", ORDERS_PER_CALLER)
    fingerprint = idempotency.fingerprint(b"place_order", request.get_data())
    with database.transaction() as connection:
        stored = keys.claim(connection, key, fingerprint)
        if stored is None:
            order = desk.place(connection, body.to_domain())
            stored = Stored(201, schemas.dump(order))
            keys.keep(connection, key, fingerprint, stored)
    desk.announced()
    response = jsonify(stored.body)
    response.location = url_for("orders.get_order", id=stored.body["order_id"])
    return response, stored.status


@api.get("/<id>", responses={200: schemas.Order, **documented(404)})
def get_order(path: schemas.OrderPath) -> Response:
    """Get an order, with its status as it is now."""
    with _orders().database.transaction() as connection:
        order = store.get(connection, path.id)
    if order is None:
        raise ProblemError(404, "There is no order of this id.")
    return jsonify(schemas.dump(order))


@api.get("", responses={200: schemas.OrderList})
def list_orders(query: schemas.ListQuery) -> Response:
    """List the last 100 orders that were placed with a basket."""
    with _orders().database.transaction() as connection:
        found = store.of_basket(connection, query.basket)
    return jsonify(items=[schemas.dump(order) for order in found])


@api.errorhandler(UnknownProductError)
def _unknown_product(error: UnknownProductError) -> Response:
    return respond(
        ProblemError(
            422,
            f"There is no product {error.product_id}. Take it out of the order.",
            kind="product-missing",
            title="No such product",
            errors=[InvalidField(part="body", field="items", message=f"no product {error.product_id}")],
        )
    )


@api.errorhandler(NotQuotableError)
def _not_quotable(_: NotQuotableError) -> Response:
    return respond(
        ProblemError(
            422,
            "This can't be sent there at one price: the country is not served, or the prices are in several"
            " currencies.",
            kind="not-quotable",
            title="Order can't be quoted",
        )
    )
