#!/usr/bin/python3
"""Makes reference.safetensors: what PyTorch says of every op, recipe and loss, on small networks with drawn weights.

Only this script needs PyTorch (Debian: python3-torch); tests/nn/test-reference.c compares with what it wrote. The
networks are written here a second time, from their descriptions: it shares no code with nn/. All is computed in double
precision, so that what differs is our rounding. Each call of an op counts one node, as a graph of nn/ does, and names
its weights "NODE.op.part" by it.

With --full the networks have the width and the patches as published: 90 MB, for a look now and then, with
CALCSPOT_REFERENCE=FILE tests/nn/test-reference.

usage: make.py [--full] [FILE]
"""
import json
import os
import struct
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
BETAS, EPSILON, STEPS, SMOOTH, DESCENT = (0.9, 0.999), 1e-8, 10, 1.0, 0.001


class Net:
    """Draws its weights in the first pass and uses them in the others."""

    def __init__(self, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.weights, self.state, self.node, self.training = {}, {}, 0, True

    def part(self, op, name, shape, draw, scale, offset=0.0):
        key = f"{self.node:03}.{op}.{name}"
        if key not in self.weights:
            drawn = draw(shape, generator=self.random) * scale + offset
            self.weights[key] = drawn.float().double().requires_grad_()
        return self.weights[key]

    def small(self, op, name, n, offset=0.0):
        return self.part(op, name, (n,), torch.randn, 0.1, offset)

    def kernel(self, op, name, shape, fan_in):
        return self.part(op, name, shape, torch.randn, (2 / fan_in) ** 0.5)

    def conv(self, x, channels, kernel=3, stride=1, steps=0, slope=0.0):
        self.node += 1
        weight = self.kernel("conv", "weight", (channels, x.shape[1], kernel, kernel), x.shape[1] * kernel ** 2)
        drive = F.conv2d(x, weight, self.small("conv", "bias", channels), stride, kernel // 2)
        out = drive
        if steps:
            inner = self.kernel("conv", "recurrent", (channels, channels, kernel, kernel), channels * kernel ** 2)
        for _ in range(steps):
            out = drive + F.conv2d(F.leaky_relu(out, slope), inner, None, 1, kernel // 2)
        return out

    def upconv(self, x, channels, kernel=2, stride=2):
        self.node += 1
        weight = self.kernel("upconv", "weight", (x.shape[1], channels, kernel, kernel), x.shape[1])
        return F.conv_transpose2d(x, weight, self.small("upconv", "bias", channels), stride)

    def dense(self, x, units):
        self.node += 1
        x = x.flatten(1)
        weight = self.kernel("dense", "weight", (units, x.shape[1]), x.shape[1])
        return F.linear(x, weight, self.small("dense", "bias", units))[:, :, None, None]

    def norm(self, x, over_batch=False):
        self.node += 1
        n = x.shape[1]
        gain, bias = self.small("norm", "gain", n, 1.0), self.small("norm", "bias", n)
        if not over_batch:
            return F.instance_norm(x, weight=gain, bias=bias)
        mean = self.state.setdefault(f"{self.node:03}.norm.running_mean", torch.zeros(n))
        variance = self.state.setdefault(f"{self.node:03}.norm.running_variance_less_1", torch.ones(n))
        return F.batch_norm(x, mean, variance, gain, bias, self.training)

    def maxpool(self, x, kernel=2):
        self.node += 1
        return F.max_pool2d(x, kernel)

    def avgpool(self, x, kernel=2):
        self.node += 1
        return F.avg_pool2d(x, kernel)

    def leaky(self, x, slope=0.0):
        self.node += 1
        return F.leaky_relu(x, slope)

    def softmax(self, x):
        self.node += 1
        return torch.softmax(x, 1)

    def concat(self, a, b):
        self.node += 1
        return torch.cat((a, b), 1)

    def normed(self, x, norm):
        return x if norm is None else self.norm(x, norm == "batch")

    def layer(self, x, channels, kernel, norm, slope, steps=0):
        return self.leaky(self.normed(self.conv(x, channels, kernel, steps=steps, slope=slope), norm), slope)


def unet(net, x, width, depth, norm="instance", slope=0.01, steps=0):
    def level(x):
        return net.layer(net.layer(x, width, 3, norm, slope, steps), width, 3, norm, slope, steps)
    skips = []
    for _ in range(depth):
        x = level(x)
        skips.append(x)
        x = net.maxpool(x)
    x = level(x)
    for skip in reversed(skips):
        x = level(net.concat(net.upconv(x, width), skip))
    return net.conv(x, 2, 1)


def classify(net, x, hidden, slope):
    for units in hidden:
        x = net.leaky(net.dense(x, units), slope)
    return net.dense(x, 2)


def valvano(net, x, width, norm=None, slope=0.0):
    for i, channels in enumerate((32, 64, 128, 256, 512, 256)):
        x = net.layer(x, channels * width // 64, 3, norm, slope)
        if i not in (2, 4):
            x = net.maxpool(x)
    return classify(net, x, (width, width), slope)


def rehman(net, x, width, norm=None, slope=0.0):
    for channels, pool in ((32, net.avgpool), (64, net.maxpool), (128, net.maxpool)):
        x = pool(net.layer(x, channels * width // 64, 5, norm, slope))
    return classify(net, x, (1024 * width // 64, 256 * width // 64), slope)


def densenet(net, x, width, norm="batch", slope=0.0):
    growth = max(1, 12 * width // 64)
    x = net.conv(x, max(1, 16 * width // 64))
    for _ in range(3):
        for _ in range(12):
            x = net.concat(net.conv(net.leaky(net.normed(x, norm), slope), growth), x)
        x = net.avgpool(net.conv(net.leaky(net.normed(x, norm), slope), x.shape[1], 1))
    return classify(net, x, (256 * width // 64,), slope)


def around(op):
    """An op between two 1x1 convolutions: the first one's gradient tells what the op hands back."""
    return lambda net, x: net.conv(op(net, net.conv(x, 3, 1), x), 2, 1)


# name: network, side of its patches, samples, loss
CASES = {
    "unet": (lambda net, x: unet(net, x, 4, 4), 32, 1, "both"),
    "unet-recurrent": (lambda net, x: unet(net, x, 3, 1, steps=2, slope=0.1), 8, 3, "both"),
    "unet-batch-relu": (lambda net, x: unet(net, x, 3, 2, "batch", 0.0), 16, 3, "both"),
    "unet-no-norm-dice": (lambda net, x: unet(net, x, 3, 1, None), 8, 3, "dice"),
    "unet-cross": (lambda net, x: unet(net, x, 3, 1), 8, 3, "cross"),
    "valvano": (lambda net, x: valvano(net, x, 3), 16, 4, "both"),
    "rehman": (lambda net, x: rehman(net, x, 2), 16, 4, "both"),
    "densenet": (lambda net, x: densenet(net, x, 4), 8, 4, "both"),
    "conv": (around(lambda net, x, _: net.conv(x, 4)), 8, 3, "both"),
    "conv-5x5-stride": (around(lambda net, x, _: net.conv(x, 4, 5, 2)), 7, 3, "both"),
    "conv-recurrent": (around(lambda net, x, _: net.conv(x, 4, 3, steps=3, slope=0.2)), 6, 3, "both"),
    "upconv": (around(lambda net, x, _: net.upconv(x, 4)), 5, 3, "both"),
    "upconv-overlapping": (around(lambda net, x, _: net.upconv(x, 4, 3, 2)), 5, 3, "both"),
    "maxpool": (around(lambda net, x, _: net.maxpool(x, 3)), 8, 3, "both"),
    "avgpool": (around(lambda net, x, _: net.avgpool(x)), 7, 3, "both"),
    "norm-instance": (around(lambda net, x, _: net.norm(x)), 6, 3, "both"),
    "norm-batch": (around(lambda net, x, _: net.norm(x, True)), 6, 3, "both"),
    "leaky": (around(lambda net, x, _: net.leaky(x, 0.01)), 6, 3, "both"),
    "concat": (around(lambda net, x, other: net.concat(x, other)), 6, 3, "both"),
    "dense": (around(lambda net, x, _: net.dense(x, 5)), 4, 3, "both"),
    "softmax": (around(lambda net, x, _: net.softmax(x)), 6, 3, "both"),
}
FULL = {
    "unet": (lambda net, x: unet(net, x, 64, 4), 32, 2, "both"),
    "unet-recurrent": (lambda net, x: unet(net, x, 64, 4, steps=2, slope=0.01), 32, 2, "both"),
    "unet-batch-relu": (lambda net, x: unet(net, x, 64, 4, "batch", 0.0), 32, 2, "both"),
    "valvano": (lambda net, x: valvano(net, x, 64), 32, 4, "both"),
    "rehman": (lambda net, x: rehman(net, x, 64), 32, 4, "both"),
    "densenet": (lambda net, x: densenet(net, x, 64), 32, 4, "both"),
}


def loss(kind, p, y):
    """Eq. 10 and 11: soft Dice of each class of a sample, and cross-entropy over its pixels; the mean of the batch."""
    overlap, sizes = (p * y).sum((2, 3)), (p + y).sum((2, 3))
    dice = (1 - (2 * overlap + SMOOTH) / (sizes + SMOOTH)).mean()
    cross = -(y * p.clamp_min(1e-12).log()).sum(1).mean()
    return {"both": dice + cross, "dice": dice, "cross": cross}[kind]


def run(net, build, x, training=True):
    net.node, net.training = 0, training
    return build(net, x)


def train(net, build, x, y, kind, optimiser):
    """Ten steps; the losses before each."""
    losses = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        value = loss(kind, torch.softmax(run(net, build, x), 1), y)
        value.backward()
        optimiser.step()
        losses.append(value.item())
    return torch.tensor(losses)


def descend(drawn, gradient, build, x, y, kind):
    """Ten steps down the gradient itself, from these weights: Adam makes a whole step of a gradient of any size, of one
    that is nothing but rounding too; this does not. Its rate: by the first step the loss should fall by a thousandth;
    by larger ones the U-Net leaps over kinks (a norm of a plane of 2x2 is steep), and no two precisions stay
    together."""
    net = Net(0)
    net.weights = {key: value.clone().requires_grad_() for key, value in drawn.items()}
    first = loss(kind, torch.softmax(run(net, build, x), 1), y).item()
    net.state = {}
    rate = torch.tensor([DESCENT * first / sum((value ** 2).sum().item() for value in gradient.values())]).float()
    return rate, train(net, build, x, y, kind, torch.optim.SGD(net.weights.values(), rate.item()))


def make_case(seed, build, side, n, kind):
    """The target is no array of its own: it is where x, laid side by side over a larger output, is above 0."""
    random = torch.Generator().manual_seed(1000 + seed)
    x = torch.randn((n, 1, side, side), generator=random).float().double()
    net = Net(seed)
    logits = run(net, build, x, False)
    drawn = {key: value.detach().clone() for key, value in net.weights.items()}
    mask = x[:, 0].repeat(1, 3, 3)[:, :logits.shape[2], :logits.shape[3]] > 0
    y = torch.stack((~mask, mask), 1).double()
    loss(kind, torch.softmax(run(net, build, x), 1), y).backward()
    gradient = {key: value.grad.clone() for key, value in net.weights.items()}
    net.state = {key: torch.ones_like(value) * key.endswith("less_1") for key, value in net.state.items()}
    losses = train(net, build, x, y, kind, torch.optim.Adam(net.weights.values(), 1e-3, BETAS, EPSILON))
    rate, descent = descend(drawn, gradient, build, x, y, kind)
    predicted = torch.softmax(run(net, build, x, False), 1)
    with_state = {key: torch.zeros_like(value) for key, value in net.state.items()}
    return {"x": x, "logits": logits, "losses": losses, "rate": rate, "descent": descent, "predicted": predicted[:, 1],
            **{f"weights/{key}": value for key, value in {**drawn, **with_state}.items()},
            **{f"gradient/{key}": value for key, value in {**gradient, **with_state}.items()}}


def write(path, tensors):
    head, body = {}, b""
    for name, tensor in tensors.items():
        data = tensor.detach().float().contiguous().numpy().tobytes()
        head[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


arguments = sys.argv[1:]
full = "--full" in arguments
if full:
    arguments.remove("--full")
everything = {}
for number, (case, settings) in enumerate((FULL if full else CASES).items(), 1):
    everything.update({f"{case}/{key}": value for key, value in make_case(number, *settings).items()})
write(arguments[0] if arguments else os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.safetensors"),
      everything)
