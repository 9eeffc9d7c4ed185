"""`python -m survey` is the same as `survey`."""

from survey.cli import main

main()
