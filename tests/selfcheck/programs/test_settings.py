"""`Settings`: the tutorial's constants, and the checks."""

from dataclasses import FrozenInstanceError, asdict

import numpy as np
import pytest

from echornn.settings import Settings


def test_the_constants_are_the_tutorials():
    assert asdict(Settings()) == {
        "num_epochs": 100,
        "total_series_length": 50_000,
        "truncated_backprop_length": 15,
        "state_size": 4,
        "num_classes": 2,
        "echo_step": 3,
        "batch_size": 5,
        "learning_rate": 0.3,
    }


def test_settings_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Settings().batch_size = 2


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("num_epochs", 0, "at least 1"),
        ("num_epochs", -3, "at least 1"),
        ("num_epochs", 2.0, "an integer"),
        ("num_epochs", True, "an integer"),
        ("num_epochs", "3", "an integer"),
        ("state_size", None, "an integer"),
        ("state_size", 0, "at least 1"),
        ("batch_size", 0, "at least 1"),
        ("truncated_backprop_length", 0, "at least 1"),
        ("total_series_length", 0, "at least 1"),
        ("num_classes", 1, "at least 2"),
        ("echo_step", -1, "at least 0"),
        ("echo_step", 50_000, "below total_series_length 50000"),
        ("learning_rate", 0, "finite positive"),
        ("learning_rate", -0.3, "finite positive"),
        ("learning_rate", float("nan"), "finite positive"),
        ("learning_rate", float("inf"), "finite positive"),
        ("learning_rate", "0.3", "finite positive"),
        ("learning_rate", True, "finite positive"),
        ("total_series_length", 50_001, "divisible by batch_size 5"),
        ("truncated_backprop_length", 10_001, "row of 10000 columns"),
    ],
)
def test_a_bad_value_names_the_field_the_rule_and_the_value(field, value, rule):
    with pytest.raises(ValueError, match=rule) as error:
        Settings(**{field: value})
    assert str(error.value).startswith(field)
    assert str(error.value).endswith(f"got {value!r}")


@pytest.mark.parametrize(
    "fields",
    [
        {"echo_step": 0},
        {"echo_step": 49_999},
        {"learning_rate": 1},
        {"batch_size": np.int64(10), "learning_rate": np.float32(0.1)},
        {"truncated_backprop_length": 10_000},
    ],
)
def test_values_at_the_border_are_good(fields):
    assert asdict(Settings(**fields)).items() >= fields.items()
