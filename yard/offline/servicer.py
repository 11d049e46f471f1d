"""Answers Terraform's calls: the plugin protocol, version 6, for one provider in one Terraform run.

Source: "Terraform Plugin Protocol", tfplugin6.proto, and "Resource Instance Change Lifecycle" for what a provider may
answer. What the schema alone tells (unknown argument, wrong type, missing required one) Terraform finds itself.
"""

# The protocol names the methods and their arguments, and its documentation says what they are for.
# ruff: noqa: N802, D102, ARG002

from __future__ import annotations

import json
from collections.abc import Mapping

import grpc
from tf.gen import tfplugin_pb2 as pb  # type: ignore[import-untyped]
from tf.gen import tfplugin_pb2_grpc as rpc

from yard.config import YardError
from yard.offline import diagnostics
from yard.offline.attempts import Attempts
from yard.offline.catalogue import ProviderSchema
from yard.offline.data_sources import read_data_source
from yard.offline.defaults import DEFAULTS
from yard.offline.handlers.base import Handler
from yard.offline.lifecycle import Memory
from yard.offline.planning import Settings, plan
from yard.offline.protocol import (
    paths,
    read_value,
    schema_message,
    schema_messages,
    with_empty_blocks,
    write_value,
)
from yard.offline.session import Session
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
        attempts: Attempts | None = None,
    ) -> None:
        self._schema = schema
        self._session = Session(schema, Settings(account, region), endpoint, handlers or {}, attempts)

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
            self._session.configure(configuration)
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
            response.upgraded_state.CopyFrom(write_value(with_empty_blocks(block, state), block.type))
        except Exception as problem:
            response.diagnostics.append(
                diagnostics.from_exception(request.type_name, "reading the state of", problem)
            )
        return response

    def ReadResource(self, request: pb.ReadResource.Request, context: Context) -> pb.ReadResource.Response:
        response = pb.ReadResource.Response(new_state=request.current_state, private=request.private)
        try:
            kind = self._schema.resources[request.type_name].type
            state = read_value(request.current_state, kind)
            if state is not None:
                state = self._session.resource(request.type_name, state).read(
                    state, Memory.unpack(request.private)
                )
            response.new_state.CopyFrom(write_value(state, kind))
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "reading", problem))
        return response

    def PlanResourceChange(
        self, request: pb.PlanResourceChange.Request, context: Context
    ) -> pb.PlanResourceChange.Response:
        # Terraform lets only providers of the first SDK plan a value for what is not given, as AWS's does.
        response = pb.PlanResourceChange.Response(
            planned_private=request.prior_private, legacy_type_system=request.type_name in DEFAULTS
        )
        try:
            block = self._schema.resources[request.type_name]
            prior = read_value(request.prior_state, block.type)
            proposed = read_value(request.proposed_new_state, block.type)
            self._session.inventor.know(request.type_name, prior)
            if proposed is not None:
                given = read_value(request.config, block.type)
                made = plan(request.type_name, block, prior, proposed, self._session.settings, given)
                proposed = made.planned
                response.requires_replace.extend(paths(made.replace))
            response.planned_state.CopyFrom(write_value(proposed, block.type))
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
            kind = self._schema.resources[request.type_name].type
            prior, planned = read_value(request.prior_state, kind), read_value(request.planned_state, kind)
            resource = self._session.resource(request.type_name, planned or prior)
            action = "deleting" if planned is None else "creating" if prior is None else "changing"
            state, memory = None, Memory()
            if planned is None:
                resource.delete(prior)
            elif prior is None:
                state, memory = resource.create(planned)
            else:
                state, memory = resource.update(prior, planned)
            response.new_state.CopyFrom(write_value(state, kind))
            response.private = memory.pack()
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, action, problem))
        return response

    def ImportResourceState(
        self, request: pb.ImportResourceState.Request, context: Context
    ) -> pb.ImportResourceState.Response:
        response = pb.ImportResourceState.Response()
        try:
            resource = self._session.resource(request.type_name)
            state = resource.import_state(request.id)
            if state is None:
                where = self._session.endpoint or "no emulated AWS is running"
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
                request.type_name, read_value(request.config, kind) or {}, self._session.settings
            )
            response.state.CopyFrom(write_value(state, kind))
        except Exception as problem:
            response.diagnostics.append(diagnostics.from_exception(request.type_name, "reading", problem))
        return response

    def StopProvider(self, request: pb.StopProvider.Request, context: Context) -> pb.StopProvider.Response:
        return pb.StopProvider.Response()


def _capabilities() -> pb.ServerCapabilities:
    return pb.ServerCapabilities(plan_destroy=False, get_provider_schema_optional=True)
