"""Districts whose truth is known: how well the scorecards' estimates find it (`make simulate`)."""
