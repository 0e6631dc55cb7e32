"""Fakes of our ports, kept honest by the contract suites; imported by tests only."""
