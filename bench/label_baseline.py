"""The scikit-learn side of a timing comparison: what cleanlab's single model costs, its out-of-sample probabilities.

Usage: python3 label_baseline.py FOLDER [digits|fashion]   (FOLDER holds digits.csv and fashion-mnist/)
Needs python3-sklearn and libopenblas0-pthread; prints wall and processor seconds.
"""
import gzip
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import StandardScaler


def load(folder, name):
    if name == "digits":
        table = np.genfromtxt(os.path.join(folder, "digits.csv"), delimiter=",", skip_header=1)
        return table[:1257, :-1], table[:1257, -1].astype(int)
    part = os.path.join(folder, "fashion-mnist", "train-")
    images = np.frombuffer(gzip.open(part + "images-idx3-ubyte.gz").read()[16:], np.uint8).reshape(-1, 784)
    labels = np.frombuffer(gzip.open(part + "labels-idx1-ubyte.gz").read()[8:], np.uint8)
    return images[:10_000] / 255.0, labels[:10_000].astype(int)


features, labels = load(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "digits")
features = StandardScaler().fit_transform(features).astype(np.float32)
wall, processor = time.perf_counter(), time.process_time()
cross_val_predict(LogisticRegression(max_iter=100), features, labels, cv=5, method="predict_proba")
print(f"wall {time.perf_counter() - wall:.2f} s, processor {time.process_time() - processor:.2f} s")
