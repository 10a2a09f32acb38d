"""A run's journal as LangChain's cache, for chains and models that are not this project's.

    from langchain_core.globals import set_llm_cache
    set_llm_cache(JournalCache(Journal(Path("out/journal.sqlite"))))

`JournaledModel` is the better way where it can be had: it shares requests in flight and keeps
samples apart; LangChain's cache does neither.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
from langchain_core.caches import BaseCache
from langchain_core.messages import message_to_dict, messages_from_dict
from langchain_core.outputs import ChatGeneration, Generation

from mlkt.journal import Journal

_PREFIX = "cache:"  # keeps these entries apart from the requests of journalled models


class JournalCache(BaseCache):
    """Generations by prompt and model, in the journal `journal`."""

    def __init__(self, journal: Journal) -> None:
        """Take an open journal; closing it is its owner's affair."""
        self._journal = journal

    def lookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """Return the generations of an equal request, None where there was none."""
        found = self._journal.get(_key(prompt, llm_string))
        return None if found is None else [_read(one) for one in orjson.loads(found)]

    def update(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Write the generations of a request."""
        data = orjson.dumps([_written(one) for one in return_val], default=str)
        self._journal.put(_key(prompt, llm_string), data)

    def clear(self, **kwargs: Any) -> None:
        """Forget all that came in by this cache; journalled models' replies stay."""
        self._journal.execute("DELETE FROM requests WHERE key LIKE ?", (f"{_PREFIX}%",))

    # A look into SQLite is shorter than the way to a thread.
    async def alookup(self, prompt: str, llm_string: str) -> Sequence[Generation] | None:
        """Return the same as `lookup`."""
        return self.lookup(prompt, llm_string)

    async def aupdate(self, prompt: str, llm_string: str, return_val: Sequence[Generation]) -> None:
        """Do the same as `update`."""
        self.update(prompt, llm_string, return_val)

    async def aclear(self, **kwargs: Any) -> None:
        """Do the same as `clear`."""
        self.clear(**kwargs)


def _key(prompt: str, llm_string: str) -> str:
    parts = orjson.dumps([prompt, llm_string])
    return _PREFIX + hashlib.sha256(parts).hexdigest()


def _written(generation: Generation) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": generation.text, "info": generation.generation_info}
    if isinstance(generation, ChatGeneration):
        fields["message"] = message_to_dict(generation.message)
    return fields


def _read(fields: dict[str, Any]) -> Generation:
    if "message" in fields:
        (message,) = messages_from_dict([fields["message"]])
        return ChatGeneration(message=message, generation_info=fields["info"])
    return Generation(text=fields["text"], generation_info=fields["info"])
