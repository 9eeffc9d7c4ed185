"""Visits: announced tours and unannounced ones, drawn by a draw that anyone can check, scored under seal."""
