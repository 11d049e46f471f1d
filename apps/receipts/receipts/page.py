"""A receipt as a page to read and to print: one file, no script, its style allowed by its hash alone."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from receipts.receipt import Money, Receipt

# Currencies whose minor unit is not a hundredth. Source: ISO 4217, table A.1.
DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3, "VND": 0}
STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font: 600 2rem/1.2 Georgia, serif; }
p { margin: .25rem 0; }
table { width: 100%; margin: 2rem 0; border-collapse: collapse; }
caption { position: absolute; clip-path: inset(50%); }
th, td { padding: .6rem 0 .6rem 1rem; border-bottom: 1px solid #8885; text-align: right; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; text-align: left; overflow-wrap: anywhere; }
td, tfoot th { font-variant-numeric: tabular-nums; }
tfoot th { font-weight: 400; }
tfoot tr:last-child > * { border: 0; font-size: 1.2rem; font-weight: 700; }
@media print { body { padding: 0; } }
"""
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; frame-ancestors 'none'; style-src"
    f" 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)


def amount(money: Money) -> str:
    """Write an amount: 1990 EUR are 19.90 EUR, 1990 JPY are 1,990 JPY."""
    digits = DIGITS.get(money.currency, 2)
    whole, rest = divmod(abs(money.amount), 10**digits)
    sign = "-" if money.amount < 0 else ""
    fraction = f".{rest:0{digits}}" if digits else ""
    return f"{sign}{whole:,}{fraction} {money.currency}"


def render(receipt: Receipt) -> str:
    """Write the page. What others have said goes in as text, never as markup."""
    order = receipt.order
    rows = "\n".join(
        f"<tr><td>{escape(item.name)}</td><td>{item.quantity}</td>"
        f"<td>{amount(item.unit_price)}</td><td>{amount(item.total)}</td></tr>"
        for item in order.items
    )
    sums = "\n".join(
        f'<tr><th scope="row" colspan="3">{label}</th><td>{amount(money)}</td></tr>'
        for label, money in (
            ("Goods", receipt.goods),
            ("Shipping and tax", receipt.shipping_and_tax),
            ("Total", order.total),
        )
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt {escape(receipt.number)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>Receipt</h1>
<p>Number {escape(receipt.number)}, {receipt.issued_at:%d %B %Y}</p>
<p>For {escape(order.customer_name)}, {escape(order.customer_email)}</p>
<p>Order {escape(order.id)} of {order.placed_at:%d %B %Y}</p>
<table>
<caption>What was bought</caption>
<thead>
<tr><th scope="col">Item</th><th scope="col">Pieces</th><th scope="col">Each</th><th scope="col">Sum</th></tr>
</thead>
<tbody>
{rows}
</tbody>
<tfoot>
{sums}
</tfoot>
</table>
</main>
</body>
</html>
"""
