"""Writes tests/fixtures/statistics/quality.json: what SciPy makes of 200 drawn tables and means, and Fisher's p by exact integers.

Run by hand after a change of this script: python3 tests/support/quality_of_libraries.py (pip install scipy).
COUNT=10000 OUT=/some/file writes a larger sample, for `make quality`.
"""

import json
import os
import random
from pathlib import Path

from scipy import stats

COUNT = int(os.environ.get("COUNT", "200"))
draw = random.Random(20261201)


def exact_fisher(a, b, c, d):
    """Two-sided p by whole numbers alone: every table of these margins that is not likelier, over all. As a text of 17 digits."""
    r, s, k = a + b, c + d, a + c
    low, high = max(0, k - s), min(r, k)
    # C(r, x) C(s, k - x) for every x, each from the one before, which divides without a rest.
    from math import comb
    weight, weights = comb(r, low) * comb(s, k - low), []
    for x in range(low, high + 1):
        weights.append(weight)
        if x < high:
            weight = weight * (r - x) * (k - x) // ((x + 1) * (s - k + x + 1))
    observed = weights[a - low]
    part, whole = sum(w for w in weights if w <= observed), sum(weights)
    shift = max(0, whole.bit_length() - part.bit_length()) + 80
    value = (part << shift) // whole
    exponent = 0
    from decimal import Decimal, getcontext
    getcontext().prec = 40
    return format(Decimal(value) / (Decimal(2) ** shift), ".17e")


def tables():
    out = []
    for index in range(COUNT):
        one, other = draw.choice([3, 10, 40, 400, 3000]), draw.choice([3, 10, 40, 400, 3000])
        if index % 3 == 0:
            other = one
        p = draw.random()
        a = sum(draw.random() < p for _ in range(one))
        c = sum(draw.random() < min(1, max(0, p + draw.gauss(0, 0.05))) for _ in range(other))
        table = [[a, one - a], [c, other - c]]
        row = {"a": a, "n": one, "b": c, "m": other, "fisher": float(stats.fisher_exact(table)[1])}
        if 0 < a + c < one + other:
            for name, correction in [("pearson", False), ("yates", True)]:
                found = stats.chi2_contingency(table, correction=correction)
                row[name], row[name + "_p"] = float(found[0]), float(found[1])
        out.append(row)
    return out


def integers():
    cases = [(100, 900, 150, 850), (3, 1, 1, 3), (0, 5, 5, 0), (7055, 1790, 2798, 3186), (439, 30424, 201, 31181), (192, 35012, 90, 34661),
             (1, 59999, 9, 59991), (29900, 30100, 30100, 29900), (100, 59900, 160, 59840)]
    for _ in range(30):
        cases.append(tuple(draw.randint(0, 40) for _ in range(4)))
    return [{"a": a, "n": a + b, "b": c, "m": c + d, "p": exact_fisher(a, b, c, d)} for a, b, c, d in cases if a + b and c + d]


def means():
    out = []
    for _ in range(max(40, COUNT // 5)):
        n, m = draw.randint(2, 400), draw.randint(2, 400)
        one, other = (draw.gauss(60, 10), abs(draw.gauss(5, 3)) + 0.1), (draw.gauss(60, 10), abs(draw.gauss(5, 3)) + 0.1)
        row = {"n": n, "mean": one[0], "sd": one[1], "m": m, "other_mean": other[0], "other_sd": other[1]}
        for name, equal in [("student", True), ("welch", False)]:
            found = stats.ttest_ind_from_stats(one[0], one[1], n, other[0], other[1], m, equal_var=equal)
            row[name], row[name + "_p"] = float(found.statistic), float(found.pvalue)
        out.append(row)
    return out


made = {"tables": tables(), "integers": integers(), "means": means()}
target = Path(os.environ.get("OUT", Path(__file__).parent.parent / "fixtures" / "statistics" / "quality.json"))
target.write_text(json.dumps(made, separators=(",", ":")).replace("},{", "},\n{") + "\n")
print({name: len(rows) for name, rows in made.items()})
