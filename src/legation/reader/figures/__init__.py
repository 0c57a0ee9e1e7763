"""How many: numbers of missions, relations and changes, and what they count."""
