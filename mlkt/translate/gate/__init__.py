"""The gate: what is visibly wrong with a translation, one file for each kind of fault."""

from mlkt.translate.gate.check import check_translation

__all__ = ["check_translation"]
