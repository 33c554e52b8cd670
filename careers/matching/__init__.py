"""Finds roles in titles and skills in texts, by the names that editors keep."""
