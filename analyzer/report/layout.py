"""Places discs in the plane so that tied ones are near and none overlap.

A force model after Fruchterman and Reingold (1991), from a fixed start, with a fixed number of steps. Only the four operations and
square roots are used while it runs, which IEEE 754 defines to the bit: the same graph gets the same picture on every machine.
"""

import math
from dataclasses import dataclass

GAP = 56.0
"""Room between the edges of two discs, in picture units: space for an arrow and its count."""

MARGIN = 56.0
"""Room around the picture: space for the names below the outermost discs."""

WORK = 400_000
"""Pairs of discs that are looked at, at most: bounds the time for a thousand services."""

FAR = 3.0
"""Discs further apart than so many times the usual distance do not push each other, so that untied groups stay near."""

CENTRE = 0.06
"""Pull towards the middle, per unit of distance."""

STRETCH = 1.5
"""The picture is so much wider than high."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A placed disc: centre and radius, in picture units."""

    x: float
    y: float
    radius: float


def arrange(radii: list[float], ties: dict[tuple[int, int], int]) -> tuple[tuple[Disc, ...], float, float]:
    """Discs of these radii, and the width and height of the picture. ``ties`` maps (low, high) index pairs to their strength."""
    if not radii:
        return (), 2 * MARGIN, 2 * MARGIN
    tied = sorted({disc for pair in ties for disc in pair})
    loose = [disc for disc in range(len(radii)) if disc not in set(tied)]
    place = {disc: position for position, disc in enumerate(tied)}
    points = _knit([radii[disc] for disc in tied], {(place[low], place[high]): count for (low, high), count in sorted(ties.items())})
    placed = {disc: (x, y) for disc, (x, y) in zip(tied, points, strict=True)} | _rows(points, [radii[d] for d in tied], radii, loose)
    return _framed([placed[disc] for disc in range(len(radii))], radii)


def _knit(radii: list[float], ties: dict[tuple[int, int], int]) -> list[tuple[float, float]]:
    """Centres of discs that are all tied to another."""
    if not radii:
        return []
    points = _start(radii, ties)
    steps = max(1, min(300, WORK // (len(radii) ** 2)))
    strongest = math.sqrt(max(ties.values()))
    pull = {pair: math.sqrt(count) / strongest for pair, count in ties.items()}
    reach = 2 * max(radii) + GAP
    for step in range(steps):
        _step(points, pull, reach, reach * (1 - step / steps))
    for _ in range(min(200, 4 * steps)):
        if not _separate(points, radii):
            break
    return [(x, y) for x, y in points]


def _rows(points: list[tuple[float, float]], sizes: list[float], radii: list[float], loose: list[int]) -> dict[int, tuple[float, float]]:
    """Centres of the discs that nothing is tied to: in rows below the others."""
    left = min((x - r for (x, _), r in zip(points, sizes, strict=True)), default=0.0)
    right = max((x + r for (x, _), r in zip(points, sizes, strict=True)), default=0.0)
    y = max((y + r for (_, y), r in zip(points, sizes, strict=True)), default=0.0)
    right = max(right, left + 1_000.0)
    placed: dict[int, tuple[float, float]] = {}
    x, high = left, 0.0
    for disc in loose:
        if placed and x + 2 * radii[disc] > right:
            x, y, high = left, y + high + GAP, 0.0
        placed[disc] = x + radii[disc], y + GAP + radii[disc]
        x, high = x + 2 * radii[disc] + 2 * GAP, max(high, 2 * radii[disc])
    return placed


def _start(radii: list[float], ties: dict[tuple[int, int], int]) -> list[list[float]]:
    """A circle on which each disc stands beside the one that it is tied to most among those not yet placed."""
    rest = set(range(len(radii)))
    order: list[int] = []
    while rest:
        last = order[-1] if order else None
        chosen = min(rest, key=lambda disc: (-ties.get((min(disc, last), max(disc, last)), 0) if last is not None else 0, disc))
        rest.remove(chosen)
        order.append(chosen)
    size = (2 * max(radii) + GAP) * max(1.0, len(radii) / 6)
    points = [[0.0, 0.0] for _ in radii]
    for place, disc in enumerate(order):
        angle = 2 * math.pi * place / len(order)
        points[disc] = [size * STRETCH * round(math.cos(angle), 6), size * round(math.sin(angle), 6)]
    return points


def _step(points: list[list[float]], pull: dict[tuple[int, int], float], reach: float, heat: float) -> None:
    """Moves every point once, by at most ``heat``: all push each other away, ties and the centre pull."""
    force = [[-CENTRE * x, -CENTRE * y * STRETCH * STRETCH] for x, y in points]
    far = (FAR * reach) ** 2
    for i, (x, y) in enumerate(points):
        for j in range(i):
            dx, dy = x - points[j][0], y - points[j][1]
            square = max(dx * dx + dy * dy, 1.0)
            if square > far:
                continue
            fx, fy = 0.35 * reach * reach * dx / square, 0.35 * reach * reach * dy / square
            force[i][0], force[i][1] = force[i][0] + fx, force[i][1] + fy
            force[j][0], force[j][1] = force[j][0] - fx, force[j][1] - fy
    for (i, j), strength in pull.items():
        dx, dy = points[j][0] - points[i][0], points[j][1] - points[i][1]
        distance = math.sqrt(dx * dx + dy * dy)
        fx, fy = strength * distance * dx / reach * 0.5, strength * distance * dy / reach * 0.5
        force[i][0], force[i][1] = force[i][0] + fx, force[i][1] + fy
        force[j][0], force[j][1] = force[j][0] - fx, force[j][1] - fy
    for point, (fx, fy) in zip(points, force, strict=True):
        size = math.sqrt(fx * fx + fy * fy)
        share = min(size, heat) / size if size else 0.0
        point[0], point[1] = point[0] + fx * share * 0.5, point[1] + fy * share * 0.5


def _separate(points: list[list[float]], radii: list[float]) -> bool:
    """Pushes overlapping discs apart; whether any overlapped."""
    moved = False
    for i in range(len(points)):
        for j in range(i):
            wanted = radii[i] + radii[j] + GAP
            dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
            distance = math.sqrt(dx * dx + dy * dy)
            if distance >= wanted - 0.5:
                continue
            if distance < 1e-6:
                dx, dy, distance = 1.0, 0.0, 1.0
            shift = (wanted - distance) / distance / 2
            points[i][0], points[i][1] = points[i][0] + dx * shift, points[i][1] + dy * shift
            points[j][0], points[j][1] = points[j][0] - dx * shift, points[j][1] - dy * shift
            moved = True
    return moved


def _framed(points: list[tuple[float, float]], radii: list[float]) -> tuple[tuple[Disc, ...], float, float]:
    """The discs moved so that the picture starts at the origin, coordinates rounded to whole units."""
    pairs = list(zip(points, radii, strict=True))
    left, top = min(x - r for (x, _), r in pairs) - MARGIN, min(y - r for (_, y), r in pairs) - MARGIN
    right, bottom = max(x + r for (x, _), r in pairs) + MARGIN, max(y + r for (_, y), r in pairs) + MARGIN
    discs = tuple(Disc(float(round(x - left)), float(round(y - top)), r) for (x, y), r in pairs)
    return discs, float(round(right - left)), float(round(bottom - top))
