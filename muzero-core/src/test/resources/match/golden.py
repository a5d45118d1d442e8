"""The numbers that SprtTest and BradleyTerryTest expect, by other means: python golden.py

Run with Python 3.11, numpy 2.2.6 and scipy 1.17.1. The likeliest distributions are found by scipy's root finder, the
ratings by its minimiser, and polished by Newton steps.
"""

import numpy as np
from scipy.optimize import brentq, minimize


def score(elo):
    return 1 / (1 + 10 ** (-elo / 400))


def likeliest(p, a, s):
    """Maximum likelihood of a distribution p over scores a whose mean is s (Van den Bergh 2021)."""
    root = brentq(
        lambda x: np.sum(p * (a - s) / (1 + x * (a - s))),
        -1 / (a.max() - s) * (1 - 1e-13),
        1 / (s - a.min()) * (1 - 1e-13),
        xtol=1e-15,
        rtol=1e-14,
    )
    return p / (1 + root * (a - s))


def llr(counts, elo0, elo1):
    n = np.array(counts, float)
    n[n == 0] = 1e-3
    a = np.linspace(0, 1, len(n))
    p = n / n.sum()
    ratio = likeliest(p, a, score(elo1)) / likeliest(p, a, score(elo0))
    return n.sum() * np.sum(p * np.log(ratio))


def bradley_terry(players, pairings, anchor):
    """pairings: (i, j, points of i, games); each player has one virtual drawn game over its pairings."""
    total = np.zeros(players)
    for i, j, _, games in pairings:
        total[i] += games
        total[j] += games
    weighted = []
    for i, j, points, games in pairings:
        virtual = 0.5 * (games / total[i] + games / total[j])
        weighted.append((i, j, points + virtual / 2, games + virtual))
    free = [k for k in range(players) if k != anchor]

    def ratings(x):
        r = np.zeros(players)
        r[free] = x
        return r

    def loss(x):
        r = ratings(x)
        return -sum(
            s * np.log(score(r[i] - r[j])) + (g - s) * np.log(score(r[j] - r[i])) for i, j, s, g in weighted
        )

    def derivatives(x):
        r, c = ratings(x), np.log(10) / 400
        gradient, information = np.zeros(players), np.zeros((players, players))
        for i, j, s, g in weighted:
            e = score(r[i] - r[j])
            gradient[i] += c * (s - g * e)
            gradient[j] -= c * (s - g * e)
            w = c * c * g * e * (1 - e)
            information[i, i] += w
            information[j, j] += w
            information[i, j] -= w
            information[j, i] -= w
        return gradient[free], information[np.ix_(free, free)]

    x = minimize(loss, np.zeros(players - 1), method="Nelder-Mead", options={"maxiter": 20000, "fatol": 1e-12}).x
    for _ in range(20):
        gradient, information = derivatives(x)
        x = x + np.linalg.solve(information, gradient)
    covariance = np.zeros((players, players))
    covariance[np.ix_(free, free)] = np.linalg.inv(derivatives(x)[1])
    return ratings(x), covariance


for counts, elo0, elo1 in [
    ((3, 10, 20, 12, 5), 0, 10),
    ((0, 0, 10, 0, 0), 0, 10),
    ((0, 2, 30, 9, 4), 0, 50),
    ((20, 0, 10, 0, 30), -5, 5),
    ((0, 0, 0, 0, 12), 0, 10),
]:
    print("llr", counts, elo0, elo1, f"{llr(counts, elo0, elo1):.9f}")
ratings, covariance = bradley_terry(
    4, [(0, 1, 10, 40), (1, 2, 25.5, 60), (0, 2, 4, 40), (2, 3, 30, 50), (0, 3, 0, 40), (1, 3, 18, 30)], 0
)
print("elo", [f"{v:.6f}" for v in ratings])
print("variance", [f"{v:.6f}" for v in np.diag(covariance)], f"covariance 1, 3: {covariance[1, 3]:.6f}")
for elo in (-400, 0, 35, 100, 200, 800):
    print("score", elo, f"{score(elo):.12f}")
