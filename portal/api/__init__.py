"""What programs read: roles, comparisons, skills and listings as JSON, by the pages' own rules.

Whoever asks needs no key. Each address is described in openapi.json, which is served with the
site's own address, and shown to people at /api/.
"""
