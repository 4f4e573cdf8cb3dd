#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the causal_filter example: an LSTM that follows a causal band-pass of a real ECG.

Needs Debian's python3-torch (1.13) and python3-scipy. Run `/usr/bin/python3 train.py` in this
folder: one thread, fixed seed, about 6 minutes on one core. Writes causal_filter.onnx, ecg.npy and
filtered.npy beside itself and prints the error on the held-out recording. A second run on the same
machine gives the same bytes; another processor may round the training differently.
"""

import argparse
import os
import time
import warnings

import numpy as np
import torch
from scipy import misc, signal

RATE_HZ = 360
BAND_HZ = (5.0, 15.0)  # the band of the QRS complex
UNITS = 20
TRAIN_SECONDS = (0, 240)
HELD_OUT_SECONDS = (270, 285)
WINDOW = 360  # steps of one training sequence; the filter's impulse response is shorter
BATCH = 64


class CausalFilter(torch.nn.Module):
    """One LSTM layer and a linear output; input and output [batch, steps, 1], millivolts."""

    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(1, UNITS, batch_first=True)
        self.head = torch.nn.Linear(UNITS, 1)

    def forward(self, x):
        h, _ = self.lstm(x)
        return self.head(h)


def load_ecg():
    """The five-minute recording that scipy carries, in millivolts, 360 samples a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # moved in later versions of SciPy
        return misc.electrocardiogram()


def band_pass(x):
    """The wanted output: a second-order Butterworth, causal, from rest, along the last axis."""
    b, a = signal.butter(2, BAND_HZ, btype="bandpass", fs=RATE_HZ)
    return signal.lfilter(b, a, x, axis=-1)


def as_tensor(frames):
    """[batch, steps] as the network's input or output, [batch, steps, 1]."""
    return torch.from_numpy(frames[..., None].astype(np.float32))


def training_batch(ecg, rng):
    """Random windows with random gain and sign; the filter starts from rest in each, as the
    network does."""
    starts = rng.integers(0, ecg.size - WINDOW, BATCH)
    gains = rng.uniform(0.6, 1.4, (BATCH, 1)) * rng.choice([-1.0, 1.0], (BATCH, 1))
    x = gains * ecg[starts[:, None] + np.arange(WINDOW)]
    y = band_pass(x)
    return as_tensor(x), as_tensor(y)


def relative_rms(error, wanted):
    """RMS of the error over the RMS of the wanted signal."""
    return float(np.sqrt(np.mean(np.square(error)) / np.mean(np.square(wanted))))


def run(model, x):
    """Output of the network for one recording x [steps], from rest."""
    with torch.no_grad():
        return model(as_tensor(x[None]))[0, :, 0].numpy()


def train(ecg, iterations, seed):
    """Trains on `ecg` with Adam; the loss is the squared error relative to the filter's output."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rng = np.random.default_rng(seed)
    model = CausalFilter()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, iterations, pct_start=0.1)
    begin = time.time()
    for step in range(iterations):
        x, y = training_batch(ecg, rng)
        loss = torch.mean((model(x) - y) ** 2) / torch.mean(y**2)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == iterations - 1:
            print(f"{step:6d}  relative error {loss.item() ** 0.5:.4f}  "
                  f"{time.time() - begin:.0f} s", flush=True)
    return model


def export(model, path):
    """Writes the network as ONNX, for one recording of any length."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns that the batch must stay 1
        torch.onnx.export(model, torch.zeros(1, 16, 1), path, opset_version=14,
                          input_names=["ecg"], output_names=["filtered"],
                          dynamic_axes={"ecg": {1: "steps"}, "filtered": {1: "steps"}})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--iterations", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    arguments = parser.parse_args()

    ecg = load_ecg()
    first, last = (RATE_HZ * s for s in TRAIN_SECONDS)
    model = train(ecg[first:last], arguments.iterations, arguments.seed).eval()
    first, last = (RATE_HZ * s for s in HELD_OUT_SECONDS)
    held_out = ecg[first:last].astype(np.float32)
    wanted = band_pass(held_out.astype(np.float64)).astype(np.float32)
    error = relative_rms(run(model, held_out) - wanted, wanted)
    print(f"held-out: RMS error {100 * error:.2f} % of the RMS of the filter's output "
          f"({np.sqrt(np.mean(wanted ** 2)):.3f} mV)")

    np.save(os.path.join(arguments.out, "ecg.npy"), held_out[:, None])
    np.save(os.path.join(arguments.out, "filtered.npy"), wanted[:, None])
    export(model, os.path.join(arguments.out, "causal_filter.onnx"))


if __name__ == "__main__":
    main()
