"""What `hallmark check` costs beside scikit-learn, in one run: out-of-sample probabilities by logistic regression and k-NN, five folds.

Usage: python3 check_beside_sklearn.py FOLDER [digits|fashion] [RECORDS]   (FOLDER holds digits.csv and fashion-mnist/)
Needs python3-sklearn and libopenblas0-pthread. `check` also trains three more models, mines triggers and looks for copies and outliers;
the ratios are of all that to the two models. Prints wall and processor seconds, and peak memory beside the size of the numbers.
"""
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

HALLMARK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hallmark")


def load(folder, name, records):
    if name == "digits":
        table = np.genfromtxt(os.path.join(folder, "digits.csv"), delimiter=",", skip_header=1)
        return table[:, :-1].astype(np.float32), table[:, -1].astype(np.int64), "8x8"
    part = os.path.join(folder, "fashion-mnist", "train-")
    images = np.frombuffer(gzip.open(part + "images-idx3-ubyte.gz").read()[16:], np.uint8).reshape(-1, 784)
    labels = np.frombuffer(gzip.open(part + "labels-idx1-ubyte.gz").read()[8:], np.uint8)
    return images[:records].astype(np.float32), labels[:records].astype(np.int64), "28x28"


def timed(name, work, who):
    used = lambda: sum(resource.getrusage(who)[:2])
    wall, processor = time.perf_counter(), used()
    work()
    wall, processor = time.perf_counter() - wall, used() - processor
    print(f"{name}: wall {wall:.1f} s, processor {processor:.1f} s", flush=True)
    return wall, processor


features, labels, shape = load(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "digits", int(sys.argv[3]) if len(sys.argv) > 3 else 10_000)
scaled = StandardScaler().fit_transform(features).astype(np.float32)
models = [("logistic regression", LogisticRegression(max_iter=100)), ("k-NN, 10", KNeighborsClassifier(10))]
theirs = [
    timed(f"scikit-learn, {name}", lambda: cross_val_predict(model, scaled, labels, cv=5, method="predict_proba"), resource.RUSAGE_SELF)
    for name, model in models
]
with tempfile.TemporaryDirectory() as folder:
    np.save(os.path.join(folder, "x.npy"), features)
    np.save(os.path.join(folder, "y.npy"), labels)
    command = [HALLMARK, "check", "x.npy", "--label", "y.npy", "--shape", shape, "--json"]
    subprocess.run([HALLMARK, "--version"], check=True, stdout=subprocess.DEVNULL)  # built before anything is timed
    ours = timed("hallmark check", lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL), resource.RUSAGE_CHILDREN)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"ratio: wall {ours[0] / sum(t[0] for t in theirs):.1f}, processor {ours[1] / sum(t[1] for t in theirs):.1f}; peak {peak:.0f} MB for {features.nbytes / 2**20:.0f} MB of numbers")
