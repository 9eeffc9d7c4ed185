"""Print every bar and whether it is met; exit status 1 if any is missed. `python -m simulation [SEEDS]`, default 24."""

import sys

from simulation.bars import every

SEEDS = 24


def main() -> int:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    print(f"{'world':34}{'figure':14}{'found':>9}  {'bar':22}")
    missed = 0
    for row in every(seeds):
        for bar in row():
            missed += not bar.is_met
            wanted = f"{bar.least:.4g} … {bar.most:.4g}".replace("-inf … ", "≤ ").replace(" … inf", " or more")
            print(f"{bar.world:34}{bar.figure:14}{bar.value:9.4f}  {wanted:22}{'met' if bar.is_met else 'MISSED'}")
    print("all bars met" if not missed else f"{missed} missed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
