"""What a task's function is asked when it is compared with the known mistakes.

One generator for each task yields questions, functions without arguments. A
misconception should show in what comes of them; how somebody has written it down should
not. So they ask for what the task says, and not for what it leaves open: integers of
any width are alike, random bits are described and not compared, and where an error is
right, its text does not count.
"""
