"""What happens to accounts, for the apps above that tell people of it."""

from django.dispatch import Signal

# Sent with user and name when somebody made a token for a program.
token_made = Signal()
