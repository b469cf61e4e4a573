"""The U-Net of nn/recipes/unet.c in PyTorch. Reads lines from standard input: "train S" and "forward S" answer with
the median milliseconds of steps taken for S seconds; "onnx FILE" writes the network there.
usage: torch-unet.py THREADS BATCH"""
import statistics
import sys
import time

import torch
from torch import nn

threads, batch = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(threads)
torch.manual_seed(1)
WIDTH, DEPTH = 64, 4


def level(channels):
    layers = []
    for n in (channels, WIDTH):
        layers += [nn.Conv2d(n, WIDTH, 3, padding=1), nn.InstanceNorm2d(WIDTH, affine=True),
                   nn.LeakyReLU(0.01, inplace=True)]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.ModuleList(level(1 if i == 0 else WIDTH) for i in range(DEPTH + 1))
        self.up = nn.ModuleList(nn.ConvTranspose2d(WIDTH, WIDTH, 2, stride=2) for _ in range(DEPTH))
        self.merge = nn.ModuleList(level(2 * WIDTH) for _ in range(DEPTH))
        self.pool, self.last = nn.MaxPool2d(2), nn.Conv2d(WIDTH, 2, 1)

    def forward(self, x):
        skips = []
        for i, block in enumerate(self.down):
            x = block(x if i == 0 else self.pool(x))
            skips.append(x)
        for up, block, skip in zip(self.up, self.merge, reversed(skips[:-1])):
            x = block(torch.cat([up(x), skip], 1))
        return torch.softmax(self.last(x), 1)


def loss_of(p, y):
    dice = (2 * (p * y).sum((2, 3)) + 1) / (p.sum((2, 3)) + y.sum((2, 3)) + 1)
    return (1 - dice).mean() - (y * p.clamp_min(1e-12).log()).sum(1).mean()


net = UNet()
assert sum(p.numel() for p in net.parameters()) == 841794 + 2304
adam = torch.optim.Adam(net.parameters(), lr=3e-4)
x = torch.rand(batch, 1, 32, 32) * 3.4 - 1.7
y = torch.cat([(x <= 1).float(), (x > 1).float()], 1)


def train():
    adam.zero_grad(set_to_none=True)
    loss_of(net(x), y).backward()
    adam.step()


def forward():
    with torch.inference_mode():
        net(x)


def median(deed, seconds):
    deed()
    times, end = [], time.monotonic() + seconds
    while len(times) < 3 or time.monotonic() < end:
        begun = time.perf_counter()
        deed()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


for line in sys.stdin:
    part, value = line.split(maxsplit=1)
    if part == "onnx":
        torch.onnx.export(net.eval(), x, value.strip(), input_names=["x"], output_names=["p"], opset_version=13)
        print(0, flush=True)
    else:
        print(median({"train": train, "forward": forward}[part], float(value)), flush=True)
