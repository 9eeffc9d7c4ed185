"""`make bench`: a first visit in bytes and taps, the pages of a large district, accepted submissions per second."""

import argparse
from pathlib import Path

from bench import (
    accepting,
    daily,
    databases,
    decoding,
    first_visit,
    kiosk,
    lists,
    pages,
    printing,
    product,
    results,
    scorecards,
    secrecy,
)

SHORT, LONG = (2, 2.0), (3, 6.0)
"""(rounds, seconds each): a look, and a measurement."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="two rounds of two seconds: a look, not a measurement")
    parser.add_argument("--clients", type=int, default=32, help="connections that send at once")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="measure only the pages, with the district here")
    parser.add_argument("--lists", type=Path, metavar="FOLDER", help="measure only the lists of 50,000 rows, made here")
    parser.add_argument("--results", action="store_true", help="measure only the results page of a million submissions")
    parser.add_argument("--printing", action="store_true", help="measure only the layouts of the print shop")
    parser.add_argument("--posters", type=int, metavar="COUNT", help="read so many posters with two decoders instead")
    parser.add_argument(
        "--kiosk", type=int, metavar="COUNT", help="let so many answers wait on a tablet, then send them"
    )
    parser.add_argument("--daily", action="store_true", help="measure only the daily command with 5,000 open findings")
    parser.add_argument("--secrecy", type=int, metavar="TIMES", help="time a department's pages with a planned visit")
    options = parser.parse_args()
    if options.daily or options.secrecy:
        with databases.sqlite() as database:
            told = secrecy.lines(database.folder, options.secrecy) if options.secrecy else daily.lines(database.folder)
            for line in told:
                print(line, flush=True)
        return
    if options.kiosk:
        with databases.sqlite() as database:
            for line in kiosk.lines(database, options.kiosk):
                print(line, flush=True)
        return
    if options.printing or options.posters:
        for line in decoding.lines(options.posters) if options.posters else printing.lines():
            print(line, flush=True)
        return
    if options.results:
        with databases.sqlite() as database:
            for line in results.lines(database.folder):
                print(line, flush=True)
        return
    if options.lists is not None:
        options.lists.mkdir(parents=True)
        for line in lists.lines(options.lists):
            print(line, flush=True)
        return
    if options.pages is not None:
        options.pages.mkdir(parents=True, exist_ok=True)
        for line in pages.lines(options.pages):
            print(line, flush=True)
        return
    with databases.sqlite() as database, product.served(database) as served:
        for line in first_visit.lines(served):
            print(line, flush=True)
    with databases.sqlite() as database:
        for line in scorecards.lines(database):
            print(line, flush=True)
    with databases.sqlite() as database:
        for line in () if options.short else pages.lines(database.folder):
            print(line, flush=True)
    with databases.sqlite() as database:
        for line in () if options.short else lists.lines(database.folder):
            print(line, flush=True)
    with databases.sqlite() as database:
        for line in () if options.short else results.lines(database.folder):
            print(line, flush=True)
    for line in () if options.short else printing.lines():
        print(line, flush=True)
    rounds, seconds = SHORT if options.short else LONG
    print(accepting.HEADING)
    for open_database in (databases.sqlite, databases.postgresql):
        with open_database() as database:
            for line in accepting.lines(database, accepting.Load(options.clients, rounds, seconds)):
                print(line, flush=True)


main()
