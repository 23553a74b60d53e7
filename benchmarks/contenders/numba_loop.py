"""Train an epoch with truncated backpropagation through time, in Numba loops."""

import numpy as np
from numba import njit


@njit(fastmath=True)
def train(W, b, W2, b2, nW, nb, nW2, nb2, x, y, time, rate):
    """Train on all windows; update the parameters and Adagrad's sums in place."""
    batch, columns = x.shape
    size, classes = W2.shape
    windows = columns // time
    losses = np.zeros(windows, np.float32)
    h = np.zeros((time + 1, batch, size), np.float32)
    p = np.zeros((time, batch, classes), np.float32)
    gW, gb = np.zeros_like(W), np.zeros_like(b)
    gW2, gb2 = np.zeros_like(W2), np.zeros_like(b2)
    d_state, d_sum = np.zeros((2, size), np.float32)
    for window in range(windows):
        start = window * time
        h[0] = h[time]  # at first, zeros
        losses[window] = _forward(W, b, W2, b2, x, y, start, time, h, p)
        gW[:], gb[:], gW2[:], gb2[:] = 0.0, 0.0, 0.0, 0.0
        _backward(W, W2, x, y, start, time, h, p, gW, gb, gW2, gb2, d_state, d_sum)
        _move(W, nW, gW, rate)
        _move(b, nb, gb, rate)
        _move(W2, nW2, gW2, rate)
        _move(b2, nb2, gb2, rate)
    return losses


@njit(fastmath=True)
def _forward(W, b, W2, b2, x, y, start, time, h, p):
    batch = x.shape[0]
    size, classes = W2.shape
    loss = np.float32(0.0)
    for t in range(time):
        for r in range(batch):
            for j in range(size):
                total = b[0, j] + x[r, start + t] * W[0, j]
                for i in range(size):
                    total += h[t, r, i] * W[1 + i, j]
                h[t + 1, r, j] = np.tanh(total)
            powers = np.float32(0.0)
            for c in range(classes):
                score = b2[0, c]
                for i in range(size):
                    score += h[t + 1, r, i] * W2[i, c]
                p[t, r, c] = np.exp(score)
                powers += p[t, r, c]
            for c in range(classes):
                p[t, r, c] /= powers
            loss -= np.log(p[t, r, y[r, start + t]])
    return loss / (time * batch)


@njit(fastmath=True)
def _backward(W, W2, x, y, start, time, h, p, gW, gb, gW2, gb2, d_state, d_sum):
    batch = x.shape[0]
    size, classes = W2.shape
    scale = np.float32(1.0 / (time * batch))
    for r in range(batch):
        d_state[:] = 0.0
        for t in range(time - 1, -1, -1):
            for c in range(classes):
                d = (p[t, r, c] - (y[r, start + t] == c)) * scale
                gb2[0, c] += d
                for i in range(size):
                    gW2[i, c] += h[t + 1, r, i] * d
                    d_state[i] += W2[i, c] * d
            for j in range(size):
                d_sum[j] = d_state[j] * (1 - h[t + 1, r, j] ** 2)
                gb[0, j] += d_sum[j]
                gW[0, j] += x[r, start + t] * d_sum[j]
            for i in range(size):
                d_state[i] = 0.0
                for j in range(size):
                    gW[1 + i, j] += h[t, r, i] * d_sum[j]
                    d_state[i] += W[1 + i, j] * d_sum[j]


@njit(fastmath=True)
def _move(w, n, g, rate):
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            n[i, j] += g[i, j] ** 2
            w[i, j] -= rate * g[i, j] / np.sqrt(n[i, j])
