"""Findings and their rounds: dispatch, reply, verdict, again and again until whoever raised it is satisfied."""
