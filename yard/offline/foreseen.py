"""What AWS computes and the provider knows in part while it plans, so that `for_each` can go over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yard.offline.values import UNKNOWN, sort_key, wholly_known

Values = Mapping[str, Any]


def _domain_validation_options(planned: Values) -> Any:
    """One for each name of the certificate, with the record that proves it to come.

    Source: hashicorp/aws, internal/service/acm/certificate.go, CustomizeDiff; HashiCorp's 3.39.0 plans the same.
    """
    names = [planned.get("domain_name"), *(_list(planned.get("subject_alternative_names")))]
    if planned.get("validation_method") != "DNS" or not all(wholly_known(name) for name in names):
        return UNKNOWN
    options = [
        {
            "domain_name": name,
            "resource_record_name": UNKNOWN,
            "resource_record_type": UNKNOWN,
            "resource_record_value": UNKNOWN,
        }
        for name in dict.fromkeys(names)
    ]
    return sorted(options, key=sort_key)


FORESEEN: dict[str, dict[str, Callable[[Values], Any]]] = {
    "aws_acm_certificate": {"domain_validation_options": _domain_validation_options},
}


def with_foreseen(type_name: str, planned: Mapping[str, Any]) -> dict[str, Any]:
    """A new resource's `planned` with what is known of its UNKNOWN attributes."""
    known = {
        name: foresee(planned)
        for name, foresee in FORESEEN.get(type_name, {}).items()
        if planned.get(name) is UNKNOWN
    }
    return {**planned, **known}


def _list(value: Any) -> list[Any]:
    """The names given besides the first; none where AWS is to say them."""
    return value if isinstance(value, list) else []
