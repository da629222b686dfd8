#!/usr/bin/env python3
"""The same work by this program and by its peers, in turns, with ratios: `make peers`.

Peers are installed with pip into .build/peers, at the versions below. What cannot be installed is said and left out.
Values are held to be equal before times are compared. Times are CPU seconds where both sides compute alone, and wall
seconds where a user waits.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
RELEASE = os.path.join(ROOT, ".build", "release")
VENV = os.path.join(ROOT, ".build", "peers")
PYTHON = os.path.join(VENV, "bin", "python")

# Peer: what pip installs for it.
PINNED = {
    "moocore": ["moocore==0.3.2", "numpy"],
    "pymoo": ["pymoo==0.6.2"],
    "optuna": ["optuna==5.0.0"],
    "aiconfigurator": ["aiconfigurator==0.12.0"],
}

OUR_QUESTION = "frontier --isl 8150 --osl 1024 --space deepseek-r1-h200".split()
PEERS_QUESTION = (
    "cli default --model-path deepseek-ai/DeepSeek-R1 --system h200_sxm --total-gpus 32 --backend trtllm "
    "--isl 8150 --osl 1024 --no-color"
).split()


def install(names):
    """Makes the environment and returns the peers that are in it."""
    if not os.path.exists(PYTHON):
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    ready = []
    for name in names:
        done = subprocess.run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED[name]],
            capture_output=True, text=True)
        if done.returncode == 0:
            ready.append(name)
        else:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"{' '.join(PINNED[name])} could not be installed, left out: {reason}")
    return ready


class Cost:
    """A finished command: what it printed and what it took."""

    def __init__(self, command, quiet=False):
        start = time.monotonic()
        before = os.times()
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if quiet else None, text=True, cwd=ROOT)
        after = os.times()
        self.wall = time.monotonic() - start
        self.cpu = (after.children_user + after.children_system) - (before.children_user + before.children_system)
        self.output = done.stdout
        self.status = done.returncode


def worker(name, *arguments):
    """Runs a function of this file under the peers' Python and returns what it prints as JSON."""
    done = Cost([PYTHON, os.path.abspath(__file__), "--worker", name, *map(str, arguments)])
    if done.status != 0:
        raise RuntimeError(f"{name} {arguments} failed")
    return json.loads(done.output.splitlines()[-1])


def ours(*arguments):
    done = Cost([os.path.join(RELEASE, "Benchmarks"), *map(str, arguments)])
    if done.status != 0:
        raise RuntimeError(f"Benchmarks {arguments} failed")
    return json.loads(done.output)


