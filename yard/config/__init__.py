"""The two files that people write, as typed values with errors that name file, line and key."""

from __future__ import annotations

from yard.config.cache import Cache
from yard.config.cluster import Cluster, Nodes
from yard.config.data import Bucket, Data, Index, Provisioned, Queue, Table
from yard.config.database import Database, Serverless
from yard.config.environment import Budget, Edge, Environment, Firewall, Github, Network
from yard.config.environments import account_neighbours, environment_names, load_environment
from yard.config.errors import InputError, YardError
from yard.config.function import Function
from yard.config.releases import load_releases
from yard.config.scale import Scale, Schedule
from yard.config.schema import json_schema
from yard.config.service import Deploy, Service
from yard.config.services import load_services
from yard.config.sizes import SIZES, Size
from yard.config.static import Static
from yard.config.workspace import Workspace

__all__ = [
    "SIZES",
    "Alarms",
    "Bucket",
    "Budget",
    "Cache",
    "Cluster",
    "Data",
    "Database",
    "Deploy",
    "Edge",
    "Environment",
    "Firewall",
    "Function",
    "Github",
    "Index",
    "InputError",
    "Network",
    "Nodes",
    "Provisioned",
    "Queue",
    "Scale",
    "Schedule",
    "Serverless",
    "Service",
    "Size",
    "Static",
    "Table",
    "Workspace",
    "YardError",
    "account_neighbours",
    "environment_names",
    "json_schema",
    "load_environment",
    "load_releases",
    "load_services",
]
