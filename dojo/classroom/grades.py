"""What becomes of a submission: its verdicts, added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dojo.classroom.submissions import Submission
from dojo.classroom.verdicts import Verdict
from dojo.exercises import EXERCISES, all_tasks, tasks_of
from dojo.reporting.outcome import Outcome, first_unfinished

STATES = {
    "graded": "all exercises were judged",
    "broken": "a module cannot be imported, or the submission cannot be read",
    "empty": "no task was started, or nothing was handed in",
    "look": (
        "the code does something that no honest solution does, or a given file was "
        "changed"
    ),
}


@dataclass(frozen=True)
class Grade:
    """How a submission did."""

    name: str
    state: str
    passed: int
    total: int
    seconds: float
    tasks: Mapping[str, str]
    """The state of each task, by its number."""
    diagnoses: Mapping[str, str]
    """The misconceptions that its tasks look like, by their numbers."""
    messages: Mapping[str, str]
    """What the first test of a task says that does not pass, by its number."""
    notes: tuple[str, ...]
    """What a person should have a look at."""

    @property
    def exercises(self) -> int:
        """How many exercises pass as a whole."""
        return sum(
            all(self.tasks[task.number] == "passed" for task in tasks_of(exercise))
            for exercise in EXERCISES.values()
        )

    @property
    def first_unfinished(self) -> str:
        """The number of the first task that does not pass; nothing if all do."""
        return next((n for n, state in self.tasks.items() if state != "passed"), "")


def grade(
    submission: Submission, verdicts: Sequence[Verdict], notes: Sequence[str]
) -> Grade:
    """Add up the verdicts on a submission's exercises, which are in their order."""
    outcomes = [outcome for verdict in verdicts for outcome in verdict.outcomes]
    messages: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.state not in ("passed", "not started") and outcome.task:
            name = "" if outcome.state == "broken" else f"{outcome.test}\n"
            messages.setdefault(outcome.task, f"{name}{outcome.details}")
    look = (*submission.notes, *notes)
    tasks = {number: state_of(number, outcomes) for number in all_tasks()}
    return Grade(
        name=submission.name,
        state=_state(submission.problem, look, set(tasks.values())),
        passed=sum(outcome.state == "passed" for outcome in outcomes),
        total=len(outcomes),
        seconds=sum(verdict.seconds for verdict in verdicts),
        tasks=tasks,
        diagnoses={n: d for v in verdicts for n, d in v.diagnoses.items()},
        messages=messages,
        notes=(*filter(None, [submission.problem]), *look),
    )


def state_of(task: str, outcomes: Iterable[Outcome]) -> str:
    """Return "passed", or the state of the first test of a task that is not."""
    first = first_unfinished(outcome for outcome in outcomes if outcome.task == task)
    return first.state if first else "passed"


def _state(problem: str, look: Sequence[str], states: set[str]) -> str:
    if look:
        return "look"
    if problem or "broken" in states:
        return "broken"
    return "empty" if states == {"not started"} else "graded"
