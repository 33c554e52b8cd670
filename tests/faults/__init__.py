"""Faults of what the site stands on, while visitors come: long trials, for `make test-faults`."""
