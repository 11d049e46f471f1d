"""What should run on this machine, as plain values that travel as JSON."""

from __future__ import annotations

from yard.local.desired.edge import Behaviour, Distribution, Header, HeadersPolicy
from yard.local.desired.functions import Function, FunctionTarget, QueueMapping
from yard.local.desired.routes import Action, Callee, Condition, Rule, tasks_of
from yard.local.desired.services import HealthCheck, Service, Task
from yard.local.desired.stores import Cache, Database
from yard.local.desired.whole import Applied, Aws, Desired

__all__ = [
    "Action",
    "Applied",
    "Aws",
    "Behaviour",
    "Cache",
    "Callee",
    "Condition",
    "Database",
    "Desired",
    "Distribution",
    "Function",
    "FunctionTarget",
    "Header",
    "HeadersPolicy",
    "HealthCheck",
    "QueueMapping",
    "Rule",
    "Service",
    "Task",
    "tasks_of",
]
