"""Processes that do not outlive the one that started them, even when that one was killed without a word.

A child learns of its parent's death in two ways: Linux kills it at once (prctl), and everywhere a thread looks twice a
second whether somebody else has become its parent.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.5
MAY_TAKE = 10.0


def end_with(parent: int) -> None:
    """From now on this process, which leads a group of its own, ends with all its group once `parent` is gone.

    First it is asked to end, so that running tasks may; after ten seconds the whole group is killed.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="parent watch").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(MAY_TAKE)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def let_children_end_with_us() -> None:
    """Every process that is forked from this one, and from those, is killed when its own parent dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def tie(parent: int) -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), signal.SIGKILL)

    made_by = [os.getpid()]
    os.register_at_fork(
        before=lambda: made_by.__setitem__(0, os.getpid()),
        after_in_child=lambda: tie(made_by[0]),
    )
