"""An architecture as the text of a Mermaid flowchart, which GitHub and most editors show as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from yard.graph.architecture import Architecture, Node

# Kind -> what stands around a label. Source: "Mermaid, Flowcharts, Node shapes".
SHAPES = {
    "people": ("([", "])"),
    "CloudFront": ("{{", "}}"),
    "Load balancer": ("{{", "}}"),
    "API Gateway": ("{{", "}}"),
    "DynamoDB": ("[(", ")]"),
    "Aurora": ("[(", ")]"),
    "S3": ("[(", ")]"),
    "ElastiCache": ("[(", ")]"),
    "SQS": (">", "]"),
    "EventBridge": ("[/", "/]"),
}


def as_mermaid(architecture: Architecture) -> str:
    """A flowchart from left to right, a box for each stack."""
    return "\n".join(_lines(architecture)) + "\n"


def _lines(architecture: Architecture) -> Iterator[str]:
    yield "flowchart LR"
    for stack, nodes in groupby(architecture.nodes, key=lambda node: node.stack):
        if not stack:
            yield from (f"  {_node(node)}" for node in nodes)
            continue
        yield f'  subgraph {stack.replace("-", "_")}["{stack}"]'
        yield from (f"    {_node(node)}" for node in nodes)
        yield "  end"
    for edge in architecture.edges:
        arrow = f'-- "{_text(edge.label)}" -->' if edge.label else "-->"
        yield f"  {edge.source} {arrow} {edge.target}"


def _node(node: Node) -> str:
    kind = "RDS" if node.kind.startswith("RDS") else node.kind
    before, after = SHAPES.get(kind, ("[(", ")]") if kind == "RDS" else ("[", "]"))
    label = node.label if node.kind == "people" else f"{_text(node.label)}<br/>{_text(node.kind)}"
    return f'{node.id}{before}"{label}"{after}'


def _text(text: str) -> str:
    """Quotes end a label, and angle brackets would be HTML (source: "Mermaid, Flowcharts, Special characters")."""
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
