"""What comes in (享, 评): submissions and the one door that receives them, their receipts and tallies."""
