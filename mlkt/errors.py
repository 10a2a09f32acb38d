"""What can go wrong, as a tree of exceptions.

MlktError               a mistake that a user can mend: one line, no traceback, exit code 2
├── ConfigError         a configuration file, an environment variable or an argument
├── PackError           a prompt (`prompts/<lang>/<task>.md`) or a locale (`locales/<lang>.yaml`)
├── LanguageError       an unknown language code, or a text in another language than declared
├── SourceError         a document that cannot be read
├── MemoryFileError     a translation memory (TMX) that cannot be read
├── EngineError         a translation engine that cannot do what is asked of it
├── ModelError          a server that refuses every request: unreachable, wrong key, no such model
├── MissingExtraError   an optional package that is not installed
├── RequestError        one request failed for good; its passage is counted as failed: exit code 1
└── RunStopped          a run that cannot go on, through nobody's mistake: exit code 1

A model's bad answer is never an exception: `mlkt.reply` returns it as a value that carries its
problems.
"""

import difflib
from collections.abc import Iterable

CONTINUE = "run the same command again to continue"  # the cure of all that stops a run


class MlktError(Exception):
    """A mistake that its message names together with its place and its cure."""

    exit_code = 2


class ConfigError(MlktError):
    """A configuration file, an environment variable or an argument cannot be used."""


class PackError(MlktError):
    """A prompt or a locale is missing, incomplete or malformed."""


class LanguageError(MlktError):
    """A language code is unknown, or a text is in another language than declared."""


class SourceError(MlktError):
    """A document cannot be read."""


class MemoryFileError(MlktError):
    """A translation memory file cannot be read."""


class EngineError(MlktError):
    """A translation engine cannot do what is asked of it."""


class ModelError(MlktError):
    """A model server refuses every request: unreachable, wrong key, unknown model."""

    def __init__(self, message: str, *, step: str = "") -> None:
        """Keep the chain's `step` whose request failed; empty where it is not known."""
        super().__init__(message)
        self.step = step


class MissingExtraError(MlktError):
    """An optional package is needed and not installed."""


class RequestError(MlktError):
    """One request failed for good (context too long, server error, no answer in time)."""

    exit_code = 1

    def __init__(self, message: str, *, step: str = "", by_server: bool = False) -> None:
        """Keep the chain's `step` whose request failed; empty where it is not known.

        `by_server`: the server failed, and not because of what was asked.
        """
        super().__init__(message)
        self.step = step
        self.by_server = by_server


class RunStopped(MlktError):
    """Work failed through nobody's mistake; what was done before is on disk."""

    exit_code = 1


def missing_extra(package: str, extra: str) -> MissingExtraError:
    """Return the error for an optional `package` that `pip install 'mlkt[extra]'` brings."""
    return MissingExtraError(
        f"the package {package!r} is not installed: run  pip install 'mlkt[{extra}]'"
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `", did you mean 'x'?"` for the known name closest to `name`, or an empty text."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f", did you mean {found[0]!r}?" if found else ""
