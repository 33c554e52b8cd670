"""Listings come in: fetch -> adapter -> normalise -> load, in one direction."""
