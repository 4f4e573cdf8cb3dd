#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Runs an ONNX model with onnxruntime: node run.js model.onnx input.npy output.npy [options]
//
// input.npy: float32 in the shape of the model's first input. output.npy: the model's first output,
// float32. An independent float engine for the tests of the ONNX import; see onnxruntime_test.cc.
//   --step           one call for each row of input.npy, of shape [1, ...]; output.npy has one row
//                    for each call
//   --width N        rows of N elements in output.npy, however many a call gives
//   --feed NAME=INT  an int64 scalar for another input
//   --state IN=OUT:SIZES  an input of shape SIZES (2,1,128) that is zero at first, then what
//                    output OUT was in the call before
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

// The options after the three files.
function parseOptions(words) {
  const options = {step: false, feeds: {}, states: []};
  for (let i = 0; i < words.length; ++i) {
    if (words[i] === '--step') {
      options.step = true;
    } else if (words[i] === '--width') {
      options.width = Number(words[++i]);
    } else if (words[i] === '--feed') {
      const [name, value] = words[++i].split('=');
      options.feeds[name] = BigInt(value);
    } else if (words[i] === '--state') {
      const [, input, output, shape] = /^(.*)=(.*):([0-9,]+)$/.exec(words[++i]);
      options.states.push({input, output, shape: shape.split(',').map(Number)});
    } else {
      throw new Error(`unknown option ${words[i]}`);
    }
  }
  return options;
}

// Calls the session once for each row; every call's first output becomes a row.
async function runSteps(runtime, session, {shape, data}, options) {
  const [rows, ...rest] = shape;
  const width = data.length / rows;
  const feeds = {};
  for (const [name, value] of Object.entries(options.feeds)) {
    feeds[name] = new runtime.Tensor('int64', BigInt64Array.from([value]), []);
  }
  for (const {input, shape: sizes} of options.states) {
    const zeros = new Float32Array(sizes.reduce((a, b) => a * b, 1));
    feeds[input] = new runtime.Tensor('float32', zeros, sizes);
  }
  const values = [];
  for (let row = 0; row < rows; ++row) {
    const frame = data.slice(row * width, (row + 1) * width);
    feeds[session.inputNames[0]] = new runtime.Tensor('float32', frame, [1, ...rest]);
    const results = await session.run(feeds);
    values.push(...results[session.outputNames[0]].data);
    for (const {input, output} of options.states) feeds[input] = results[output];
  }
  const columns = options.width || values.length / rows;
  return {dims: [values.length / columns, columns], data: Float32Array.from(values)};
}

async function main() {
  const [model, input, output, ...words] = process.argv.slice(2);
  if (output === undefined) throw new Error('usage: node run.js model.onnx input.npy output.npy');
  const runtime = loadRuntime();
  const options = parseOptions(words);
  const session = await runtime.InferenceSession.create(model, {logSeverityLevel: 3});
  const frames = readNpy(input);
  let result;
  if (options.step) {
    result = await runSteps(runtime, session, frames, options);
  } else {
    const {shape, data} = frames;
    const feeds = {[session.inputNames[0]]: new runtime.Tensor('float32', data, shape)};
    result = (await session.run(feeds))[session.outputNames[0]];
  }
  writeNpy(output, result.dims, result.data);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(2);
});
