"""A pytest plugin that takes fork and forkserver away, as Windows does."""

import multiprocessing

multiprocessing.get_all_start_methods = lambda: ["spawn"]
