"""How a sentence is built around a word: its clause, who does what to what, tense, mood."""
