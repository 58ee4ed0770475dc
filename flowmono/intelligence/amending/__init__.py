"""What an amendment changes against the agreement it amends, field by field, each value with its quote."""
