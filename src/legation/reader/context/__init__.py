"""What a page leaves unsaid: what "the country" and "here" stand for, how it is laid out, who is meant."""
