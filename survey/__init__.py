"""Fivelists (五张清单): collect, visit and score a district's practical public projects.

The rooms, in the order in which data flows: register (what is promised), questionnaires (what is asked),
collect (what comes in), visits and rounds (what comes back), scorecards (what comes out); printing and web
serve them all. docs/architecture.md has the map.
"""

__version__ = "0.1.0"
