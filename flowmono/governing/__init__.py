"""Rules are changed by two people: a proposal says what would be otherwise, and another administrator lets it take effect."""
