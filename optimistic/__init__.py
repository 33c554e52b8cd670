"""Optimistic locking for the admin: nobody's change is overwritten unseen. Knows no other app."""
