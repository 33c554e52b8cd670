"""What editors do with listings and employers beyond their forms."""
