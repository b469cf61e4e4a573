"""Reads ONNX files with nothing but Python, runs them, and compares: NAME.onnx on NAME.in must give NAME.out
(floats as the machine has them). Knows the operators Calcspot writes and the rules of each, from onnx.ai. Where the
onnx package is installed its checker judges the files too. usage: read-onnx.py FOLDER"""
import array
import glob
import math
import os
import struct
import sys

try:
    import onnx
except ImportError:
    onnx = None

BOUND = 1e-5


def fields(data):
    """(number, value) of a message: whole numbers, four bytes, or the bytes of what is inside."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        head = varint()
        if head & 7 == 0:
            yield head >> 3, varint()
            continue
        size = {2: varint, 5: lambda: 4}[head & 7]()
        if at + size > len(data):
            raise ValueError("cut off")
        yield head >> 3, data[at:at + size]
        at += size


def every(data, number):
    return [value for key, value in fields(data) if key == number]


def one(data, number):
    values = every(data, number)
    if len(values) != 1:
        raise ValueError(f"field {number} stands {len(values)} times")
    return values[0]


def tensor(data):
    if one(data, 2) != 1:
        raise ValueError("not float")
    values = array.array("f", one(data, 9))
    if sys.byteorder == "big":
        values.byteswap()
    dims = every(data, 1)
    if math.prod(dims) != len(values):
        raise ValueError("another number of values than its shape says")
    return one(data, 8).decode(), (dims, values)


def attribute(data):
    kind = one(data, 20)
    value = {1: lambda: struct.unpack("<f", one(data, 2))[0], 2: lambda: one(data, 3),
             7: lambda: every(data, 8)}[kind]()
    return one(data, 1).decode(), value


def shape(data):
    tensor_type = one(one(data, 2), 1)
    if one(tensor_type, 1) != 1:
        raise ValueError("not float")
    dims = every(one(tensor_type, 2), 1)
    if one(dims[0], 2) != b"n":
        raise ValueError("the number of samples is not free")
    return one(data, 1).decode(), [one(dim, 1) for dim in dims[1:]]


# Each takes (dims, values) of one sample or of weights, dims of a sample being channels, height, width.
def slide(x, kernel, stride, pad, take):
    """take (list of (place in the kernel, value)) at every place of a window, channel by channel."""
    (channels, height, width), values = x
    rows, columns = ((side + 2 * pad - kernel[k]) // stride + 1 for k, side in enumerate((height, width)))
    for y in range(rows):
        for column in range(columns):
            yield take([(c, i, j, values[(c * height + y * stride + i - pad) * width + column * stride + j - pad])
                        for c in range(channels) for i in range(kernel[0]) for j in range(kernel[1])
                        if 0 <= y * stride + i - pad < height
                        and 0 <= column * stride + j - pad < width]), rows, columns


def conv(attributes, x, weight, bias=None):
    (n_out, n_in, *kernel), w = weight
    size = n_in * kernel[0] * kernel[1]
    b = bias[1] if bias else [0] * n_out

    def take(window):
        places = [((c * kernel[0] + i) * kernel[1] + j, value) for c, i, j, value in window]
        return [b[o] + sum(w[o * size + at] * value for at, value in places) for o in range(n_out)]

    found = list(slide(x, kernel, attributes.get("strides", [1])[0], attributes.get("pads", [0])[0], take))
    return [n_out, *found[0][1:]], [pixel[o] for o in range(n_out) for pixel, _, _ in found]


def transposed(attributes, x, weight, bias):
    (channels, height, width), values = x
    (_, n_out, kernel, _), w = weight
    stride = attributes["strides"][0]
    rows, columns = ((side - 1) * stride + kernel for side in (height, width))
    out = [bias[1][o] for o in range(n_out) for _ in range(rows * columns)]
    for at, value in enumerate(values):
        c, y, column = at // (height * width), at // width % height, at % width
        for o in range(n_out):
            for i in range(kernel):
                for j in range(kernel):
                    out[(o * rows + y * stride + i) * columns + column * stride + j] += \
                        value * w[((c * n_out + o) * kernel + i) * kernel + j]
    return [n_out, rows, columns], out


def pool(judge):
    def run(attributes, x):
        (channels, height, width), values = x
        kernel = attributes["kernel_shape"]
        out = []
        for c in range(channels):
            plane = [1, height, width], values[c * height * width:(c + 1) * height * width]
            found = list(slide(plane, kernel, attributes["strides"][0], 0,
                               lambda window: judge([value for *_, value in window])))
            out += [value for value, _, _ in found]
        return [channels, *found[0][1:]], out
    return run


def normalised(attributes, x, gain, bias, mean=None, variance=None):
    dims, values = x
    plane, out = dims[1] * dims[2], []
    for c in range(dims[0]):
        part = values[c * plane:(c + 1) * plane]
        m = mean[1][c] if mean else sum(part) / plane
        v = variance[1][c] if variance else sum((value - m) ** 2 for value in part) / plane
        factor = gain[1][c] / math.sqrt(v + attributes["epsilon"])
        out += [(value - m) * factor + bias[1][c] for value in part]
    return dims, out


def softmax(attributes, x):
    dims, values = x
    plane = dims[1] * dims[2]
    powers = [math.exp(value - max(values[i % plane::plane])) for i, value in enumerate(values)]
    return dims, [power / sum(powers[i % plane::plane]) for i, power in enumerate(powers)]


OPERATORS = {
    "Conv": conv, "ConvTranspose": transposed, "MaxPool": pool(max),
    "AveragePool": pool(lambda values: sum(values) / len(values)),
    "InstanceNormalization": normalised, "BatchNormalization": normalised, "Softmax": softmax,
    "LeakyRelu": lambda attributes, x: (x[0], [v if v > 0 else attributes["alpha"] * v for v in x[1]]),
    "Concat": lambda attributes, a, b: ([a[0][0] + b[0][0], *a[0][1:]], [*a[1], *b[1]]),
    "Identity": lambda attributes, x: x,
    "Add": lambda attributes, a, b: (a[0], [left + right for left, right in zip(a[1], b[1])]),
}


def run(graph, name, x):
    """What the graph's nodes, in the order of the file, make of a sample."""
    known = dict(tensor(data) for data in every(graph, 5))
    known[name] = x
    for node in every(graph, 1):
        inputs = [known[value.decode()] for value in every(node, 1)]
        output = one(node, 2).decode()
        if output in known:
            raise ValueError(f"{output} is made twice")
        known[output] = OPERATORS[one(node, 4).decode()](dict(map(attribute, every(node, 5))), *inputs)
    return known


