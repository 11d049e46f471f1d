"""Answers Terraform's calls: the plugin protocol, version 6, for one provider in one Terraform run.

Source: "Terraform Plugin Protocol", tfplugin6.proto, and "Resource Instance Change Lifecycle" for what a provider may
answer. What the schema alone tells (unknown argument, wrong type, missing required one) Terraform finds itself.
"""

# The protocol names the methods and their arguments, and its documentation says what they are for.
# ruff: noqa: N802, D102, ARG002

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import grpc
from tf.gen import tfplugin_pb2 as pb  # type: ignore[import-untyped]
from tf.gen import tfplugin_pb2_grpc as rpc

from yard.config import YardError
from yard.offline import diagnostics
from yard.offline.catalogue import ProviderSchema
from yard.offline.configuration import settings_from
from yard.offline.data_sources import read_data_source
from yard.offline.handlers.base import Cloud, Handler
from yard.offline.lifecycle import Memory, Resource
from yard.offline.planning import Settings, plan
from yard.offline.plausible import Inventor
from yard.offline.protocol import paths, read_value, schema_message, schema_messages, write_value
from yard.offline.schema import Block
from yard.offline.validation import problems_of
from yard.offline.values import from_json

Context = grpc.ServicerContext


class Servicer(rpc.ProviderServicer):  # type: ignore[misc]
    """One provider: `schema` says what it knows, `handlers` what it can do for real at `endpoint`."""

    def __init__(
        self,
        schema: ProviderSchema,
        *,
        account: str,
        region: str,
        endpoint: str | None = None,
        handlers: Mapping[str, Handler] | None = None,
    ) -> None:
        self._schema = schema
        self._endpoint = endpoint
        self._handlers = handlers or {}
        self._environment = Settings(account, region)
        self._settings: Settings | None = None
        self._inventor = Inventor()
        self._clouds: dict[str, Cloud] = {}
        self._lock = threading.Lock()

    # What there is

    def GetMetadata(self, request: pb.GetMetadata.Request, context: Context) -> pb.GetMetadata.Response:
        return pb.GetMetadata.Response(
            server_capabilities=_capabilities(),
            resources=[pb.GetMetadata.ResourceMetadata(type_name=name) for name in self._schema.resources],
            data_sources=[
                pb.GetMetadata.DataSourceMetadata(type_name=name) for name in self._schema.data_sources
            ],
        )

    def GetProviderSchema(
        self, request: pb.GetProviderSchema.Request, context: Context
    ) -> pb.GetProviderSchema.Response:
        return pb.GetProviderSchema.Response(
            provider=schema_message(self._schema.configuration),
            resource_schemas=schema_messages(self._schema.resources),
            data_source_schemas=schema_messages(self._schema.data_sources),
            server_capabilities=_capabilities(),
        )

    def GetFunctions(self, request: pb.GetFunctions.Request, context: Context) -> pb.GetFunctions.Response:
        return pb.GetFunctions.Response()

    # Configuration

    def ValidateProviderConfig(
        self, request: pb.ValidateProviderConfig.Request, context: Context
    ) -> pb.ValidateProviderConfig.Response:
        return pb.ValidateProviderConfig.Response()

    def ConfigureProvider(
        self, request: pb.ConfigureProvider.Request, context: Context
    ) -> pb.ConfigureProvider.Response:
        response = pb.ConfigureProvider.Response()
        try:
            configuration = read_value(request.config, self._schema.configuration.type) or {}
            self._configure(settings_from(configuration, self._environment.account, self._environment.region))
        except Exception as problem:
            response.diagnostics.append(
                diagnostics.from_exception(self._schema.provider, "configuring", problem)
            )
        return response

    def ValidateResourceConfig(
        self, request: pb.ValidateResourceConfig.Request, context: Context
    ) -> pb.ValidateResourceConfig.Response:
        block = self._schema.resources[request.type_name]
        found = problems_of(request.type_name, read_value(request.config, block.type) or {})
        return pb.ValidateResourceConfig.Response(
            diagnostics=[diagnostics.error(summary, detail, path) for summary, detail, path in found]
        )

    def ValidateDataResourceConfig(
        self, request: pb.ValidateDataResourceConfig.Request, context: Context
    ) -> pb.ValidateDataResourceConfig.Response:
        return pb.ValidateDataResourceConfig.Response()

    # Resources

    def UpgradeResourceState(
        self, request: pb.UpgradeResourceState.Request, context: Context
    ) -> pb.UpgradeResourceState.Response:
        response = pb.UpgradeResourceState.Response()
        try:
            block = self._schema.resources[request.type_name]
            state = from_json(json.loads(request.raw_state.json or b"null"), block.type)
            response.upgraded_state.CopyFrom(write_value(_with_empty_blocks(block, state), block.type))
        except Exception as problem:
            response.diagnostics.append(
                diagnostics.from_exception(request.type_name, "reading the state of", problem)
            )
        return response

    def ReadResource(self, request: pb.ReadResource.Request, context: Context) -> pb.ReadResource.Response:
        response = pb.ReadResource.Response(new_state=request.current_state, private=request.private)
        try:
            resource = self._resource(request.type_name)
            state = read_value(request.current_state, resource.block.type)
            if state is not None:
                state = self._in_place(resource, state).read(state, Memory.unpack(request.private))
            response.new_state.CopyFrom(write_value(state, resource.block.type))
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "reading", problem))
        return response

    def PlanResourceChange(
        self, request: pb.PlanResourceChange.Request, context: Context
    ) -> pb.PlanResourceChange.Response:
        response = pb.PlanResourceChange.Response(planned_private=request.prior_private)
        try:
            resource = self._resource(request.type_name)
            prior = read_value(request.prior_state, resource.block.type)
            proposed = read_value(request.proposed_new_state, resource.block.type)
            self._inventor.know(request.type_name, prior)
            if proposed is not None:
                given = read_value(request.config, resource.block.type)
                made = plan(request.type_name, resource.block, prior, proposed, resource.settings, given)
                proposed = made.planned
                response.requires_replace.extend(paths(made.replace))
            response.planned_state.CopyFrom(write_value(proposed, resource.block.type))
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "planning", problem))
        return response

    def ApplyResourceChange(
        self, request: pb.ApplyResourceChange.Request, context: Context
    ) -> pb.ApplyResourceChange.Response:
        # Until it is done, what was there before is still there.
        response = pb.ApplyResourceChange.Response(
            new_state=request.prior_state, private=request.planned_private
        )
        action = "changing"
        try:
            resource = self._resource(request.type_name)
            prior = read_value(request.prior_state, resource.block.type)
            planned = read_value(request.planned_state, resource.block.type)
            resource = self._in_place(resource, planned or prior)
            action = "deleting" if planned is None else "creating" if prior is None else "changing"
            state, memory = None, Memory()
            if planned is None:
                resource.delete(prior)
            elif prior is None:
                state, memory = resource.create(planned)
            else:
                state, memory = resource.update(prior, planned)
            response.new_state.CopyFrom(write_value(state, resource.block.type))
            response.private = memory.pack()
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, action, problem))
        return response

    def ImportResourceState(
        self, request: pb.ImportResourceState.Request, context: Context
    ) -> pb.ImportResourceState.Response:
        response = pb.ImportResourceState.Response()
        try:
            resource = self._resource(request.type_name)
            state = resource.import_state(request.id)
            if state is None:
                where = self._endpoint or "no emulated AWS is running"
                raise YardError(f"There is no {request.type_name} {request.id} to import ({where}).")
            response.imported_resources.append(
                pb.ImportResourceState.ImportedResource(
                    type_name=request.type_name, state=write_value(state, resource.block.type)
                )
            )
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "importing", problem))
        return response

    def MoveResourceState(
        self, request: pb.MoveResourceState.Request, context: Context
    ) -> pb.MoveResourceState.Response:
        detail = f"{request.source_type_name} cannot become {request.target_type_name}."
        return pb.MoveResourceState.Response(
            diagnostics=[diagnostics.error("A resource cannot change its type", detail)]
        )

    # The rest

    def ReadDataSource(
        self, request: pb.ReadDataSource.Request, context: Context
    ) -> pb.ReadDataSource.Response:
        response = pb.ReadDataSource.Response(state=request.config)
        try:
            kind = self._schema.data_sources[request.type_name].type
            state = read_data_source(
                request.type_name, read_value(request.config, kind) or {}, self._current()
            )
            response.state.CopyFrom(write_value(state, kind))
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "reading", problem))
        return response

    def StopProvider(self, request: pb.StopProvider.Request, context: Context) -> pb.StopProvider.Response:
        return pb.StopProvider.Response()

    def _configure(self, settings: Settings) -> None:
        """Terraform configures the provider before each walk, always the same unless there are two provider blocks.

        Their calls look alike here, so a second region or other default tags cannot be told from the first.
        """
        with self._lock:
            if self._settings is not None and self._settings != settings:
                raise YardError(
                    "This stack configures the provider twice, with different regions or default tags, which cannot be "
                    "told apart offline. Give the resources of the other region the argument `region` instead."
                )
            self._settings = settings

    def _current(self) -> Settings:
        return self._settings or self._environment

    def _resource(self, type_name: str) -> Resource:
        settings = self._current()
        return Resource(
            type_name,
            self._schema.resources[type_name],
            settings,
            self._inventor,
            self._handlers.get(type_name),
            self._cloud(settings.region),
        )

    def _in_place(self, resource: Resource, values: Mapping[str, Any]) -> Resource:
        """The same, bound to the region that the resource itself names."""
        region = values.get("region")
        if not isinstance(region, str) or region == resource.settings.region:
            return resource
        return Resource(
            resource.type_name,
            resource.block,
            resource.settings,
            resource.inventor,
            resource.handler,
            self._cloud(region),
        )

    def _cloud(self, region: str) -> Cloud | None:
        if self._endpoint is None:
            return None
        with self._lock:
            if region not in self._clouds:
                self._clouds[region] = Cloud(self._endpoint, self._environment.account, region)
            return self._clouds[region]


def _capabilities() -> pb.ServerCapabilities:
    return pb.ServerCapabilities(plan_destroy=False, get_provider_schema_optional=True)


def _with_empty_blocks(block: Block, state: Any) -> Any:
    """A state of another version may lack a block; no block is an empty list, never null."""
    if not isinstance(state, dict):
        return state
    result = dict(state)
    for name, nested in block.blocks.items():
        value = result.get(name)
        if nested.nesting == "single":
            result[name] = _with_empty_blocks(nested.block, value)
        elif isinstance(value, dict):
            result[name] = {key: _with_empty_blocks(nested.block, item) for key, item in value.items()}
        else:
            result[name] = [_with_empty_blocks(nested.block, item) for item in value or []]
    return result
