"""Translation models on CTranslate2: NLLB, M2M-100, IndicTrans2, MADLAD-400, Marian."""

from mlkt.translate.nmt.engine import Capabilities, NmtEngine, nmt_engine, nmt_ladder
from mlkt.translate.nmt.model import NmtModel, load_nmt
from mlkt.translate.nmt.profiles import PROFILES, Profile

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
