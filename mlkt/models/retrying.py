"""Ask again what may pass, with patience: which failures, how long to wait, when to give up.

Statuses and waiting times are those of OpenAI's client: 408, 409, 429 and 5xx, broken connections
and time-outs, after 0.5 s, 1 s, 2 s … up to 8 s, a quarter of it by chance. While a request waits
it holds no place among those in flight.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from mlkt.limits import Limits
from mlkt.models.passing import (
    EmptyReplyError,
    ServerDownError,
    asked_wait_s,
    is_by_server,
    is_too_long,
    may_pass,
)

_OVERLOADED = frozenset({429, 503, 529})
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 8.0
# So many failures for good with no success between, each after all its tries, are no bad luck.
_NEVER_AGAIN = 20
_MAX_EMPTY = 2  # a model at temperature 0 says nothing again, a server that hiccuped does not


async def patiently(
    attempt: Callable[[], Awaitable[Any]], *, limits: Limits, lane: str, max_retries: int
) -> Any:
    """Return what `attempt` returns, tried again up to `max_retries` times; each holds a place.

    Raises:
        ServerDownError: the lane's requests have all failed for a while, by the server's fault, or
            for any reason but their length where none has ever come through.
        Exception: the last one, when nothing helped or nothing can help.
    """
    way = limits.lane(lane)
    for tries in count():
        try:
            async with limits.slot(lane):
                reply = await attempt()
        except EmptyReplyError as error:
            if tries >= min(_MAX_EMPTY, max_retries):
                way.served()
                return error.reply
            wait_s = 0.0
        except Exception as error:
            wait_s = _waiting_time(error, tries)
            if getattr(error, "status_code", None) in _OVERLOADED:
                way.overloaded(asked_wait_s(error))
            if tries >= max_retries or not may_pass(error):
                whoever = not way.has_served and not is_too_long(error)
                way.failed_in_a_row += is_by_server(error) or whoever
                if way.failed_in_a_row >= _NEVER_AGAIN:
                    raise ServerDownError(way.failed_in_a_row, error) from error
                raise
        else:
            way.served()
            return reply
        await asyncio.sleep(wait_s)


def _waiting_time(error: Exception, tries: int) -> float:
    usual = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2**tries) * (1 - random.random() / 4)
    return max(asked_wait_s(error), usual)