def read(path, sort):
    with open(path, "rb") as file:
        data = file.read()
    return array.array("f", data) if sort == "floats" else data


def check(path):
    """How far off the worst value is, in parts of the largest where that is above 1."""
    base = path[:-len(".onnx")]
    model, x, wanted = read(path, "model"), read(base + ".in", "floats"), read(base + ".out", "floats")
    graph, opset = one(model, 7), one(model, 8)
    notes = {one(note, 1).decode(): one(note, 2).decode() for note in every(model, 14)}
    if one(model, 1) != 7 or one(opset, 2) != 13 or set(notes) != {"recipe", "digest"}:
        raise ValueError(f"not what was promised: {notes}")
    (inlet, dims), (outlet, out_dims) = shape(one(graph, 11)), shape(one(graph, 12))
    found, n = [], math.prod(dims)
    for i in range(len(x) // n):
        got, values = run(graph, inlet, (dims, x[i * n:(i + 1) * n]))[outlet]
        if got != out_dims:
            raise ValueError(f"{got} came out, not {out_dims}")
        found += values
    if onnx is not None:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    if len(found) != len(wanted):
        raise ValueError(f"{len(found)} values, not {len(wanted)}")
    return max(abs(one - other) for one, other in zip(found, wanted)) / max(1, max(map(abs, wanted)))


if __name__ == "__main__":
    worst = {os.path.basename(path)[:-5]: check(path)
             for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx")))}
    for name, off in worst.items():
        print(f"{name}: off by {off:.1e}")
    print("judged by onnx", onnx.__version__) if onnx else print("onnx is not installed: its checker was not asked")
    sys.exit(0 if worst and max(worst.values()) < BOUND else 1)
