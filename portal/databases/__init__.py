"""Django's own two databases, which keep to the patience of a request (jobs/engine/patience.py)."""
