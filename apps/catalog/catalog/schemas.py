"""What goes over the wire: requests and answers, for validation and for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from catalog import products

Stale = Annotated[
    bool,
    Field(description="Whether this is an earlier copy, since the store does not answer at the moment."),
]
ProductId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"),
    Field(description="Letters, digits, - and _; at most 64."),
]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"\S"),
    Field(description="What the product is called.", examples=["Espresso cup"]),
]
Category = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60),
    Field(description="Small letters, digits, single hyphens."),
]
Description = Annotated[
    str, StringConstraints(max_length=5000), Field(description="Plain text.", examples=["Holds 60 ml."])
]


class Input(BaseModel):
    """A request body: exact types, and nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Price(Input):
    """An amount of money, exact."""

    amount: Annotated[
        int, Field(description="In the currency's minor unit: cents, yen.", ge=0, le=10**12, examples=[1990])
    ]
    currency: Annotated[str, Field(description="ISO 4217 code.", pattern=r"^[A-Z]{3}$", examples=["EUR"])]

    def to_domain(self) -> products.Price:
        """Give the domain's price."""
        return products.Price(self.amount, self.currency)


class ProductDetails(Input):
    """All that can be said about a product."""

    name: Name
    category: Category
    price: Price
    description: Description = ""

    def to_changes(self) -> products.Changes:
        """Give the change that sets all of it."""
        return products.Changes(self.name, self.category, self.price.to_domain(), self.description)


class NewProduct(ProductDetails):
    """A product to create; without an id it gets one."""

    id: ProductId | None = None


class ProductChanges(Input):
    """What is to change; what is absent or null stays."""

    name: Name | None = None
    category: Category | None = None
    price: Price | None = None
    description: Description | None = None

    def to_changes(self) -> products.Changes:
        """Give the change that sets what is named."""
        price = self.price.to_domain() if self.price else None
        return products.Changes(self.name, self.category, price, self.description)


class Product(BaseModel):
    """A product as stored."""

    model_config = ConfigDict(title="Product")

    id: ProductId
    name: Name
    category: Category
    price: Price
    description: Description
    version: Annotated[int, Field(description="One more with every change; the ETag in quotes.", ge=1)]
    created_at: datetime
    updated_at: datetime
    stale: Stale = False


class ProductPage(BaseModel):
    """A part of a list."""

    items: list[Product]
    stale: Stale
    next_cursor: Annotated[
        str | None, Field(description="Pass it as cursor for the next part; null at the end.")
    ]


class ProductPath(BaseModel):
    """Which product."""

    id: ProductId


class ListQuery(BaseModel):
    """Which part of which list."""

    model_config = ConfigDict(extra="forbid")

    category: Annotated[Category | None, Field(description="Only products of this category.")] = None
    limit: Annotated[int, Field(description="Products at the most.", ge=1, le=100)] = 20
    cursor: Annotated[
        str | None, Field(description="next_cursor of the part before.", min_length=1, max_length=512)
    ] = None


class Precondition(BaseModel):
    """Which version the change was made for."""

    if_match: Annotated[
        str | None,
        Field(
            alias="If-Match",
            description='The ETag that you saw, such as "3", or * for whichever it is at.',
            max_length=200,
        ),
    ] = None


def dump(product: products.Product) -> dict[str, Any]:
    """Write a product as JSON values."""
    return Product.model_validate(product, from_attributes=True).model_dump(mode="json")
