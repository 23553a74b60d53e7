"""Time the forward pass of a window with every method, at several sizes."""

import numpy as np
import pytest
from contenders.forward import by_numpy, contenders, window_of

from conftest import timed

SIZES = [(5, 15, 4), (5, 150, 4), (500, 15, 4), (500, 15, 64), (512, 100, 128)]
"""(batch, time, state)"""


ALL = list(contenders())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("contender", ALL, ids=lambda contender: contender[0])
def test_forward(contender, size, measure):
    name, make = contender
    window = window_of(*size)
    run = make(window)
    came, first_call = timed(run)
    np.testing.assert_allclose(came, by_numpy(window)(), atol=1e-4)
    batch, time, state = size
    operations = 2 * batch * time * (1 + state) * state
    measure(
        run,
        seconds=first_call,
        rounds=20,
        contender=name,
        size=size,
        operations=operations,
    )


def test_matrix_product_of_this_machine(measure):
    """Measure NumPy's matrix product, with which the other rates are compared."""
    side = 2048
    matrix = np.ones((side, side), np.float32)
    _, first_call = timed(np.matmul, matrix, matrix)
    measure(
        np.matmul,
        matrix,
        matrix,
        seconds=first_call,
        rounds=10,
        contender="matrix product",
        size=(side, side, side),
        operations=2 * side**3,
    )
