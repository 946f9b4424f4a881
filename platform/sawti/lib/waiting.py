"""How long to wait before the next try."""

import random
from datetime import timedelta

_random = random.SystemRandom()


def jittered(tries: int, *, shortest: timedelta, longest: timedelta) -> timedelta:
    """Return a random wait of at most `shortest` · 2^tries and `longest`, and at least a second.

    Full jitter: what failed together does not come back together.
    """
    most = min(longest, shortest * 2 ** min(tries, 20))
    return timedelta(seconds=max(1.0, _random.uniform(0, most.total_seconds())))
