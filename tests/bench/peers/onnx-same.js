// Networks we wrote as ONNX give in ONNX Runtime what they give here, to 1e-4. usage: node onnx-same.js MODULES FOLDER, MODULES
// being where "npm install --ignore-scripts onnxruntime-node" put it, FOLDER what build/tests/nn/test-onnx FOLDER filled
const fs = require("fs"), path = require("path");
const [modules, folder] = process.argv.slice(2);
const ort = require(require.resolve("onnxruntime-node", { paths: [path.resolve(modules)] }));
const BOUND = 1e-4, SAMPLES = 2;

function floats(file) {
  const bytes = fs.readFileSync(path.join(folder, file));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

async function compare(name) {
  const session = await ort.InferenceSession.create(path.join(folder, name + ".onnx"));
  const x = floats(name + ".in"), wanted = floats(name + ".out"), n = x.length / SAMPLES;
  const sides = { 56: [7, 8] }[n] || [Math.sqrt(n), Math.sqrt(n)];
  const { output } = await session.run({ input: new ort.Tensor("float32", x, [SAMPLES, 1, ...sides]) });

  if (output.data.length !== wanted.length || output.dims.length !== 4) throw new Error(name + ": another shape");
  const off = wanted.reduce((worst, value, i) => Math.max(worst, Math.abs(value - output.data[i])), 0);
  console.log(`${off <= BOUND ? "same" : "OTHER"}  ${name}: off by ${off.toExponential(1)}`);
  return off <= BOUND;
}

async function main() {
  const names = fs.readdirSync(folder).filter((file) => file.endsWith(".onnx")).map((file) => file.slice(0, -5)).sort();
  const same = [];

  for (const name of names) same.push(await compare(name));
  process.exit(names.length > 0 && same.every(Boolean) ? 0 : 1);
}

main();
