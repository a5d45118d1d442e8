"""Writes totients.csv: python generate.py > totients.csv (made with SymPy 1.14.0, Python 3.11)."""

import random

import sympy

random.seed(4)
numbers = [1, 2, 3, 4, 2**40 - 87, 2**40, (2**20 + 7) ** 2, 2**62, 2**63 - 1, 2**63 - 25]
numbers += [2097143**3, 3037000493**2, 3037000453 * 3037000493, 1073741789 * 8589934583]
numbers += [random.getrandbits(63) for _ in range(60)]
print("n,phi")
for n in numbers:
    print(f"{n},{sympy.totient(n)}")
