"""The command line: one file a verb, each parses, calls and prints; errors end here.

Exit status: 0 done, 1 it failed or found something, 2 the input is wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from yard.cli.check import check
from yard.cli.deploy import deploy, rollback
from yard.cli.doctor import doctor
from yard.cli.down import down
from yard.cli.graph import graph
from yard.cli.listing import list_stacks
from yard.cli.logs import logs
from yard.cli.outputs import outputs
from yard.cli.package import package
from yard.cli.plan import apply, destroy, drift, plan
from yard.cli.schema import schema
from yard.cli.status import status
from yard.cli.synth import synth
from yard.cli.up import up
from yard.config import YardError

ON_THIS_MACHINE = "Everything on this machine"
ENVIRONMENTS = "An environment"
REPOSITORY = "The repository"

app = typer.Typer(
    name="yard",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Microservices on AWS: two kinds of YAML in, a Terraform plan out; the same plan runs on this machine.",
    epilog="Exit status: 0 done, 1 it failed or found something, 2 the input is wrong.",
)

PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    ON_THIS_MACHINE: (up, down, status, logs),
    ENVIRONMENTS: (list_stacks, graph, synth, check, plan, apply, deploy, rollback, destroy, outputs, drift),
    REPOSITORY: (package, schema, doctor),
}
for panel, verbs in PANELS.items():
    for verb in verbs:
        app.command("list" if verb is list_stacks else verb.__name__, rich_help_panel=panel)(verb)


@app.callback()
def options(
    debug: Annotated[  # read by main(), which lets it stand anywhere on the line
        bool,
        typer.Option(
            "--debug", help="Show the traceback of an error. Also YARD_DEBUG=1.", show_default=False
        ),
    ] = False,
) -> None:
    """Options of every verb."""


def main() -> None:
    """Run the command line and leave with its exit status; an error is one paragraph on standard error."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1 or os.environ.get("YARD_DEBUG") == "1"
    try:
        app(arguments, prog_name="yard")
    except YardError as error:
        if debug:
            raise
        complain(str(error))
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `yard logs | head`: the reader left, nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if debug:
            raise
        complain(
            f"yard failed in a way it did not foresee: {type(error).__name__}: {error}\n"
            "This is a fault of yard, not of what you typed. Run the same command with --debug for the traceback."
        )
        sys.exit(1)


def complain(message: str) -> None:
    """Print an error: the word in red where there are colours, the text exactly as it is."""
    from rich.text import Text

    from yard.cli.console import err

    err.print(Text.assemble(("Error: ", "bold red"), message))
