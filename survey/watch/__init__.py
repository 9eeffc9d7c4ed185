"""What is seen: media reports, what they suggest, and what was done about it."""
