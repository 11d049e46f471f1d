"""Serves the offline providers to one Terraform run, over a Unix socket that only this user can open."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import grpc
from tf.gen import tfplugin_pb2_grpc as rpc  # type: ignore[import-untyped]

from yard.config import YardError
from yard.offline.attempts import Attempts, Journal, Resources
from yard.offline.catalogue import load_schema
from yard.offline.handlers import HANDLERS
from yard.offline.handlers.base import refuse_unless_loopback
from yard.offline.plugin import add_plugin_services
from yard.offline.servicer import Servicer
from yard.offline.sources import addresses, providers

VARIABLE = "TF_REATTACH_PROVIDERS"
PROTOCOL_VERSION = 6
# Terraform calls for as many resources at once as its -parallelism says, 10 by default.
THREADS = 16
LARGEST_MESSAGE = 256 * 1024 * 1024  # bytes; Terraform itself accepts as much
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103


@contextmanager
def serve(
    types: Collection[str],
    data_types: Collection[str],
    *,
    endpoint: str | None,
    account: str,
    region: str,
    cache: Path,
    stack: str | None = None,
    known: Callable[[], Resources] = tuple,
    sources: Collection[str] = ("aws",),
    socket_dir: Path | None = None,
) -> Iterator[dict[str, str]]:
    """Answer for the providers of `types` and `data_types` while the context is open.

    types, data_types: resource and data source types in the stack's JSON and in its state.
    endpoint: the emulated AWS, which must be on this machine; None creates nothing anywhere.
    cache: folder that schemas are kept in; it may be shared by processes.
    stack: its name, where a later run is to find what this one made if it is killed; known: tells type and
    attributes of what is in its state.
    sources: of the providers that the stack requires, such as `hashicorp/kubernetes`; one that nothing is made of yet
    must answer too.
    socket_dir: an own, private folder for the sockets; a temporary one by default.
    Gives the environment variables that make Terraform use it. One run, one `serve`: default tags and region differ
    from stack to stack. Raises YardError for an endpoint elsewhere and for bindings that are not there.
    """
    if endpoint is not None:
        refuse_unless_loopback(endpoint)
    with ExitStack() as exits:
        attempts = exits.enter_context(_attempts(endpoint, stack, known)) if endpoint and stack else None
        folder = exits.enter_context(_private_folder(socket_dir))
        reattach: dict[str, object] = {}
        for provider, source in providers(sources, (*types, *data_types)).items():
            schema = load_schema(
                provider,
                [name for name in types if name.startswith(f"{provider}_")],
                [name for name in data_types if name.startswith(f"{provider}_")],
                cache,
            )
            servicer = Servicer(
                schema,
                account=account,
                region=region,
                endpoint=endpoint,
                handlers=HANDLERS,
                attempts=attempts,
            )
            address = exits.enter_context(_listening(servicer, folder / f"{provider}.sock"))
            for name in addresses(source):
                reattach[name] = {
                    "Protocol": "grpc",
                    "ProtocolVersion": PROTOCOL_VERSION,
                    "Pid": os.getpid(),
                    "Test": True,  # Terraform neither starts nor ends it
                    "Addr": {"Network": "unix", "String": address},
                }
        yield {VARIABLE: json.dumps(reattach)}


@contextmanager
def _attempts(endpoint: str, stack: str, known: Callable[[], Resources]) -> Iterator[Attempts | None]:
    journal = Journal.at(endpoint)
    if journal is None:
        yield None
        return
    attempts = Attempts(journal, stack)
    try:
        yield attempts
    finally:
        attempts.close(known())


@contextmanager
def _private_folder(folder: Path | None) -> Iterator[Path]:
    """A folder that only this user can enter, removed afterwards if it was made here."""
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    made = Path(tempfile.mkdtemp(prefix="yard-", dir=folder))
    try:
        if len(os.fsencode(made)) > LONGEST_SOCKET_PATH - len("/provider.sock"):
            raise YardError(
                f"The path {made} is too long for a socket. Give TMPDIR a shorter one, /tmp for example."
            )
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _listening(servicer: Servicer, path: Path) -> Iterator[str]:
    options = [
        ("grpc.max_receive_message_length", LARGEST_MESSAGE),
        ("grpc.max_send_message_length", LARGEST_MESSAGE),
    ]
    with ThreadPoolExecutor(THREADS, thread_name_prefix="offline") as threads:
        server = grpc.server(threads, options=options)
        rpc.add_ProviderServicer_to_server(servicer, server)
        add_plugin_services(server)
        server.add_insecure_port(f"unix:{path}")
        path.chmod(0o600)
        server.start()
        try:
            yield str(path)
        finally:
            server.stop(grace=None).wait()
