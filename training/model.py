"""The network: a small BERT encoder over the marked window, and heads that ask each piece what it says of whom.

For each piece t, kind k and mention m there are three scores: that t tells of a k (``event``), that the state of m sends
(``sender``), and that it receives (``receiver``). A claim (k, i, j) is scored by the sum over all pieces, in the log
domain, of event + sender i + receiver j: the piece that carries the claim is never annotated, it is learned.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812 - the usual name
from labels import CAUSES, KINDS, STATUSES
from safetensors.torch import load_file
from torch import Tensor, nn

from legation.reader.learned.features import BUCKETS, KINDS_OF_NAME, SLOTS

WIDTH = 384
MARKED = 3  # first layer that sees the marks of states; those below stay as they are
SHARED = 128  # width of the space in which a piece looks for its sender and receiver


class Layer(nn.Module):
    """One transformer layer with BERT's parameter shapes."""

    def __init__(self, heads: int = 12, inner: int = 4 * WIDTH, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Give batch × pieces × width; ``mask`` is False on padding."""
        batch, size, _ = x.shape
        q, k, v = (
            part(x).view(batch, size, self.heads, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        match = q @ k.transpose(-1, -2) * (WIDTH // self.heads) ** -0.5
        if mask is not None:
            match = match.masked_fill(~mask, -1e4)
        mixed = match.softmax(-1).to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, size, WIDTH))
        x = self.norm1(x + F.dropout(mixed, self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, vocabulary: int = 30522, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.word, self.position = nn.Embedding(vocabulary, WIDTH), nn.Embedding(512, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.slot, self.name = nn.Embedding(SLOTS, WIDTH), nn.Embedding(len(KINDS_OF_NAME), WIDTH)
        self.layers = nn.ModuleList(Layer(dropout=dropout) for _ in range(layers))
        self.token, self.mention = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.event = nn.Linear(WIDTH, len(KINDS))
        self.roles = nn.ModuleList(Role() for _ in range(2))
        self.status, self.held = nn.Linear(WIDTH, len(STATUSES)), nn.Linear(WIDTH, 1)
        self.cause, self.quoted = nn.Linear(WIDTH, len(CAUSES)), nn.Linear(WIDTH, len(KINDS))
        nn.init.normal_(self.slot.weight, std=0.1)
        nn.init.normal_(self.name.weight, std=0.1)
        with torch.no_grad():
            self.slot.weight[0], self.name.weight[0] = 0, 0
            self.event.bias.fill_(-10.5)  # rare: one in some hundred pairs
            self.quoted.bias.fill_(-3)
        for part in (self.word, self.position, *self.layers[:MARKED]):
            part.requires_grad_(False)
        for layer in self.layers[:MARKED]:
            layer.dropout = 0.0

    def encode(self, ids: Tensor, slots: Tensor, names: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode a batch of windows; the marks enter above the layers that stay as they are."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and MARKED == 0):
            x = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]] + self.segment)
            for layer in self.layers[:MARKED]:
                x = layer(x, mask)
        x = x + self.slot(slots) + self.name(names)
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers[MARKED:]:
            x = layer(x, mask)
        return x

    def answer(self, x: Tensor, pool: Tensor, near: Tensor, mention_kinds: Tensor) -> tuple[Tensor, ...]:
        """Give the scores of one window from its encoding (pieces × width)."""
        told = F.dropout(F.gelu(self.token(x)), self.dropout, self.training)
        named = F.dropout(F.gelu(self.mention(pool @ x)), self.dropout, self.training)
        sender, receiver = (role(told, named, near, mention_kinds) for role in self.roles)
        return (
            self.event(told), sender, receiver, self.status(told), self.held(told), self.cause(told), self.quoted(told)
        )  # fmt: skip

    def forward(  # noqa: PLR0917 - the inputs of the exported model
        self, ids: Tensor, slots: Tensor, names: Tensor, pool: Tensor, near: Tensor, mention_kinds: Tensor
    ) -> tuple[Tensor, ...]:
        """One window, as at run time: no padding, no batch."""
        x = self.encode(ids[None], slots[None], names[None])[0]
        return self.answer(x, pool, near, mention_kinds)[:-1]


class Role(nn.Module):
    """How well a mention's state fits a role in what a piece tells, for each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(WIDTH, SHARED), nn.Linear(WIDTH, SHARED)
        self.weigh = nn.Parameter(1 + 0.1 * torch.randn(len(KINDS), SHARED))
        self.near, self.kind = nn.Embedding(BUCKETS, len(KINDS)), nn.Embedding(len(KINDS_OF_NAME), len(KINDS))
        nn.init.zeros_(self.kind.weight)
        nn.init.zeros_(self.near.weight)
        with torch.no_grad():
            self.near.weight[11:] -= 1  # other sentences than the piece's own

    def forward(self, told: Tensor, named: Tensor, near: Tensor, mention_kinds: Tensor) -> Tensor:
        """Give pieces × mentions × kinds."""
        left = self.left(told)[:, None, :] * self.weigh
        match = (left.flatten(0, 1) @ self.right(named).T).unflatten(0, (-1, len(KINDS))) / SHARED**0.5
        return match.transpose(1, 2) + self.near(near) + self.kind(mention_kinds)


def from_minilm(folder: Path, **options: float) -> Network:
    """Make a network whose encoder has the weights of a BERT model of this width (all-MiniLM-L6-v2)."""
    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    network = Network(config["vocab_size"], config["num_hidden_layers"], **options)
    base = "embeddings."
    own = {
        "word.weight": weights[base + "word_embeddings.weight"],
        "position.weight": weights[base + "position_embeddings.weight"],
        "segment": weights[base + "token_type_embeddings.weight"][0],
        "norm.weight": weights[base + "LayerNorm.weight"],
        "norm.bias": weights[base + "LayerNorm.bias"],
    }
    parts = {
        "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
        "attention.output.dense": "out", "attention.output.LayerNorm": "norm1",
        "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2",
    }  # fmt: skip
    for number in range(config["num_hidden_layers"]):
        for theirs, ours in parts.items():
            for what in ("weight", "bias"):
                own[f"layers.{number}.{ours}.{what}"] = weights[f"encoder.layer.{number}.{theirs}.{what}"]
    missing, unexpected = network.load_state_dict(own, strict=False)
    if unexpected or any(name.startswith(("layers", "word", "position")) for name in missing):
        raise SystemExit(f"weights do not fit: {unexpected} {missing}")
    return network