def median_cpu(body, runs=3):
    """What `body` returns, and the median of its CPU seconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        value = body()
        times.append(time.process_time() - start)
    return value, statistics.median(times)


def load(axes, path):
    import numpy

    return numpy.ascontiguousarray(numpy.fromfile(path).reshape(axes, -1).T)


def moocore_points(axes, path):
    import moocore

    points = load(int(axes), path)
    front, front_seconds = median_cpu(lambda: int(moocore.is_nondominated(points, maximise=True).sum()))
    volume, volume_seconds = median_cpu(
        lambda: float(moocore.hypervolume(points, ref=[0.0] * int(axes), maximise=True)))
    return dict(front=front, hypervolume=volume, frontSeconds=front_seconds, hypervolumeSeconds=volume_seconds)


def pymoo_points(axes, path):
    import numpy
    from pymoo.indicators.hv import HV
    from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

    costs = -load(int(axes), path)
    sorting = NonDominatedSorting()
    front, front_seconds = median_cpu(lambda: len(sorting.do(costs, only_non_dominated_front=True)))
    indicator = HV(ref_point=numpy.zeros(int(axes)))
    volume, volume_seconds = median_cpu(lambda: float(indicator(costs)))
    return dict(front=front, hypervolume=volume, frontSeconds=front_seconds, hypervolumeSeconds=volume_seconds)


def optuna_trials(count, path):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        storage=f"sqlite:///{path}", directions=["maximize", "maximize"],
        sampler=optuna.samplers.NSGAIISampler(seed=1))
    wall, cpu = time.monotonic(), time.process_time()
    for _ in range(int(count)):
        trial = study.ask()
        x = [trial.suggest_float(f"x{axis}", 0, 1) for axis in range(6)]
        study.tell(trial, (sum(x), -sum(value * value for value in x)))
    return dict(wall=time.monotonic() - wall, cpu=time.process_time() - cpu)


WORKERS = dict(moocore=moocore_points, pymoo=pymoo_points, optuna=optuna_trials)


def row(what, own, peer, unit, ratio, check=""):
    print(f"{what:<58} {own:>12,.4g} {peer:>12,.4g} {unit:<10} {ratio:>9,.3g}  {check}", flush=True)


def compare_points(peer, folder, quick):
    """Frontier and hypervolume of the same points, in turns."""
    # pymoo compares in rounds that take minutes and gigabytes beyond this.
    largest = 100_000 if quick or peer == "pymoo" else 1_000_000
    for axes in (2, 3):
        for shape in ("uniform", "thick", "shell"):
            for count in (n for n in (10_000, 100_000, 1_000_000) if n <= largest):
                path = os.path.join(folder, "points.f64")
                Cost([os.path.join(RELEASE, "Benchmarks"), "write-points", shape, str(axes), str(count), path])
                turns = [(ours("read-points", axes, path), worker(peer, axes, path)) for _ in range(1 if quick else 3)]
                own, other = turns[0]
                equal = own["front"] == other["front"] and abs(
                    own["hypervolume"] - other["hypervolume"]) <= 1e-9 * abs(other["hypervolume"])
                check = f"front {own['front']:,}, equal" if equal else f"DIFFERENT: {own} {other}"
                for key, title in (("frontSeconds", "frontier"), ("hypervolumeSeconds", "hypervolume")):
                    mine = statistics.median(turn[0][key] for turn in turns)
                    theirs = statistics.median(turn[1][key] for turn in turns)
                    row(f"{title}, {axes}-D, {count:,} {shape} points: {peer}", mine * 1e3, theirs * 1e3, "CPU ms",
                        theirs / mine, check)


def compare_optuna(folder, quick):
    """Trials and points a second into SQLite, nothing to compute in either."""
    trials = 50 if quick else 300
    other = worker("optuna", trials, os.path.join(folder, "optuna.sqlite"))
    figures = {figure["what"]: figure["value"] for figure in ours("case", "sweep-free", "--quick")}
    for unit in ("wall", "CPU"):
        mine = next(value for what, value in figures.items() if what.endswith(f"1 worker: {unit}"))
        theirs = trials / other[unit.lower()]
        row(f"search into SQLite, objective free ({unit}): optuna NSGA-II", mine, theirs, "points/s", mine / theirs)


def compare_question(folder, quick):
    """The question of README's peer: DeepSeek-R1 on up to 32 H200."""
    def own(turn):
        store = os.path.join(folder, f"question-{turn}.sqlite")
        return Cost([os.path.join(RELEASE, "explore"), *OUR_QUESTION, "--store", store, "--quiet", "--json"])

    def peer():
        return Cost([os.path.join(VENV, "bin", "aiconfigurator"), *PEERS_QUESTION, "--save-dir",
                     os.path.join(folder, "aiconfigurator")], quiet=True)

    turns = []
    for turn in range(1 if quick else 3):
        turns.append((own(turn), peer()))
    if any(cost.status != 0 for pair in turns for cost in pair):
        print(f"the question failed: {[(a.status, b.status) for a, b in turns]}")
        return
    for unit, key in (("s wall", "wall"), ("CPU s", "cpu")):
        mine = statistics.median(getattr(a, key) for a, _ in turns)
        theirs = statistics.median(getattr(b, key) for _, b in turns)
        row("DeepSeek-R1, 32 H200, 8150/1024, from nothing: aiconfigurator", mine, theirs, unit, theirs / mine)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip", nargs="*", action="extend", default=[], choices=list(PINNED), help="peers to leave out")
    parser.add_argument("--quick", action="store_true", help="one turn each and no large sets")
    parser.add_argument("--worker", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        name, *arguments = options.worker
        print(json.dumps(WORKERS[name](*arguments)))
        return
    ready = install([name for name in PINNED if name not in options.skip])
    print(f"{'what':<58} {'ours':>12} {'peer':>12} {'unit':<10} {'ratio':>9}  values")
    with tempfile.TemporaryDirectory() as folder:
        for name in ready:
            if name in ("moocore", "pymoo"):
                compare_points(name, folder, options.quick)
        if "optuna" in ready:
            compare_optuna(folder, options.quick)
        if "aiconfigurator" in ready:
            compare_question(folder, options.quick)


if __name__ == "__main__":
    main()
