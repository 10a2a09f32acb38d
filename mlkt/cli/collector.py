"""Python's collector of cyclic garbage, told to look rarely while a command works.

Requests, tasks and replies come and go by reference counts, and what is imported stays; looking
through all of it takes a sixth of a run's processor time, and near half of what the files take at
its end (benchmarks/engine.py).
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_THRESHOLDS = (10_000, 20, 50)  # Python's own are 700 (2,000 from 3.13 on), 10, 10


@contextmanager
def rare_collections() -> Generator[None]:
    """Look for garbage more rarely until the block ends.

    It concerns the whole process: for those who own it, such as the command line.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
