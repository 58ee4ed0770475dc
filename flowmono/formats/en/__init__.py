"""English: the day before the month, the clock of 24 hours."""
