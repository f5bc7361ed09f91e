#!/usr/bin/env python3
"""Makes this example's files from scikit-learn's copy of the Wisconsin breast-cancer data.

usage: split.py breast_cancer.csv

Every fifth record of each class is held out (clean, never registered); the others go to the three clinics in turn. Clinic C's
labels are flipped for 30 % of its records, drawn with a fixed seed. Nothing else is changed: numbers stay as they are spelled.
"""
import csv
import pathlib
import random
import sys

FLIPPED_SHARE = 0.3
SEED = 20260101

here = pathlib.Path(__file__).parent / "data"
with open(sys.argv[1], newline="", encoding="utf-8") as source:
    header, *rows = csv.reader(source)

random.seed(SEED)
random.shuffle(rows)
holdout, clinics, seen = [], {"clinic-a": [], "clinic-b": [], "clinic-c": []}, {"0": 0, "1": 0}
names = list(clinics)
for row in rows:
    label = row[-1]
    seen[label] += 1
    if seen[label] % 5 == 0:
        holdout.append(row)
    else:
        clinics[names[sum(map(len, clinics.values())) % 3]].append(row)

share = clinics["clinic-c"]
for i in sorted(random.sample(range(len(share)), round(FLIPPED_SHARE * len(share)))):
    share[i] = share[i][:-1] + ["1" if share[i][-1] == "0" else "0"]

for name, part in {**clinics, "holdout": holdout}.items():
    with open(here / f"{name}.csv", "w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows([header, *part])
    print(f"{name}.csv: {len(part)} records, {sum(row[-1] == '0' for row in part)} malignant as labelled")
