// SPDX-License-Identifier: Apache-2.0
// .npy files of float32, as verif/onnxruntime/run.js reads and writes them.
'use strict';

const fs = require('fs');

/** {shape, data: Float32Array} of a little-endian float32 file in C order. */
function readNpy(path) {
  const bytes = fs.readFileSync(path);
  const length = bytes.readUInt16LE(8);
  const header = bytes.subarray(10, 10 + length).toString('latin1');
  if (!/'descr': '<f4'/.test(header)) throw new Error(`${path}: float32 is wanted`);
  const shape = /'shape': \(([^)]*)\)/.exec(header)[1].split(',').filter((size) => size.trim());
  const data = new Float32Array((bytes.length - 10 - length) / 4);
  for (let i = 0; i < data.length; ++i) data[i] = bytes.readFloatLE(10 + length + 4 * i);
  return {shape: shape.map(Number), data};
}

function writeNpy(path, shape, data) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11) + '\n';
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff,
                              header.length >> 8]);
  const values = Buffer.alloc(4 * data.length);
  data.forEach((value, i) => values.writeFloatLE(value, 4 * i));
  fs.writeFileSync(path, Buffer.concat([prefix, Buffer.from(header, 'latin1'), values]));
}

module.exports = {readNpy, writeNpy};
