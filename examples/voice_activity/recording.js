#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A recording from the spoken prompts of asterisk-core-sounds-en-wav: node recording.js FOLDER
// OUT.npy NEW CONTEXT
//
// Prompts and a beep with pauses between them, raised from 8 to 16 kHz, with light noise. OUT.npy
// has a row for each call of the detector: the last CONTEXT samples of the call before, then NEW
// ones. The same prompts give the same bytes.
'use strict';

const fs = require('fs');
const {writeNpy} = require('./npy.js');

const PROMPTS = ['vm-intro', 'beep', 'invalid', 'conf-onlyperson', 'ss-noservice', 'demo-thanks'];
const PAUSE = 1.2;    // seconds before, between and after the prompts
const NOISE = 0.003;  // peak; speech peaks near 0.5

/** Samples of a 16-bit mono WAV file of 8 kHz, -1 to 1. */
function readWav(path) {
  const bytes = fs.readFileSync(path);
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ' && (bytes.readUInt16LE(at + 10) !== 1 || bytes.readUInt32LE(at + 12) !== 8000)) {
      throw new Error(`${path}: 8 kHz mono is wanted`);
    }
    if (name === 'data') {
      const samples = [];
      const end = Math.min(at + 8 + size, bytes.length - 1);
      for (let i = at + 8; i + 1 < end; i += 2) samples.push(bytes.readInt16LE(i) / 32768);
      return samples;
    }
    at += 8 + size + size % 2;
  }
  throw new Error(`${path}: no samples`);
}

/** Twice the rate: between every two samples one by a windowed sinc of 32 taps. */
function doubleRate(samples) {
  const taps = [];
  for (let k = 0; k < 32; ++k) {
    const x = k - 15.5;
    taps.push(Math.sin(Math.PI * x) / (Math.PI * x) * (0.54 + 0.46 * Math.cos(Math.PI * x / 16)));
  }
  const doubled = [];
  for (let i = 0; i < samples.length; ++i) {
    let between = 0;
    for (let k = 0; k < 32; ++k) between += taps[k] * (samples[i + k - 15] || 0);
    doubled.push(samples[i], between);
  }
  return doubled;
}

function main() {
  const [folder, out, newText, contextText] = process.argv.slice(2);
  if (contextText === undefined) throw new Error('usage: node recording.js FOLDER OUT.npy NEW CONTEXT');
  const pause = new Array(Math.round(8000 * PAUSE)).fill(0);
  const quiet = PROMPTS.flatMap((name) => pause.concat(readWav(`${folder}/${name}.wav`)));
  const sound = doubleRate(quiet.concat(pause));
  let state = 1;  // noise of a linear congruential generator: the same everywhere
  for (let i = 0; i < sound.length; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    sound[i] += NOISE * (state / 2147483648 - 1);
  }
  const fresh = Number(newText);
  const context = Number(contextText);
  const calls = Math.floor(sound.length / fresh);
  const rows = [];
  for (let call = 0; call < calls; ++call) {
    for (let i = -context; i < fresh; ++i) rows.push(sound[call * fresh + i] || 0);
  }
  writeNpy(out, [calls, context + fresh], rows);
}

main();
