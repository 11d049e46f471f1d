"""moto's backends as bytes and back.

pickle does it but for what it refuses: what a backend holds of locks, keys, certificates and functions without a name.
"""

from __future__ import annotations

import copyreg
import pickle
import threading
from collections import defaultdict
from collections.abc import Callable, Collection
from copy import copy
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from moto.core.base_backend import BackendDict

Key = tuple[str, str, str]  # service, account, region
# Another thread may change something while it is copied.
TRIES = 5


def in_use() -> list[BackendDict[Any]]:
    """moto's backends of every service that was ever asked."""
    from moto.core.base_backend import BackendDict

    found: list[BackendDict[Any]] = list(BackendDict._instances)  # type: ignore[misc]
    return found


def states_of(services: Collection[str]) -> dict[Key, Any]:
    """What the backends of these services hold."""
    return {
        (one.service_name, account, region): vars(found)
        for one in in_use()
        if one.service_name in services
        for account, region, found in one.iter_backends()
    }


def backend(service: str, account: str, region: str) -> Any:
    """The one backend of a service, an account and a region; made where there is none."""
    from moto.backends import get_backend

    for one in in_use():
        if one.service_name == service:
            return one[account][region]
    return get_backend(service)[account][region]  # type: ignore[call-overload]


def dumped(value: Any) -> bytes:
    """`value` as bytes: backends within it by name, locks as new ones, private keys as the text that they are,
    functions that have no name as a copy of what they make. What is held weakly is in it too.
    """
    for left in range(TRIES, 0, -1):
        buffer = BytesIO()
        pickler = pickle.Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _reducers()
        try:
            pickler.dump(value)
        except RuntimeError:  # a dictionary changed its size
            if left == 1:
                raise
        else:
            break
    return buffer.getvalue()


def _reducers() -> dict[type, Callable[[Any], Any]]:
    from cryptography import x509
    from cryptography.hazmat.bindings._rust import openssl
    from cryptography.hazmat.primitives.serialization import Encoding

    names: dict[int, Key] = {}
    found: dict[type, Callable[[Any], Any]] = dict(copyreg.dispatch_table)
    for one in in_use():
        for account, region, each in one.iter_backends():
            names[id(each)] = (one.service_name, account, region)
            found[type(each)] = lambda of: (backend, names[id(of)])
    found[type(threading.Lock())] = lambda _lock: (threading.Lock, ())
    found[type(threading.RLock())] = lambda _lock: (threading.RLock, ())
    found[threading.Condition] = lambda _condition: (threading.Condition, ())
    found[threading.Event] = lambda _event: (threading.Event, ())
    found[WeakValueDictionary] = lambda weak: (WeakValueDictionary, (dict(weak),))
    found[defaultdict] = _with_default
    found[x509.Certificate] = lambda one: (_certificate, (one.public_bytes(Encoding.DER),))
    for kind in (openssl.rsa.RSAPrivateKey, openssl.ec.ECPrivateKey):
        found[kind] = lambda key: (_private_key, (_encoded(key),))
    return found


def _with_default(mapping: defaultdict[Any, Any]) -> tuple[Any, ...]:
    """What makes its values may be a function without a name: a copy of what it makes does as well."""
    make = mapping.default_factory
    if make is not None and "<" in getattr(make, "__qualname__", ""):
        make = partial(copy, make())
    return defaultdict, (make,), None, None, iter(mapping.items())


def _encoded(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def _private_key(encoded: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    return load_der_private_key(encoded, password=None)


def _certificate(encoded: bytes) -> Any:
    from cryptography.x509 import load_der_x509_certificate

    return load_der_x509_certificate(encoded)
