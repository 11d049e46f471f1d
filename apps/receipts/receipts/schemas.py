"""What comes in and goes out: the event, the receipt, the path."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from receipts import receipt

OrderId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    Field(
        description="A UUID in small letters; whoever knows it may read the receipt.",
        json_schema_extra={"format": "uuid"},
    ),
]


class Money(BaseModel):
    """An exact amount."""

    amount: Annotated[int, Field(description="In the currency's minor unit: cents, yen.", examples=[1990])]
    currency: Annotated[str, Field(description="ISO 4217 code.", pattern=r"^[A-Z]{3}$", examples=["EUR"])]

    def to_domain(self) -> receipt.Money:
        """Give the domain's money."""
        return receipt.Money(self.amount, self.currency)


class Item(BaseModel):
    """Pieces of one product."""

    product_id: str
    name: str
    quantity: Annotated[int, Field(ge=1)]
    unit_price: Money


class Customer(BaseModel):
    """Who ordered."""

    name: str
    email: str


# What is read of an event; what else a publisher puts there may come and go.
class OrderPlaced(BaseModel):
    """Detail of the event `order-placed`, which is published when an order is confirmed."""

    order_id: OrderId
    placed_at: AwareDatetime
    customer: Customer
    items: Annotated[list[Item], Field(min_length=1)]
    total: Money

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        if {item.unit_price.currency for item in self.items} != {self.total.currency}:
            raise ValueError("items and total are in several currencies")
        return self

    def to_domain(self) -> receipt.Order:
        """Give the domain's order."""
        items = [
            receipt.Item(item.product_id, item.name, item.quantity, item.unit_price.to_domain())
            for item in self.items
        ]
        return receipt.Order(
            self.order_id,
            self.placed_at,
            self.customer.name,
            self.customer.email,
            items,
            self.total.to_domain(),
        )


class Event(BaseModel):
    """An event as EventBridge puts it into the queue."""

    type: Annotated[Literal["order-placed"], Field(alias="detail-type")]
    detail: OrderPlaced


class Receipt(BaseModel):
    """The receipt of an order."""

    receipt_number: Annotated[str, Field(examples=["R-2026-GEZDGNBVGY"])]
    issued_at: datetime
    order_id: OrderId
    placed_at: datetime
    customer: Customer
    items: list[Item]
    goods: Annotated[Money, Field(description="All items, before shipping and tax.")]
    shipping_and_tax: Money
    total: Annotated[Money, Field(description="What the customer pays.")]


class ReceiptPath(BaseModel):
    """Whose receipt."""

    order_id: OrderId


def dump(found: receipt.Receipt) -> dict[str, Any]:
    """Write a receipt as JSON values."""
    order = found.order
    return Receipt(
        receipt_number=found.number,
        issued_at=found.issued_at,
        order_id=order.id,
        placed_at=order.placed_at,
        customer=Customer(name=order.customer_name, email=order.customer_email),
        items=[
            Item(
                product_id=item.product_id,
                name=item.name,
                quantity=item.quantity,
                unit_price=_money(item.unit_price),
            )
            for item in order.items
        ],
        goods=_money(found.goods),
        shipping_and_tax=_money(found.shipping_and_tax),
        total=_money(order.total),
    ).model_dump(mode="json")


def _money(money: receipt.Money) -> Money:
    return Money(amount=money.amount, currency=money.currency)
