"""How names are compared: by their letters, without what printers add or leave out."""

import unicodedata


def bare(text: str) -> str:
    """Strip marks from letters ("Malé" → "Male"), which wire copy does as well."""
    if text.isascii():
        return text
    plain = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


def fold(text: str) -> str:
    """Give the form under which names are compared: no marks, case, apostrophes or points; hyphens are spaces."""
    folded = bare(text).casefold().replace("-", " ").replace("&", "and")
    return " ".join("".join(letter for letter in folded if letter not in "'’‘ʻʼ`.").split())
