"""What a program that uses TensorFlow does before it starts."""

import gc

import pytest

from echolab.runtime import interruptible, loading_for_good


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


def native():
    """Fail as TensorFlow does, which hides the cause and leaves the context."""
    try:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as interrupt:
            raise SystemError("returned a result with an exception set") from interrupt
    except SystemError as error:
        raise error from None


def test_ctrl_c_is_ctrl_c_whatever_native_code_makes_of_it():
    with pytest.raises(KeyboardInterrupt), interruptible():
        native()


def test_another_error_stays_what_it_is():
    with pytest.raises(ValueError, match="one"), interruptible():
        int("one")
