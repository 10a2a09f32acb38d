"""The collector looks rarely inside the block, and as before behind it, also after an error."""

import gc

import pytest

from mlkt.run.engine.collector import rare_collections


def test_it_is_as_before_behind_the_block() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(KeyError), rare_collections():
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > frozen
        raise KeyError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
