"""The API under /api/receipts: a receipt as JSON and as a page."""

from __future__ import annotations

from chassis.documents import operation_id
from chassis.problems import ProblemError, Responses, documented, respond
from flask import Response, current_app
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from receipts import page, schemas
from receipts.store import HTML, ReceiptMissingError, Store, StoreUnavailableError

PREFIX = "/api/receipts"
RETRY_AFTER_SECONDS = 5
RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "required": True}}


def _unavailable() -> Responses:
    responses = documented(503)
    responses["503"]["headers"] = RETRY  # type: ignore[index]
    return responses


api = APIBlueprint(
    "receipts",
    __name__,
    url_prefix=PREFIX,
    operation_id_callback=operation_id,
    abp_tags=[Tag(name="receipts", description="What customers have paid for.")],
    abp_responses=documented(404, 422, 500) | _unavailable(),
)


def register(app: OpenAPI, store: Store) -> None:
    """Put the API on `app`, over this store."""
    app.extensions["receipts"] = store
    app.register_api(api)


def _store() -> Store:
    store: Store = current_app.extensions["receipts"]
    return store


@api.get("/<order_id>", responses={200: schemas.Receipt})
def get_receipt(path: schemas.ReceiptPath) -> Response:
    """Get the receipt of an order; 404 until it is written."""
    return Response(_store().read(path.order_id, "json"), content_type="application/json")


@api.get(
    "/<order_id>.html",
    responses={200: {"description": "OK", "content": {"text/html": {"schema": {"type": "string"}}}}},
)
def get_receipt_page(path: schemas.ReceiptPath) -> Response:
    """Get the receipt of an order as a page to read and to print; 404 until it is written."""
    response = Response(_store().read(path.order_id, "html"), content_type=HTML)
    response.headers["Content-Security-Policy"] = page.CONTENT_SECURITY_POLICY
    return response


@api.errorhandler(ReceiptMissingError)
def _missing(_: ReceiptMissingError) -> Response:
    return respond(ProblemError(404, "There is no receipt of this order, or not yet. Try again in a moment."))


@api.errorhandler(StoreUnavailableError)
def _store_unavailable(_: StoreUnavailableError) -> Response:
    return respond(
        ProblemError(
            503,
            f"Receipts can't be reached at the moment. Try again in {RETRY_AFTER_SECONDS} s.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    )
