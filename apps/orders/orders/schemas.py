"""What goes over the wire: requests and answers, for validation and for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from orders import ordering

MOST_ITEMS = 50
# A place for letters to go to, judged by form alone: whether someone reads them, only a letter can tell.
EMAIL = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"


# Some text, without control characters (PostgreSQL stores no NUL).
TEXT = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"


OrderId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    Field(
        description="A UUID in small letters; whoever knows it may read the order.",
        json_schema_extra={"format": "uuid"},
    ),
]
ProductId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"),
    Field(description="As in the catalogue.", examples=["cup"]),
]
Basket = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,64}$"),
    Field(description="A secret of the customer's own making; their orders are listed under it."),
]


class Input(BaseModel):
    """A request body: exact types, and nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Customer(Input):
    """Who orders."""

    name: Annotated[
        str,
        StringConstraints(min_length=1, max_length=200, pattern=TEXT),
        Field(description="As it shall stand on the receipt.", examples=["Ada Lovelace"]),
    ]
    email: Annotated[
        str,
        StringConstraints(max_length=254, pattern=EMAIL),
        Field(description="Where news about the order goes.", examples=["ada@example.com"]),
    ]


class NewItem(Input):
    """Pieces of one product."""

    product_id: ProductId
    quantity: Annotated[int, Field(description="Pieces.", ge=1, le=999, examples=[2])]


class NewOrder(Input):
    """An order to take."""

    customer: Customer
    items: Annotated[
        list[NewItem],
        Field(
            description="What is ordered; a product may stand in several.",
            min_length=1,
            max_length=MOST_ITEMS,
        ),
    ]
    country: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Z]{2}$"),
        Field(description="Where it goes: ISO 3166-1 alpha-2.", examples=["IE"]),
    ]
    basket: Basket | None = None

    def to_domain(self) -> ordering.Order:
        """Give the domain's order."""
        return ordering.new_order(
            ordering.Customer(self.customer.name, self.customer.email),
            self.country,
            [(item.product_id, item.quantity) for item in self.items],
            self.basket,
        )


class Money(BaseModel):
    """An exact amount."""

    amount: Annotated[int, Field(description="In the currency's minor unit: cents, yen.", examples=[1990])]
    currency: Annotated[str, Field(description="ISO 4217 code.", examples=["EUR"])]


class Item(BaseModel):
    """Pieces of one product, as ordered."""

    product_id: ProductId
    quantity: int
    name: Annotated[str | None, Field(description="null until the catalogue has told.")]
    unit_price: Annotated[Money | None, Field(description="Price of one piece; null until then.")]


class Order(BaseModel):
    """An order, and how far it is."""

    order_id: OrderId
    status: Annotated[
        ordering.Status,
        Field(
            description="confirmed: all is known. pending: taken, and completed as soon as all can be asked."
            " rejected: what was asked later cannot be sold as ordered, see degraded."
        ),
    ]
    customer: Customer
    country: str
    items: list[Item]
    subtotal: Annotated[Money | None, Field(description="The goods; null until quoted.")]
    shipping: Annotated[Money | None, Field(description="The parcel; null until quoted.")]
    tax: Annotated[Money | None, Field(description="On both; null until quoted.")]
    total: Annotated[Money | None, Field(description="What the customer pays; null until quoted.")]
    degraded: Annotated[list[ordering.Reason], Field(description="What is missing or old, and why.")]
    placed_at: datetime
    receipt: Annotated[
        str | None,
        Field(
            description="Path where the receipt will be, once it is written; null until the order is confirmed."
        ),
    ]


class OrderList(BaseModel):
    """The orders of one basket, the newest first."""

    items: list[Order]


class OrderPath(BaseModel):
    """Which order."""

    id: OrderId


class ListQuery(BaseModel):
    """Whose orders."""

    model_config = ConfigDict(extra="forbid")

    basket: Basket


class Idempotency(BaseModel):
    """Which request this is."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            description="Required. A text of your own that no other request has, such as a UUID in quotes; the same"
            " request with the same key is done once and answered the same.",
        ),
    ] = None


def dump(order: ordering.Order) -> dict[str, Any]:
    """Write an order as JSON values."""
    quote = order.quote
    return Order.model_validate(
        {
            "order_id": order.id,
            "status": order.status,
            "customer": {"name": order.customer.name, "email": order.customer.email},
            "country": order.country,
            "items": [
                {
                    "product_id": item.product_id,
                    "quantity": item.quantity,
                    "name": item.name,
                    "unit_price": _money(item.unit_price),
                }
                for item in order.items
            ],
            "subtotal": _money(quote.subtotal if quote else None),
            "shipping": _money(quote.shipping if quote else None),
            "tax": _money(quote.tax if quote else None),
            "total": _money(quote.total if quote else None),
            "degraded": list(order.degraded),
            "placed_at": order.placed_at,
            "receipt": f"/api/receipts/{order.id}" if order.status is ordering.Status.CONFIRMED else None,
        }
    ).model_dump(mode="json")


def _money(money: ordering.Money | None) -> dict[str, Any] | None:
    return None if money is None else {"amount": money.amount, "currency": money.currency}
