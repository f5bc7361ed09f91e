"""The label check beside what people use today, on the same labels and folds, in one run.

Usage: /usr/bin/python3 label_noise_beside_cleanlab.py DATA DRAWS [REPORT] [-- OPTIONS OF hallmark experiment label-noise]
DATA is a folder of labelled CSV files (label column `label`), DRAWS one for the labels given and for what the others found, which is not
computed again. Needs python3-sklearn. Three peers: cleanlab 2.9's default rule (`find_label_issues`, prune by noise rate; Northcutt, Jiang
and Chuang, 2021) over logistic regression (CL-LR) and over the mean of logistic regression, 10 nearest neighbours and a random forest
(CL-ens), and the vote of those neighbours (k-NN), all out of sample on the folds of the label check's first seed. A cell is won or lost
where a paired t-test over the seeds says so at 5 %.
"""
import collections
import json
import os
import subprocess
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
import numpy as np
import scipy.stats
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

HALLMARK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hallmark")
OURS = "label check"
PEERS = ["CL-LR", "CL-ens", "k-NN"]


def out_of_sample(features, given, folds, classes, seed):
    """Probabilities [3, records, classes] of logistic regression, neighbours and forest."""
    found = np.zeros((3, len(given), classes))
    for fold in np.unique(folds):
        test = folds == fold
        scaler = StandardScaler().fit(features[~test])
        train, judged = scaler.transform(features[~test]), scaler.transform(features[test])
        models = [
            LogisticRegression(max_iter=1000),
            KNeighborsClassifier(min(10, len(train))),
            RandomForestClassifier(n_estimators=100, random_state=seed),
        ]
        for model, into in zip(models, found):
            model.fit(train, given[~test])
            into[np.ix_(test, model.classes_)] = model.predict_proba(judged)
    return found


def keep_one_of_each_class(prune, n=1):
    """cleanlab's keep_at_least_n_per_class; `prune` is [true, given]."""
    diagonal = np.diagonal(prune)
    kept = np.maximum(diagonal, n)
    more = kept - diagonal
    others = prune.copy()
    np.fill_diagonal(others, 0)
    nonzero = np.count_nonzero(others, axis=0)
    less = np.divide(more, nonzero, out=np.zeros_like(more, dtype=float), where=nonzero > 0)
    result = prune - less
    np.fill_diagonal(result, kept)
    return np.maximum(result, 0).round().astype(int)


def rounded_rows(matrix):
    """Whole numbers with the same sums of rows: what is over goes to the largest fractions."""
    result = np.floor(matrix).astype(int)
    for row, exact in zip(result, matrix):
        over = int(round(exact.sum())) - row.sum()
        row[np.argsort(row - exact, kind="stable")[:over]] += 1
    return result


def cleanlab_default(probabilities, given):
    """find_label_issues(labels, pred_probs) of cleanlab 2.x with nothing else said."""
    classes = probabilities.shape[1]
    counts = np.bincount(given, minlength=classes)
    own = probabilities[np.arange(len(given)), given]
    thresholds = np.array([own[given == c].mean() if counts[c] else np.inf for c in range(classes)])
    confident = probabilities >= thresholds - 1e-6
    likeliest = probabilities.argmax(axis=1)
    guess = np.where(confident.sum(axis=1) > 1, likeliest, confident.argmax(axis=1))
    joint = np.zeros((classes, classes))
    for label, of in zip(given[confident.any(axis=1)], guess[confident.any(axis=1)]):
        joint[label, of] += 1
    np.fill_diagonal(joint, np.maximum(joint.diagonal(), 1) * (counts > 0))
    sums = joint.sum(axis=1, keepdims=True)
    joint = rounded_rows(np.divide(joint * counts[:, None], sums, out=np.zeros_like(joint), where=sums > 0))
    prune = keep_one_of_each_class(joint.T)
    flagged = np.zeros(len(given), bool)
    for label in range(classes):
        of = np.flatnonzero(given == label)
        for other in range(classes):
            many = prune[other, label]
            if other != label and many > 0 and len(of) > 1:
                margin = probabilities[of, other] - probabilities[of, label]
                flagged[of[np.argsort(-margin, kind="stable")[:many]]] = True
    return flagged & (likeliest != given), 1 - own


