"""Translation: engines (chat model, memory), memories on disk, the gate, text quoted back."""

from mlkt.translate.chat import chat_engine
from mlkt.translate.engines import Translator, choose_engine
from mlkt.translate.gate import check_translation
from mlkt.translate.memory import TranslationMemory, load_memory, memory_engine
from mlkt.translate.paragraph import Engine, Paragraph
from mlkt.translate.problems import Problem
from mlkt.translate.quoted import quote_back
from mlkt.translate.tmx import Unit, read_tmx, write_tmx

__all__ = [
    "Engine",
    "Paragraph",
    "Problem",
    "TranslationMemory",
    "Translator",
    "Unit",
    "chat_engine",
    "check_translation",
    "choose_engine",
    "load_memory",
    "memory_engine",
    "quote_back",
    "read_tmx",
    "write_tmx",
]
