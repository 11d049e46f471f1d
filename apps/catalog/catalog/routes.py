"""The API under /api/catalog: parse with a schema, call, answer."""

from __future__ import annotations

from typing import Any, NamedTuple

from chassis.documents import operation_id
from chassis.problems import ProblemError, Responses, documented, respond
from flask import Response, current_app, jsonify, request, url_for
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from catalog import products, schemas
from catalog.cursors import Cursors, InvalidCursorError
from catalog.reading import Reader
from catalog.store import Store, StoreUnavailableError

PREFIX = "/api/catalog"
RETRY_AFTER_SECONDS = 5

ETAG = {"ETag": {"description": "The version, in quotes.", "schema": {"type": "string"}, "required": True}}
LOCATION = {
    "Location": {"description": "Path of the product.", "schema": {"type": "string"}, "required": True}
}
RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "required": True}}


def _product(description: str, headers: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Product"}
    return {
        "description": description,
        "headers": headers,
        "content": {"application/json": {"schema": schema}},
    }


def _waiting() -> Responses:
    responses = documented(429, 503)
    for described in responses.values():
        described["headers"] = RETRY  # type: ignore[index]
    return responses


api = APIBlueprint(
    "products",
    __name__,
    url_prefix=PREFIX,
    operation_id_callback=operation_id,
    abp_tags=[Tag(name="products", description="What is for sale.")],
    abp_responses=documented(422, 500, 504) | _waiting(),
)
DENIED = documented(401, 403)
BODY = documented(400, 413, 415) | DENIED


class Collaborators(NamedTuple):
    """What the routes work with."""

    store: Store
    reader: Reader
    cursors: Cursors


def register(app: OpenAPI, store: Store, reader: Reader, cursors: Cursors) -> None:
    """Put the API on `app`, over these collaborators."""
    app.extensions["catalog"] = Collaborators(store, reader, cursors)
    app.register_api(api)


def _catalog() -> Collaborators:
    found: Collaborators = current_app.extensions["catalog"]
    return found


@api.get("/products", responses={200: schemas.ProductPage, **documented(400)})
def list_products(query: schemas.ListQuery) -> Response:
    """List products, or those of one category."""
    _, reader, cursors = _catalog()
    after = cursors.read(query.cursor, query.category) if query.cursor else None
    found = reader.page(limit=query.limit, after=after, category=query.category)
    page = found.value
    items = [product | {"stale": True} for product in page["items"]] if found.stale else page["items"]
    next_cursor = cursors.write(page["after"], query.category) if page["after"] else None
    return jsonify(items=items, next_cursor=next_cursor, stale=found.stale)


@api.post("/products", responses={201: _product("Created", ETAG | LOCATION), **BODY, **documented(409)})
def create_product(body: schemas.NewProduct) -> tuple[Response, int]:
    """Create a product, with the id given or one of the server's making."""
    product = products.new_product(
        name=body.name,
        category=body.category,
        price=body.price.to_domain(),
        description=body.description,
        product_id=body.id,
    )
    store, reader, _ = _catalog()
    store.add(product)
    reader.changed(product.id)
    response = _answer(schemas.dump(product))
    response.location = url_for("products.get_product", id=product.id)
    return response, 201


@api.get(
    "/products/<id>",
    responses={
        200: _product("Found", ETAG),
        304: {"description": "Same as before"},
        **documented(404),
    },
)
def get_product(path: schemas.ProductPath) -> Response:
    """Get a product."""
    found = _catalog().reader.product(path.id)
    response = _answer(found.value | {"stale": found.stale})
    response.headers["Cache-Control"] = "no-cache"  # keep it, but ask whether it is still the one
    response.make_conditional(request)
    return response


CHANGED: Responses = {200: _product("Changed", ETAG), **BODY, **documented(404, 412, 428)}


@api.put("/products/<id>", responses=CHANGED)
def replace_product(
    path: schemas.ProductPath, header: schemas.Precondition, body: schemas.ProductDetails
) -> Response:
    """Replace all that is said about a product. Needs If-Match."""
    return _change(path.id, body.to_changes(), _versions(header))


@api.patch("/products/<id>", responses=CHANGED)
def change_product(
    path: schemas.ProductPath, header: schemas.Precondition, body: schemas.ProductChanges
) -> Response:
    """Change some of what is said about a product. Needs If-Match."""
    return _change(path.id, body.to_changes(), _versions(header))


@api.delete("/products/<id>", responses={204: None, **DENIED, **documented(404, 412)})
def delete_product(path: schemas.ProductPath, header: schemas.Precondition) -> tuple[str, int]:
    """Delete a product, with If-Match only at the version named."""
    store, reader, _ = _catalog()
    store.remove(path.id, None if header.if_match is None else _versions(header))
    reader.changed(path.id)
    return "", 204


def _change(product_id: str, changes: products.Changes, versions: frozenset[int] | None) -> Response:
    store, reader, _ = _catalog()
    product = store.change(product_id, changes, versions)
    reader.changed(product_id)
    return _answer(schemas.dump(product))


def _answer(product: dict[str, Any]) -> Response:
    response = jsonify(product)
    response.set_etag(str(product["version"]))
    return response


def _versions(header: schemas.Precondition) -> frozenset[int] | None:
    """Read If-Match: the versions it names, None for *. An ETag that is none of ours matches no version."""
    if header.if_match is None:
        raise ProblemError(
            428,
            'Send If-Match with the ETag of the version that you are changing, such as "3", or * for any.',
        )
    if request.if_match.star_tag:
        return None
    return frozenset(int(tag) for tag in request.if_match.as_set() if tag.isascii() and tag.isdigit())


@api.errorhandler(products.ProductMissingError)
def _missing(_: products.ProductMissingError) -> Response:
    return respond(ProblemError(404, "There is no product of this id."))


@api.errorhandler(products.ProductExistsError)
def _exists(error: products.ProductExistsError) -> Response:
    return respond(
        ProblemError(409, f"There is a product {error} already. Choose another id, or change that product.")
    )


@api.errorhandler(products.VersionMismatchError)
def _mismatch(error: products.VersionMismatchError) -> Response:
    return respond(
        ProblemError(
            412, f"The product is at version {error.current} now. Read it again, then repeat the change."
        )
    )


@api.errorhandler(InvalidCursorError)
def _bad_cursor(_: InvalidCursorError) -> Response:
    return respond(
        ProblemError(
            400,
            "The cursor is not one of this list. Start again without it.",
            kind="invalid-cursor",
            title="Invalid cursor",
        )
    )


@api.errorhandler(StoreUnavailableError)
def _store_down(_: StoreUnavailableError) -> Response:
    return respond(
        ProblemError(
            503,
            f"Products can't be reached at the moment. Try again in {RETRY_AFTER_SECONDS} s.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    )
