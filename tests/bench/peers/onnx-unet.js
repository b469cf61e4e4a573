// The same network in ONNX Runtime: a line "forward S" on standard input answers with the median milliseconds of passes
// over S seconds. usage: node onnx-unet.js MODULES FILE THREADS BATCH, MODULES being where npm put onnxruntime-node
const [modules, file, threads, batch] = process.argv.slice(2);
const ort = require(require.resolve("onnxruntime-node", { paths: [modules] }));
const readline = require("readline");

async function main() {
  const options = { intraOpNumThreads: +threads, interOpNumThreads: 1, executionMode: "sequential",
                    graphOptimizationLevel: "all" };
  const session = await ort.InferenceSession.create(file, options);
  const x = Float32Array.from({ length: batch * 1024 }, (_, i) => Math.sin(i) * 1.7);
  const feeds = { x: new ort.Tensor("float32", x, [+batch, 1, 32, 32]) };

  for await (const line of readline.createInterface({ input: process.stdin })) {
    const times = [], end = performance.now() + 1000 * line.split(" ")[1];

    await session.run(feeds);
    while (times.length < 3 || performance.now() < end) {
      const begun = performance.now();
      await session.run(feeds);
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    console.log((times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2);
  }
}

main();
