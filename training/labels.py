"""The answers that the network learns to give, by name; their order is the order of its outputs."""

PAIRED = (
    "opened", "closed", "suspended", "resumed", "moved", "level_changed", "accredited", "farewell", "recalled",
    "expelled", "relations_established", "relations_severed", "relations_restored", "incident",
)  # fmt: skip
SINGLE = ("explained", "counted")  # a sender, no receiver; told sentence by sentence
KINDS = PAIRED + SINGLE
SYMMETRIC = ("relations_established", "relations_severed", "relations_restored")
STATUSES = ("done", "planned", "possible", "denied")
CAUSES = (
    "sanctions", "cost", "economy", "security", "conflict", "bilateral_dispute", "alignment", "reorganisation",
    "reciprocity", "pandemic", "disaster", "engagement", "other",
)  # fmt: skip
