"""The calls with which a task's function is compared with the known mistakes.

For each task, one generator yields questions: functions without arguments that call the
task's function. A misconception should show in the results, but the way in which the
code is written should not. So the results are compared only as far as the task
specifies them. Integers of any width are treated as equal. Random bits are described
and not compared. Where an error is the right result, its text does not matter.
"""
