"""Many people in the same instant: what comes of deeds that are done together."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from lms.kernel.errors import DomainError


def at_once(*deeds: Callable[[], Any]) -> Counter[str]:
    """Run the deeds together; what each came to: its answer, "done", or the code of the refusal. Anything else is raised here."""
    start = threading.Barrier(len(deeds))
    came_to: Counter[str] = Counter()
    broken: list[Exception] = []

    def run(deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            answer = deed()
            came_to[str(answer) if isinstance(answer, int) else "done"] += 1
        except DomainError as refused:
            came_to[refused.code] += 1
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not broken
    return came_to
