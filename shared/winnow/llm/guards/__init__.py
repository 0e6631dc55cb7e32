"""What stands around every call that is paid for: budgets, limits, retries, breakers."""
