"""Where web processes and workers come from: one process that has imported everything, and forks.

Starting Python and importing the house takes two seconds of a processor: killed once a second, nothing else would get done, and hardly
ever would a process be hit while it answers. For each port on its standard input (0: the worker) it prints the new process's number.
"""

import os
import signal
import sys

import uvicorn
from django.core.management import call_command
from django.urls import get_resolver

from lms.asgi import application


def live(port: int) -> None:
    """What the new process does until it is killed."""
    os.setpgid(0, 0)  # its own children die with it
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    if port:
        uvicorn.run(application, port=port, log_level="critical", lifespan="off")
    else:
        call_command("worker")


def main() -> None:
    get_resolver().url_patterns  # noqa: B018 - imports every view
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are gone at once
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(int(line))
            finally:
                os._exit(1)
        os.setpgid(child, child)  # as the child does: whoever comes first
        print(child, flush=True)


main()
