"""The architecture of an environment as a graph, read from its synthesised stacks: never drawn by hand."""

from __future__ import annotations

from yard.graph.architecture import Architecture, Edge, Node, architecture
from yard.graph.mermaid import as_mermaid

__all__ = ["Architecture", "Edge", "Node", "architecture", "as_mermaid"]
