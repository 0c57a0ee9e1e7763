"""A stream of news for benchmarks: generated articles on other subjects, with annotated ones mixed in.

The generated articles are sentences of our own on sport, courts, weather, markets, health, transport, culture and
politics, filled with names from lists, so that they have the length and the word statistics of short news without being
anybody's text. A share of them speaks of embassies and ambassadors without saying anything about a mission, because
that is what a real stream does to a screen.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from legation.model import Document

CORPUS: Final = Path(__file__).parents[1] / "corpus"
LOOK_ALIKES: Final = 0.01  # share of generated articles that pass the screen and hold nothing

_NAMES: Final = [
    "Amara Okoye",
    "Jonas Lindahl",
    "Priya Nair",
    "Tomás Herrera",
    "Mei Tanaka",
    "Omar Haddad",
    "Ruth Adler",
]
_CITIES: Final = ["Leeds", "Porto", "Osaka", "Nairobi", "Lyon", "Toronto", "Durban", "Cebu", "Graz", "Lima", "Tampere"]
_TEAMS: Final = ["United", "Rovers", "Athletic", "the Lions", "Dynamo", "the Harriers", "Olympic"]
_FIRMS: Final = ["Norrland Steel", "Bluewater Foods", "Castell Motors", "Halden Energy", "Pacific Rail", "Arbor Bank"]
_SENTENCES: Final = {
    "sport": [
        "{team} beat {team} {n}-{m} in front of a sold-out crowd in {city} on {day}.",
        "{name} scored twice in the second half before leaving the pitch with a knee injury.",
        "The coach said the side had trained for this all summer and would not change its approach now.",
        "It was the {n}th win in a row for the visitors, who moved to the top of the table.",
        "Supporters sang long after the whistle, and the captain thanked them from the centre circle.",
        "The next match is away in {city}, where {team} have not won since the league was reorganised.",
    ],
    "court": [
        "A judge in {city} on {day} sentenced {name} to {n} years in prison for fraud.",
        "Prosecutors said the accused had moved money through {m} accounts to hide losses at {firm}.",
        "The defence argued that the records were incomplete and announced an appeal.",
        "Jurors deliberated for {n} hours over three days before they returned a verdict.",
        "Former colleagues described a friendly man who rarely spoke about his work.",
        "The court will decide in the coming weeks how much the victims are to be paid.",
    ],
    "weather": [
        "Heavy rain closed {n} schools around {city} on {day} and cut power to thousands of homes.",
        "Forecasters warned that rivers would rise further overnight and asked people to stay at home.",
        "Firefighters pumped water from cellars while volunteers filled sandbags at the sports hall.",
        "The railway between {city} and {city} stays shut until engineers have checked the embankment.",
        "Farmers fear for the harvest after the wettest month in {m} years.",
        "Insurance companies put the damage at {n} million, a figure that may still grow.",
    ],
    "market": [
        "Shares in {firm} fell {n} per cent on {day} after the company cut its forecast for the year.",
        "The chief executive, {name}, blamed rising costs and a weak order book in Asia.",
        "Analysts had expected a profit of {m} million and called the news a disappointment.",
        "{firm} will close a plant in {city} and move part of the production abroad.",
        "Union leaders demanded talks and did not rule out strikes before the end of the month.",
        "The central bank left its main rate unchanged at {n} per cent, as most economists had foreseen.",
    ],
    "culture": [
        "A museum in {city} opened an exhibition of {n} paintings that had been thought lost.",
        "{name}, who found them in an attic, said the family had never spoken of the pictures.",
        "Visitors queued around the block on {day}, and the catalogue sold out within hours.",
        "The festival closes on Sunday with a concert of new works by composers from {m} countries.",
        "Critics praised the lighting and the courage of the curators, less so the audio guide.",
        "Tickets cost {n} euros, and children get in free.",
    ],
    "health": [
        "Doctors in {city} reported on {day} that a new treatment halved the risk of relapse.",
        "The trial followed {n} patients over {m} months and was paid for by the health service.",
        "{name}, who led the study, warned against drawing conclusions too early.",
        "Hospitals are short of nurses, and waiting times have grown in every region.",
        "The ministry wants to train {n} more midwives a year, half of them in rural areas.",
        "Patients' groups welcomed the results but asked who would pay for the drug.",
    ],
}  # fmt: skip
_LOOK_ALIKE: Final = [
    "The ambassador of {country} opened a photography exhibition in {city} on {day} and thanked the organisers.",
    "The embassy of {country} reminded its nationals to register before travelling to the festival.",
    "Diplomats from {n} countries attended the reception, where {name} played the piano.",
    "A consular officer visited the detained tourist and handed over letters from the family.",
]
_COUNTRIES: Final = ["Portugal", "Ghana", "Chile", "Norway", "Thailand", "Kenya", "Peru", "Jordan"]
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def stream(articles: int, relevant: float, seed: int = 7) -> Iterator[Document]:
    """Give articles in a fixed order, ``relevant`` of them (a share) from the annotated corpora."""
    chance = random.Random(seed)  # noqa: S311  # a benchmark wants the same stream each time
    annotated = list(with_claims())
    for _ in range(articles):
        if chance.random() < relevant:
            yield chance.choice(annotated)
        else:
            yield _other(chance)


def with_claims() -> Iterator[Document]:
    """Give the annotated documents that hold claims."""
    for folder in ("train", "plain", "dev"):
        for line in (CORPUS / folder / "gold.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            if gold["claims"]:
                text = (CORPUS / folder / "docs" / f"{gold['doc']}.txt").read_text("utf-8")
                yield Document(text=text, published=gold["published"], publisher=gold["publisher"])


def _other(chance: random.Random) -> Document:
    subject = chance.choice(sorted(_SENTENCES))
    sentences = [*_SENTENCES[subject], *chance.choices(_SENTENCES[chance.choice(sorted(_SENTENCES))], k=24)]
    if chance.random() < LOOK_ALIKES:
        sentences += _LOOK_ALIKE
    paragraphs = [
        " ".join(_fill(sentence, chance) for sentence in sentences[at : at + 3]) for at in range(0, len(sentences), 3)
    ]
    return Document(text="\n\n".join([_fill(sentences[0], chance)[:60], *paragraphs]), published="2024-05-15")


def _fill(sentence: str, chance: random.Random) -> str:
    for slot, choices in (
        ("city", _CITIES),
        ("team", _TEAMS),
        ("firm", _FIRMS),
        ("name", _NAMES),
        ("day", _DAYS),
        ("country", _COUNTRIES),
    ):
        while f"{{{slot}}}" in sentence:
            sentence = sentence.replace(f"{{{slot}}}", chance.choice(choices), 1)
    return sentence.replace("{n}", str(chance.randint(2, 90))).replace("{m}", str(chance.randint(2, 40)))
