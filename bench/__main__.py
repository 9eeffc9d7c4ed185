"""`make bench`: a first visit in bytes and taps, then accepted submissions per second beside the yardstick."""

import argparse

from bench import accepting, databases, first_visit, product, scorecards

SHORT, LONG = (2, 2.0), (3, 6.0)
"""(rounds, seconds each): a look, and a measurement."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="two rounds of two seconds: a look, not a measurement")
    parser.add_argument("--clients", type=int, default=32, help="connections that send at once")
    options = parser.parse_args()
    with databases.sqlite() as database, product.served(database) as served:
        for line in first_visit.lines(served):
            print(line, flush=True)
    with databases.sqlite() as database:
        for line in scorecards.lines(database):
            print(line, flush=True)
    rounds, seconds = SHORT if options.short else LONG
    print(accepting.HEADING)
    for open_database in (databases.sqlite, databases.postgresql):
        with open_database() as database:
            for line in accepting.lines(database, accepting.Load(options.clients, rounds, seconds)):
                print(line, flush=True)


main()
