"""What readers report of listings: forms and views take it, editors answer, pages tell the answer.

The limits are those of feedback (careers/feedback.py), and so is what is kept: nothing of who.
"""
