"""The services that every Terraform plugin has beside its own (HashiCorp's go-plugin)."""

# The protocol names the methods and their arguments, and its documentation says what they are for.
# ruff: noqa: N802, D102, ARG001, ARG002

from __future__ import annotations

from collections.abc import Iterator

import grpc
from tf.gen import grpc_controller_pb2 as controller  # type: ignore[import-untyped]
from tf.gen import grpc_controller_pb2_grpc as controller_rpc
from tf.gen import grpc_stdio_pb2 as stdio
from tf.gen import grpc_stdio_pb2_grpc as stdio_rpc

BROKER = "plugin.GRPCBroker"


class Controller(controller_rpc.GRPCControllerServicer):  # type: ignore[misc]
    """Terraform may ask for a shutdown; whoever started the server ends it, so there is nothing to do."""

    def Shutdown(self, request: controller.Empty, context: grpc.ServicerContext) -> controller.Empty:
        return controller.Empty()


class Stdio(stdio_rpc.GRPCStdioServicer):  # type: ignore[misc]
    """Output for Terraform's log: there is none."""

    def StreamStdio(self, request: object, context: grpc.ServicerContext) -> Iterator[stdio.StdioData]:
        return iter(())


def add_plugin_services(server: grpc.Server) -> None:
    """Controller, standard output and broker (which offers no further connections)."""
    controller_rpc.add_GRPCControllerServicer_to_server(Controller(), server)
    stdio_rpc.add_GRPCStdioServicer_to_server(Stdio(), server)
    start_stream = grpc.stream_stream_rpc_method_handler(_start_stream)
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler(BROKER, {"StartStream": start_stream}),)
    )


def _start_stream(requests: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
    return iter(())
