"""The command line: ``partsbook`` or ``python -m partsbook``.

Exit status: 0 finished, 1 finished with findings of severity E, 2 could not run.
"""

from __future__ import annotations

import sys

from partsbook.cli.main import run


def main() -> None:
    """Run the program on the arguments it was started with."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
