"""SIGTERM ends a command as Ctrl-C does: what is finished is on disk, the rest is dropped."""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED, TERMINATED = 130, 143  # exit codes, as shells count them: 128 and the signal's number


@contextmanager
def terminable() -> Generator[list[int]]:
    """Let SIGTERM interrupt this block; yield a list of one: the exit code when interrupted."""
    code = [INTERRUPTED]
    if threading.current_thread() is not threading.main_thread():
        yield code  # signals are the main thread's
        return

    def stop(number: int, frame: FrameType | None) -> None:
        code[0] = TERMINATED
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):  # ignored, as in a shell's background
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)  # while asyncio runs, its own: it cancels the work

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield code
    finally:
        signal.signal(signal.SIGTERM, before)
