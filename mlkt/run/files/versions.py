"""Versions of this package and of what it stands on."""

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _installed

CORE = (
    "langchain-core",
    "langchain-openai",
    "openai",
    "sentencepiece",
    "sentencex",
    "regex",
    "orjson",
    "PyYAML",
    "python-dotenv",
    "rich",
)
# extra -> the package that it brings and mlkt imports
EXTRAS = {
    "fast": "aiohttp",
    "langid": "py3langid",
    "documents": "docling-slim",
    "wikipedia": "wikipedia-api",
    "datasets": "datasets",
    "nmt": "ctranslate2",
    "llama": "xllamacpp",
    "ray": "ray",
}


def version(package: str) -> str | None:
    """Return the installed version of `package`, None where it is not installed."""
    try:
        return _installed(package)
    except PackageNotFoundError:
        return None


def versions() -> dict[str, str]:
    """Return name -> version of Python, mlkt and everything it uses that is installed."""
    found = {name: version(name) for name in ("mlkt", *CORE, *EXTRAS.values())}
    python = {"python": platform.python_version(), "platform": platform.platform(terse=True)}
    return python | {name: number for name, number in found.items() if number}
