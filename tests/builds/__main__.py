"""Serve one of the six portals: `python -m tests.builds NAME --port P [--articles N]`."""

from __future__ import annotations

import argparse
import time

from tests.builds.all import BUILDS


def main() -> None:
    """Serve until the process is told to end; print the address first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(BUILDS))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--articles", type=int, default=120)
    options = parser.parse_args()
    with BUILDS[options.name](options.articles, options.port) as build:
        print(build.base + "/", flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
