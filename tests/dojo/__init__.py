"""The machinery around the spec: tasks, answers, oracle, report."""
