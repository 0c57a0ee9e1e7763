"""Parts of the training documents for holding out: documents of the same events stay together."""

import hashlib


def folds(examples: list[dict], count: int) -> list[int]:
    """Give the part of each document; documents that share two claims or more by key are kept in one part."""
    keys = [
        {(one["kind"], one["sending"], one["receiving"]) for one in example["claims"] if one["receiving"]}
        for example in examples
    ]
    root = list(range(len(examples)))

    def top(one: int) -> int:
        while root[one] != one:
            one = root[one]
        return one

    for left in range(len(examples)):
        for right in range(left):
            shared = len(keys[left] & keys[right])
            if shared >= 2 and shared >= 0.3 * min(len(keys[left]), len(keys[right])):
                root[top(left)] = top(right)
    names = [examples[top(one)]["doc"] for one in range(len(examples))]
    return [int(hashlib.sha256(name.encode()).hexdigest(), 16) % count for name in names]
