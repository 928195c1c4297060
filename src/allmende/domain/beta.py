# SPDX-FileCopyrightText: 2026 Allmende contributors
# SPDX-License-Identifier: EUPL-1.2
"""Quantiles of the Beta distribution.

Own code because scipy would add some 35 MB to an installation that needs one function of it. Checked in
tests/domain/test_evidence.py against closed forms and exact binomial sums.
"""

from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300
_PRECISION = 1e-12
_CLOSE = 1e-8


def cdf(x: float, a: float, b: float) -> float:
    """Probability that a Beta(a, b) variable is at most x: the regularised incomplete beta function.

    a and b are above 0; x outside 0..1 is cut. Continued fraction of DLMF 8.17.22, taken on the side of the
    mean where it converges fast.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - cdf(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    return front / _continued_fraction(x, a, b)


def _continued_fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + …)) by the modified method of Lentz."""
    value = upper = 1.0
    lower = 0.0
    for step in range(1, 10_000):
        m = step // 2
        if step % 2:
            d = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        lower = 1 / ((1 + d * lower) or _TINY)
        upper = (1 + d / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < _PRECISION:
            break
    return value


def quantile(p: float, a: float, b: float) -> float:
    """The x in 0..1 with cdf(x, a, b) = p, to 1e-8. Newton's steps from the normal approximation, bisection
    where one would leave the bracket."""
    low, high, mean = 0.0, 1.0, a / (a + b)
    x = mean + NormalDist().inv_cdf(p) * sqrt(mean * (1 - mean) / (a + b + 1))
    x = x if low < x < high else mean
    scale = lgamma(a) + lgamma(b) - lgamma(a + b)
    for _ in range(100):
        excess = cdf(x, a, b) - p
        low, high = (x, high) if excess < 0 else (low, x)
        density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - scale)
        step = excess / density if density > _TINY else 2.0
        x, previous = (x - step if low < x - step < high else (low + high) / 2), x
        if abs(x - previous) < _CLOSE or not 0 < x < 1:
            break
    return x
