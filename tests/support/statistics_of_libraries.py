"""Writes tests/fixtures/statistics/library.json: what kept libraries make of drawn numbers. Run by hand after a change of this script.

pip install scipy statsmodels pingouin irrCAC
"""

import json
import random
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
from irrCAC.raw import CAC
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

warnings.filterwarnings("ignore")
draw = random.Random(20261130)


def number(value):
    return float(value)


def shares():
    out = []
    for _ in range(40):
        all_ = draw.choice([1, 2, 5, 20, 60, 400, 3338])
        counted = draw.randint(0, all_)
        other_all = draw.choice([1, 3, 30, 500])
        other = draw.randint(0, other_all)
        low, high = proportion_confint(counted, all_, method="wilson")
        d_low, d_high = confint_proportions_2indep(counted, all_, other, other_all, method="newcomb", compare="diff")
        out.append({"counted": counted, "all": all_, "low": number(low), "high": number(high), "other": other, "other_all": other_all,
                    "difference_low": number(d_low), "difference_high": number(d_high)})
    return out


def cohen():
    out = []
    for _ in range(30):
        categories = draw.choice([2, 3, 4, 5])
        table = [[draw.randint(0, 6) + (8 if i == j else 0) for j in range(categories)] for i in range(categories)]
        row = {"table": table}
        for name, weights in [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]:
            result = cohens_kappa(np.array(table), weights=None, wt=weights)
            row[name] = {"kappa": number(result.kappa), "error": number(result.std_kappa)}
        out.append(row)
    return out


def fleiss():
    out = []
    for _ in range(30):
        cases, raters, categories = draw.randint(3, 20), draw.choice([2, 3, 6, 14]), draw.choice([2, 3, 5])
        lean = [draw.random() for _ in range(categories)]
        raw = [[draw.choices(range(categories), [weight * draw.random() for weight in lean])[0] for _ in range(raters)] for _ in range(cases)]
        if len({value for row in raw for value in row}) < 2:
            continue
        counts = [[row.count(category) for category in range(categories)] for row in raw]
        estimate = CAC(pd.DataFrame(raw), digits=12).fleiss()["est"]
        out.append({"counts": counts, "kappa": number(fleiss_kappa(np.array(counts))), "library": estimate["coefficient_value"],
                    "low": number(estimate["confidence_interval"][0]), "high": number(estimate["confidence_interval"][1])})
    return out


def intraclass():
    out = []
    for _ in range(30):
        cases, raters = draw.randint(3, 15), draw.choice([2, 3, 5])
        of_rater = [draw.gauss(0, 1) for _ in range(raters)]
        ratings = []
        for _ in range(cases):
            truth = draw.randint(0, 12)
            ratings.append([float(max(0, round(truth + bias + draw.gauss(0, 1.3)))) for bias in of_rater])
        long = pd.DataFrame([(case, rater, value) for case, row in enumerate(ratings) for rater, value in enumerate(row)], columns=["case", "rater", "value"])
        found = pingouin.intraclass_corr(data=long, targets="case", raters="rater", ratings="value")
        row = {"ratings": ratings}
        column = "CI95%" if "CI95%" in found.columns else "CI95"
        for mine, kind in [("one_way", 0), ("agreement", 1), ("consistency", 2)]:
            line = found.iloc[kind]
            row[mine] = {"icc": number(line["ICC"]), "low": number(line[column][0]), "high": number(line[column][1])}
        out.append(row)
    return out


def paired():
    out = []
    for index in range(40):
        pairs, ties = draw.randint(3, 70), index % 2 == 0
        before = [draw.gauss(60, 12) for _ in range(pairs)]
        after = [value + draw.gauss(4, 9) for value in before]
        if ties:
            before, after = [round(value / 5) * 5.0 for value in before], [round(value / 5) * 5.0 for value in after]
        changes = [b - a for a, b in zip(before, after)]
        if len(set(changes)) < 2:
            continue
        t = stats.ttest_rel(after, before)
        interval = t.confidence_interval(0.95)
        kept = [change for change in changes if change != 0]
        exact = len(kept) <= 50 and len(kept) == len(changes) and len({abs(change) for change in kept}) == len(kept)
        ranks = stats.wilcoxon(changes, zero_method="wilcox", correction=not exact, mode="exact" if exact else "approx")
        out.append({"before": before, "after": after, "t": number(t.statistic), "p": number(t.pvalue), "low": number(interval.low), "high": number(interval.high),
                    "ranks": number(ranks.statistic), "ranks_p": number(ranks.pvalue), "exact": exact})
    return out


def turned():
    out = []
    for _ in range(40):
        gained, lost = draw.randint(0, 25), draw.randint(0, 25)
        if gained + lost == 0:
            continue
        out.append({"gained": gained, "lost": lost, "p": number(mcnemar([[3, gained], [lost, 4]], exact=True).pvalue),
                    "at_it": number(stats.binom.pmf(min(gained, lost), gained + lost, 0.5))})
    return out


made = {"shares": shares(), "cohen": cohen(), "fleiss": fleiss(), "icc": intraclass(), "paired": paired(), "mcnemar": turned()}
target = Path(__file__).parent.parent / "fixtures" / "statistics" / "library.json"
target.write_text(json.dumps(made, indent=None, separators=(",", ":")).replace("},{", "},\n{") + "\n")
print({name: len(rows) for name, rows in made.items()})
