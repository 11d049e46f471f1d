"""The domain: what a product is, and how it changes. Standard library only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money.

    amount: in the currency's minor unit (1999 EUR are 19.99 euro, 1999 JPY are 1999 yen), never negative.
    currency: ISO 4217 code in capitals.
    """

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Product:
    """Something for sale.

    version: 1 when created, one more with every change; whoever changes a product names the version they saw.
    """

    id: str
    name: str
    category: str
    price: Price
    description: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """New values for a product; None leaves a value as it is."""

    name: str | None = None
    category: str | None = None
    price: Price | None = None
    description: str | None = None


class ProductMissingError(Exception):
    """There is no product of this id."""


class ProductExistsError(Exception):
    """There is a product of this id already."""


class VersionMismatchError(Exception):
    """The product is at another version than the one that the change was made for."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


def new_product(
    *, name: str, category: str, price: Price, description: str = "", product_id: str | None = None
) -> Product:
    """Make version 1 of a product, with an id of 16 letters and digits unless one is given."""
    now = datetime.now(UTC)
    return Product(
        id=product_id or secrets.token_hex(8),
        name=name,
        category=category,
        price=price,
        description=description,
        version=1,
        created_at=now,
        updated_at=now,
    )


def revise(product: Product, changes: Changes, expected_versions: frozenset[int] | None) -> Product:
    """Apply `changes`; the result is one version up.

    expected_versions: the versions that the change may be made to; None means any.
    Raises VersionMismatchError.
    """
    if expected_versions is not None and product.version not in expected_versions:
        raise VersionMismatchError(product.version)
    return replace(
        product,
        name=product.name if changes.name is None else changes.name,
        category=product.category if changes.category is None else changes.category,
        price=product.price if changes.price is None else changes.price,
        description=product.description if changes.description is None else changes.description,
        version=product.version + 1,
        updated_at=datetime.now(UTC),
    )
