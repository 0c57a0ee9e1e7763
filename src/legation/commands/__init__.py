"""The verbs of the command line, a few to a module; ``legation.cli`` puts them together."""
