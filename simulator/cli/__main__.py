"""``python -m simulator.cli``, which worker processes and tests can start without the script."""

from simulator.cli import main

if __name__ == "__main__":
    main()