def measure_peers(folder, cell):
    name, seed, kind, percent = cell.rsplit(".", 3)
    features = np.loadtxt(os.path.join(folder, f"{name}.{seed}.features.csv"), delimiter=",", ndmin=2)
    given, wrong, folds = np.loadtxt(os.path.join(folder, cell + ".csv"), delimiter=",", skiprows=1, dtype=int).T
    classes = given.max() + 1
    logistic, near, forest = out_of_sample(features, given, folds, classes, int(seed))
    found = {
        "CL-LR": cleanlab_default(logistic, given),
        "CL-ens": cleanlab_default((logistic + near + forest) / 3, given),
        "k-NN": (near.argmax(axis=1) != given, 1 - near[np.arange(len(given)), given]),
    }
    for method, (flagged, suspicion) in found.items():
        hits = int((flagged & (wrong == 1)).sum())
        yield {
            "set": name, "seed": int(seed), "kind": kind, "percent": int(percent), "method": method,
            "precision": hits / max(1, flagged.sum()), "recall": hits / max(1, wrong.sum()),
            "f1": 2 * hits / max(1, flagged.sum() + wrong.sum()),
            "auroc": roc_auc_score(wrong, suspicion) if 0 < wrong.sum() < len(wrong) else float("nan"),
            "flagged": float(flagged.mean()),
        }


def peers(folder):
    cells = sorted(name[:-4] for name in os.listdir(folder) if name.endswith(".csv") and not name.endswith(".features.csv"))
    for cell in cells:
        kept = os.path.join(folder, cell + ".peers.json")
        if not os.path.exists(kept):
            with open(kept + ".new", "w") as file:
                json.dump(list(measure_peers(folder, cell)), file)
            os.replace(kept + ".new", kept)
            print(cell, file=sys.stderr, flush=True)
        with open(kept) as file:
            yield from json.load(file)


def ours(answer):
    for row in answer["results"]:
        if row["method"] == OURS:
            found = row["detection"]
            yield {
                "set": row["set"], "seed": row["seed"], "kind": {"symmetric": "sym", "classConditional": "cc"}[row["kind"]],
                "percent": row["percent"], "method": OURS, "flagged": found["flagged"],
                **{key: float(found[key]) for key in ("precision", "recall", "f1", "auroc")},
            }


def compare(rows, report):
    of = collections.defaultdict(dict)
    for row in rows:
        of[row["set"], row["kind"], row["percent"], row["method"]][row["seed"]] = row
    cells = sorted({key[:3] for key in of if key[3] == OURS})
    mean = lambda cell, method, field: float(np.mean([row[field] for row in of[(*cell, method)].values()]))
    methods = [OURS, *PEERS]
    print("\n## Beside others, on the same labels and folds\n\nF1 / AUROC; clean: share flagged.\n", file=report)
    print("| data | noise | " + " | ".join(methods) + " |\n|" + " --- |" * (2 + len(methods)), file=report)
    for cell in cells:
        figures = (
            [f"{100 * mean(cell, method, 'flagged'):.1f} %" for method in methods] if cell[2] == 0
            else [f"{mean(cell, method, 'f1'):.3f} / {mean(cell, method, 'auroc'):.3f}" for method in methods])
        noise = "clean" if cell[2] == 0 else f"{cell[1]} {cell[2]} %"
        print(f"| {cell[0]} | {noise} | " + " | ".join(figures) + " |", file=report)
    noisy, clean = [cell for cell in cells if cell[2] > 0], [cell for cell in cells if cell[2] == 0]
    print("\n| mean | P | R | F1 | AUROC | clean flags |\n| --- | --- | --- | --- | --- | --- |", file=report)
    for method in methods:
        figures = [f"{np.mean([mean(cell, method, field) for cell in noisy]):.3f}" for field in ("precision", "recall", "f1", "auroc")]
        flags = 100 * np.mean([mean(cell, method, "flagged") for cell in clean])
        print(f"| {method} | " + " | ".join(figures) + f" | {flags:.1f} % |", file=report)
    print("\nCells won : lost beyond a paired t at 5 %:\n\n| against | F1 | AUROC |\n| --- | --- | --- |", file=report)
    for peer in PEERS:
        counts = []
        for field in ("f1", "auroc"):
            won = lost = 0
            for cell in noisy:
                a, b = of[(*cell, OURS)], of[(*cell, peer)]
                d = np.array([a[seed][field] - b[seed][field] for seed in sorted(a)])
                if len(d) > 1 and np.any(d != d[0]):
                    t, p = scipy.stats.ttest_1samp(d, 0)
                    won, lost = won + (p < 0.05 and t > 0), lost + (p < 0.05 and t < 0)
            counts.append(f"{won} : {lost}")
        print(f"| {peer} | {counts[0]} | {counts[1]} |", file=report)


def main():
    own, more = sys.argv[1:], []
    if "--" in own:
        own, more = own[:own.index("--")], own[own.index("--") + 1:]
    data, draws = own[:2]
    command = [HALLMARK, "experiment", "label-noise", "--data", data, "--draws", draws, "--json", *more]
    if len(own) > 2:
        command += ["--out", own[2]]
    answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    rows = list(ours(answer))
    asked = {(row["set"], row["seed"], row["kind"], row["percent"]) for row in rows}
    rows += [row for row in peers(draws) if (row["set"], row["seed"], row["kind"], row["percent"]) in asked]
    with open(own[2], "a") if len(own) > 2 else sys.stdout as report:
        compare(rows, report)


if __name__ == "__main__":
    main()
