"""What a page names: missions, their people, relations, each with its owner and its seat."""
