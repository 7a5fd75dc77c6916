"""Label propagation: every node takes over the label that its neighbours hold most of (Raghavan, Albert and Kumara 2007)."""

from collections import defaultdict
from random import Random

from analyzer.cluster.algorithms.algorithm import Algorithm, Ground

ROUNDS = 20


def propagate(ground: Ground) -> dict[str, int]:
    """Labels after at most ``ROUNDS`` rounds in an order drawn from the seed. A label's pull is its weight at the node less what
    chance would give (the resolution times the label's volume), so that large communities do not swallow everything."""
    neighbours: dict[str, list[tuple[str, float]]] = defaultdict(list)
    volume: dict[str, float] = defaultdict(float)
    for (first, second), weight in sorted(ground.ties.items()):
        volume[first] += weight
        volume[second] += weight
        if first != second:
            neighbours[first].append((second, weight))
            neighbours[second].append((first, weight))
    total = sum(volume.values()) or 1.0
    label = {node: node for node in ground.nodes}
    held = {node: volume[node] for node in ground.nodes}
    order = sorted(ground.nodes)
    Random(ground.seed).shuffle(order)  # an order, not a secret
    for _ in range(ROUNDS):
        moved = 0
        for node in order:
            best = _strongest(
                label[node], volume[node], [(label[other], weight) for other, weight in neighbours[node]], held, ground.resolution / total
            )
            if best != label[node]:
                held[label[node]] -= volume[node]
                held[best] += volume[node]
                label[node] = best
                moved += 1
        if not moved:
            break
    numbers: dict[str, int] = {}
    return {node: numbers.setdefault(label[node], len(numbers)) for node in sorted(ground.nodes)}


def _strongest(own: str, volume: float, around: list[tuple[str, float]], held: dict[str, float], chance: float) -> str:
    """The label with the greatest gain; the own one where no other is better."""
    pull: dict[str, float] = defaultdict(float)
    pull[own] += 0.0
    for label, weight in around:
        pull[label] += weight
    gains = {label: weight - volume * chance * (held[label] - (volume if label == own else 0.0)) for label, weight in pull.items()}
    best = max(sorted(gains), key=lambda label: gains[label])
    return best if gains[best] > gains[own] + 1e-12 else own


LABELS = Algorithm("label-propagation", propagate)
