"""More and longer years than the suite lives: `python -m tests.bench.year --years 20`.

It is the suite's own test with other seeds; the first that fails is named and stays repeatable.
"""

import argparse
import os
import subprocess
import sys

TEST = "tests/sawti/cases/test_a_year.py"


def main() -> None:
    """Live through the years, each with a seed of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--first", type=int, default=1000, help="the first seed")
    options = parser.parse_args()
    seeds = ",".join(str(options.first + n) for n in range(options.years))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", TEST],
        env={**os.environ, "SAWTI_YEARS": seeds},
        check=False,
    )
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
