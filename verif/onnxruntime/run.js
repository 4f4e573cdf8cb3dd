#!/usr/bin/env node
// Runs an ONNX model with onnxruntime: node run.js model.onnx input.npy output.npy
//
// input.npy: float32 in the shape of the model's only input. output.npy: the model's first output,
// float32. An independent float engine for the tests of the ONNX import; see onnxruntime_test.cc.
// Exit status: 0 done, 2 wrong arguments or files, 3 the package onnxruntime-node is missing.
'use strict';

const fs = require('fs');

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

function readNpy(path) {
  const bytes = fs.readFileSync(path);
  if (!bytes.subarray(0, 6).equals(MAGIC)) throw new Error(`${path}: not a .npy file`);
  const long = bytes[6] > 1;
  const begin = long ? 12 : 10;
  const length = long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const header = bytes.subarray(begin, begin + length).toString('latin1');
  if (!/'descr': '<f4'/.test(header) || !/'fortran_order': False/.test(header)) {
    throw new Error(`${path}: float32 in C order is wanted, the header is ${header.trim()}`);
  }
  const shape = /'shape': \(([^)]*)\)/.exec(header)[1].split(',').filter((size) => size.trim());
  const data = new Float32Array(Math.floor((bytes.length - begin - length) / 4));
  for (let i = 0; i < data.length; ++i) data[i] = bytes.readFloatLE(begin + length + 4 * i);
  return {shape: shape.map(Number), data};
}

function writeNpy(path, shape, data) {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  let header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  header = header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11) + '\n';
  const prefix = Buffer.from([1, 0, header.length & 0xff, header.length >> 8]);
  const values = Buffer.alloc(4 * data.length);
  data.forEach((value, i) => values.writeFloatLE(value, 4 * i));
  fs.writeFileSync(path, Buffer.concat([MAGIC, prefix, Buffer.from(header, 'latin1'), values]));
}

function loadRuntime() {
  try {
    return require('onnxruntime-node');
  } catch (error) {
    console.error(`onnxruntime-node cannot be loaded: ${error.message.split('\n')[0]}`);
    process.exit(3);
  }
}

async function main() {
  const [model, input, output] = process.argv.slice(2);
  if (output === undefined) throw new Error('usage: node run.js model.onnx input.npy output.npy');
  const runtime = loadRuntime();
  const session = await runtime.InferenceSession.create(model);
  const {shape, data} = readNpy(input);
  const feeds = {[session.inputNames[0]]: new runtime.Tensor('float32', data, shape)};
  const results = await session.run(feeds);
  const result = results[session.outputNames[0]];
  writeNpy(output, result.dims, result.data);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(2);
});
