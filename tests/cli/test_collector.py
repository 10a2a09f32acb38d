"""The collector looks rarely inside the block, and as before behind it, also after an error."""

import gc

import pytest

from mlkt.cli.collector import rare_collections


def test_it_is_as_before_behind_the_block() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), rare_collections():
        assert gc.get_threshold()[0] > before[0]
        raise KeyError
    assert gc.get_threshold() == before
