"""Every screen of the product in its main states: the table, and a walk through it in a real browser."""
