"""What an editor's pytest plugin takes in, as that of VS Code does: `-p editor`.

It prints a line of JSON for each test that is found, and for each that was run.
"""

import json
from collections.abc import Iterator

import pytest


def tell(**fields: object) -> None:
    print(f"\neditor: {json.dumps(fields)}", flush=True)


class Editor:
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> Iterator[object]:
        if report.when == "call":
            message = report.longreprtext if report.failed else ""
            tell(ran=report.nodeid, outcome=report.outcome, message=message)
        return (yield)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.config.option.collectonly:
            for item in session.items:
                _, line, name = item.location
                tell(found=item.nodeid, path=str(item.path), line=line, name=name)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Editor())
