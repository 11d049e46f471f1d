"""Settings: read once, from the environment, into one typed object.

A secret may also be named instead of given: where the variable of a field is not set, but `<VARIABLE>_SECRET_ARN` is,
the field gets what AWS Secrets Manager holds under that ARN (on ECS, the agent has set the variable itself).
"""

from __future__ import annotations

import os
from typing import Any, Literal, TypeVar

import structlog
from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from chassis import logs, secrets

LogLevel = Literal["debug", "info", "warning", "error"]

# gunicorn's "application cannot be loaded": its master stops instead of starting the worker again for ever.
CANNOT_START = 4


class ServiceSettings(BaseSettings):
    """What every service reads; a service adds its own fields in a subclass.

    A field is read from the variable of its name in capitals (`table_products` from TABLE_PRODUCTS); an empty
    variable counts as missing. Type a secret as `pydantic.SecretStr`, so that no log or message shows it.

    request_timeout_seconds: the most that a request may take, see `chassis.deadlines`.
    shed_after_seconds: a request that waited longer for a thread is refused, see `chassis.queueing`.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    environment: str
    log_level: LogLevel = "info"
    request_timeout_seconds: float = Field(10, gt=0, le=900)
    shed_after_seconds: float = Field(1, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then variables, then the secrets that variables name."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, NamedSecrets(settings_cls)


class NamedSecrets(PydanticBaseSettingsSource):
    """Reads fields from the secrets that `<VARIABLE>_SECRET_ARN` name."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Give a field's value, its name, and that it is no JSON."""
        del field
        variable = field_name.upper()
        arn = os.environ.get(f"{variable}_SECRET_ARN")
        if not arn or os.environ.get(variable):
            return None, field_name, False
        return secrets.read(arn), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Give all fields that have one. A secret that can't be read raises SecretUnavailableError."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
            if name not in self.current_state
        }
        return {name: value for name, value in found.items() if value is not None}


SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


def load_settings(kind: type[SettingsT], service: str) -> SettingsT:
    """Read `kind` from the environment, or end the process with one log line that names what is wrong.

    Raises SystemExit with status 4.
    """
    try:
        return kind()
    except ValidationError as error:
        reason = explain(error)
    except secrets.SecretUnavailableError as error:
        reason = f"the secret {error}."
    logs.configure(service, environment=None, level="info")
    structlog.get_logger("chassis.settings").error(f"{service} cannot start: {reason}")
    raise SystemExit(CANNOT_START)


def explain(error: ValidationError) -> str:
    """Name the variables that are missing or wrong, one sentence each, never with their value."""
    missing = [_variable(entry["loc"]) for entry in error.errors() if entry["type"] == "missing"]
    sentences = []
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        sentences.append(
            f"{_listed(missing)} {verb} not set. Set {'it' if verb == 'is' else 'them'}"
            " in the task's environment."
        )
    for entry in error.errors():
        if entry["type"] != "missing":
            message = entry["msg"][:1].lower() + entry["msg"][1:]
            sentences.append(f"{_variable(entry['loc'])} is wrong: {message}.")
    return " ".join(sentences)


def _variable(location: tuple[int | str, ...]) -> str:
    return "_".join(str(part) for part in location).upper()


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
