"""Translation models on CTranslate2: NLLB, M2M-100, IndicTrans2, MADLAD-400, Marian."""

from mlkt.translate.engines.nmt.engine import Capabilities, NmtEngine, nmt_engine, nmt_ladder
from mlkt.translate.engines.nmt.model import NmtModel, load_nmt
from mlkt.translate.engines.nmt.profiles import PROFILES, Profile

__all__ = [
    "PROFILES",
    "Capabilities",
    "NmtEngine",
    "NmtModel",
    "Profile",
    "load_nmt",
    "nmt_engine",
    "nmt_ladder",
]
