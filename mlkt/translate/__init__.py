"""Translation: engines, what stands around them, memories and terms, the gate, text quoted back."""

from mlkt.translate.around.cached import cached
from mlkt.translate.around.protect import protected
from mlkt.translate.choose import Translator, choose_engine
from mlkt.translate.engines.chat import chat_engine
from mlkt.translate.engines.completions import completions_engine
from mlkt.translate.engines.nmt import load_nmt, nmt_engine, nmt_ladder
from mlkt.translate.engines.services import libretranslate_engine
from mlkt.translate.gate import check_translation
from mlkt.translate.judges.agreement import agree, round_trip
from mlkt.translate.judges.judge import judged
from mlkt.translate.ladder import ladder
from mlkt.translate.memory.memory import TranslationMemory, load_memory, memory_engine
from mlkt.translate.memory.tmx import Unit, read_tmx, write_tmx
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.problems import Problem
from mlkt.translate.quoted import quote_back
from mlkt.translate.route import route
from mlkt.translate.terms.glossary import Glossary, load_glossary, load_keep, with_terms

__all__ = [
    "Engine",
    "Glossary",
    "Paragraph",
    "Problem",
    "TranslationMemory",
    "Translator",
    "Unit",
    "agree",
    "cached",
    "chat_engine",
    "check_translation",
    "choose_engine",
    "completions_engine",
    "judged",
    "ladder",
    "libretranslate_engine",
    "load_glossary",
    "load_keep",
    "load_memory",
    "load_nmt",
    "memory_engine",
    "nmt_engine",
    "nmt_ladder",
    "protected",
    "quote_back",
    "read_tmx",
    "round_trip",
    "route",
    "with_terms",
    "write_tmx",
]
