"""What a program that uses TensorFlow does before it starts."""

import gc

import pytest

from echolab.runtime import loading_for_good


@pytest.mark.parametrize("error", [None, ImportError], ids=["loaded", "not found"])
def test_what_is_loaded_is_never_searched_for_garbage(error):
    """Otherwise, importing TensorFlow takes half as long again, and so does the end."""
    before = gc.get_freeze_count()
    try:
        with loading_for_good():
            assert not gc.isenabled()
            loaded = [[] for _ in range(1000)]
            if error:
                raise error
    except ImportError:
        assert error
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded)
