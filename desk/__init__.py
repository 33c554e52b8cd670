"""What the forms of the admin have in common, whoever's rows they edit. Knows no other app."""
