"""Functions of ours that meet a stranger's file, run where they can use little, reach nothing and be killed.

A `Workshop` keeps one warm worker process with everything imported; the worker forks a child for each question. The child gives
up network, programs, writing of files, memory and time before it looks at a byte, answers with plain values and bytes, and ends.
Nothing that happens in it reaches the worker, the next question or the caller.

workshop    what callers use: questions, answers, limits
worker      the warm process (`python -m flowmono.common.limited.worker`)
rights      what a child gives up
frames      how the three talk
progress    how far a function at work has come
"""

from flowmono.common.limited.workshop import Answer, How, Limits, Unanswered, Usage, Workshop

__all__ = ["Answer", "How", "Limits", "Unanswered", "Usage", "Workshop"]
