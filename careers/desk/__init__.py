"""What the admins of both apps share: choosing by name, and addresses that lead on."""
