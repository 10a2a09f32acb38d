"""mlkt turns documents in any language into checked question-answer training data.

    from mlkt import embedded_teacher, load_memory, passages, read_source, sample
    from mlkt.chains import knowledge

Names are loaded when they are first used: `import mlkt` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlkt.errors import MlktError
    from mlkt.journal import Journal
    from mlkt.limits import Limits
    from mlkt.models import configured_model, embedded_teacher, journaled, server_model
    from mlkt.packs import languages, load_locale, load_prompt
    from mlkt.samples import sample
    from mlkt.sources import passages, read_source
    from mlkt.translate import load_memory

__all__ = [
    "Journal",
    "Limits",
    "MlktError",
    "configured_model",
    "embedded_teacher",
    "journaled",
    "languages",
    "load_locale",
    "load_memory",
    "load_prompt",
    "passages",
    "read_source",
    "sample",
    "server_model",
]

_HOMES = {
    "mlkt.errors": ["MlktError"],
    "mlkt.journal": ["Journal"],
    "mlkt.limits": ["Limits"],
    "mlkt.models": ["configured_model", "embedded_teacher", "journaled", "server_model"],
    "mlkt.packs": ["languages", "load_locale", "load_prompt"],
    "mlkt.samples": ["sample"],
    "mlkt.sources": ["passages", "read_source"],
    "mlkt.translate": ["load_memory"],
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'mlkt' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
