"""The command line, `python -m server COMMAND`: one file of server/commands a command."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from server.errors import Refusal, SetupError

COMMANDS = (
    *("serve", "migrate", "seed", "demo", "import-calendar", "poll-calendars", "scan", "badges", "tidy"),
    "export-schema",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0, 1 with one line on stderr, or 2 for wrong usage."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (SetupError, Refusal) as fault:
        print(f"{fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """What can be typed. The commands import what they need when they run, so that help is there at once."""
    result = argparse.ArgumentParser(
        prog="python -m server",
        description="Hallway: campus events, badges, and the contacts that come of them.",
        epilog="`python -m server COMMAND --help` says more about one. README, 'Configure', lists the settings.",
    )
    commands = result.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"server.commands.{name.replace('-', '_')}")
        text = str(module.__doc__)
        command = commands.add_parser(name, help=text.splitlines()[0].rstrip("."), description=text)
        command.formatter_class = argparse.RawDescriptionHelpFormatter
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return result


if __name__ == "__main__":
    sys.exit(main())
