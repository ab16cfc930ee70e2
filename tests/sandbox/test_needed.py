"""What an answer may well need works in a cell as it does elsewhere: pools, threads and their names, figures, compiled and trained networks."""

import pytest

from autograder.grading.limits import Limits
from autograder.grading.run import run
from autograder.sandbox.warm import CAN_FORK

from ..support.notebooks import quick

pytestmark = [
    pytest.mark.skipif(not CAN_FORK, reason="isolation is Linux's"),
    pytest.mark.filterwarnings("ignore"),
]  # of the kernels' event loops
NEEDED = {
    "processes": """
import multiprocessing, subprocess
many = [subprocess.Popen(["sleep", "60"]) for _ in range(128)]  # as a pool has on a machine with so many processors
with multiprocessing.Pool(16) as pool:
    print(sum(pool.map(abs, range(1000))), subprocess.run("echo here | cat", shell=True, capture_output=True, text=True).stdout.strip())
""",
    "threads": """
import threading, time
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(64, "mine") as pool:
    print(len({*pool.map(lambda n: time.sleep(0.01) or n, range(100))}), end=" ")
import ctypes, threading
ctypes.CDLL(None).prctl(15, b"named", 0, 0, 0)
print(open("/proc/self/task/%d/comm" % threading.get_native_id()).read().strip())
""",
    "files": """
import os, shutil, tempfile, sqlite3
with tempfile.NamedTemporaryFile() as file:
    os.posix_fallocate(file.fileno(), 0, 10_000)
    shutil.copy2(file.name, "copy")
shutil.copytree(os.getcwd(), "/tmp/other")
print(os.path.getsize("/tmp/other/copy"), sqlite3.connect("x.db").execute("select 1").fetchall())
""",
    "figures": """
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.savefig("x.png"); plt.show()
import os; print(os.path.getsize("x.png") > 1000)
""",
    "networks": """
import numpy as np, tensorflow as tf, keras
data = tf.data.Dataset.from_tensor_slices((np.zeros((64, 8, 8, 3), "f4"), np.zeros(64))).map(lambda x, y: (x, y), tf.data.AUTOTUNE).batch(8).prefetch(2)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
model.compile("adam", "mse", jit_compile=True)
model.fit(data, verbose=0); model.save("x.keras"); print(keras.models.load_model("x.keras").count_params())
""",
}
DUE = {"processes": "499500 here", "threads": "100 named", "files": "10000 [(1,)]", "figures": "True", "networks": "193"}


@pytest.mark.parametrize("what", NEEDED)
def test_it_works(what):
    result = run(quick(NEEDED[what]), limits=Limits(seconds=90, step=60))
    outputs = result.notebook.cells[2].outputs
    assert (result.fault, len(result.evidence)) == (None, 3), result
    assert DUE[what] in "".join(o.get("text", "") for o in outputs if o.get("name") == "stdout"), outputs
    assert not any(o.output_type == "error" for o in outputs)
