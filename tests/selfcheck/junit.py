"""Read what pytest's --junitxml has written."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class SpecTest:
    """How one spec test went, as its JUnit report says."""

    name: str
    task: str | None
    failure: str | None
    """The first line of the error; None for a test that passed."""


def read_junit(path: Path) -> list[SpecTest]:
    """Return how every test of the report went."""
    tests = []
    for case in ElementTree.parse(path).iter("testcase"):
        task = case.find("properties/property[@name='task']")
        bad = [case.find(kind) for kind in ("failure", "error", "skipped")]
        failures = [
            element.get("message", "") for element in bad if element is not None
        ]
        tests.append(
            SpecTest(
                name=f"{case.get('classname')}::{case.get('name')}",
                task=None if task is None else task.get("value"),
                failure=re.split(r"[\n\r]", failures[0])[0] if failures else None,
            )
        )
    return tests
