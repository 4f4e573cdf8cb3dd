#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// What the detectors decide along the recording: node picture.js SOUND.npy PROBABILITY.npy DESIGN
// OUT.svg
//
// DESIGN is the folder of `gatewright build`. Draws the sound, the probability of speech by the
// whole model in onnxruntime (float) and by the RTL, and the decisions (above 0.5) of float, integer
// model and RTL. Prints how far they agree.
'use strict';

const fs = require('fs');
const {readNpy} = require('./npy.js');

const WIDTH = 1000;
const LEFT = 85;
const FRAME_SECONDS = 0.032;

function readDesign(folder) {
  const generated = JSON.parse(fs.readFileSync(`${folder}/results/generate.json`, 'utf8'));
  const step = generated.signals.step_value;
  const rtl = fs.readFileSync(`${folder}/results/outputs.csv`, 'utf8').split('\n')
      .filter((line) => line && !line.startsWith('#')).map((line) => Number(line.split(',')[0]) * step);
  return {name: generated.design.name, integer: generated.signals.integer, rtl};
}

function path(values, top, height) {
  const points = values.map((value, i) => {
    const x = LEFT + WIDTH * (i + 0.5) / values.length;
    return `${x.toFixed(1)},${(top + height * (1 - value)).toFixed(1)}`;
  });
  return `<polyline points="${points.join(' ')}"`;
}

/** A bar wherever speech is decided. */
function bars(values, top, color) {
  let text = '';
  for (let i = 0; i < values.length;) {
    let end = i;
    while (end < values.length && values[end] > 0.5) ++end;
    if (end > i) {
      const x = LEFT + WIDTH * i / values.length;
      const w = WIDTH * (end - i) / values.length;
      text += `<rect x="${x.toFixed(1)}" y="${top}" width="${w.toFixed(1)}" height="16" fill="${color}"/>\n`;
    }
    i = Math.max(end, i + 1);
  }
  return text;
}

/** The sound as the peaks of every frame. */
function envelope({shape, data}, top, height) {
  const [frames, width] = shape;
  let text = '';
  for (let f = 0; f < frames; ++f) {
    let peak = 0;
    for (let i = 64; i < width; ++i) peak = Math.max(peak, Math.abs(data[f * width + i]));
    const x = LEFT + WIDTH * (f + 0.5) / frames;
    const half = height / 2 * Math.min(1, peak / 0.6);
    text += `M${x.toFixed(1)} ${(top + height / 2 - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
  }
  return `<path d="${text}" stroke="#888" stroke-width="1"/>\n`;
}

function label(text, y) {
  return `<text x="${LEFT - 8}" y="${y}" text-anchor="end">${text}</text>\n`;
}

function axis(seconds, y) {
  let text = '';
  for (let s = 0; s <= seconds; s += 5) {
    const x = (LEFT + WIDTH * s / seconds).toFixed(1);
    text += `<path d="M${x} ${y}v5" stroke="#000"/><text x="${x}" y="${y + 18}" text-anchor="middle">${s} s</text>\n`;
  }
  return `<path d="M${LEFT} ${y}h${WIDTH}" stroke="#000"/>\n${text}`;
}

function draw(design, sound, float) {
  const rows = [['float', float, '#2a6f97'], ['integer', design.integer, '#b5651d'], ['RTL', design.rtl, '#2d6a4f']];
  let svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + LEFT + 20} 360" font-family="sans-serif" font-size="13">\n`;
  svg += `<rect width="100%" height="100%" fill="#fff"/>\n<text x="${LEFT}" y="20" font-size="15">${design.name}: speech along the recording</text>\n`;
  svg += label('sound', 72) + envelope(sound, 32, 70);
  svg += label('P(speech)', 172);
  svg += `<path d="M${LEFT} 115h${WIDTH}M${LEFT} 165h${WIDTH}M${LEFT} 215h${WIDTH}" stroke="#ddd"/>\n`;
  svg += `${path(float, 115, 100)} fill="none" stroke="${rows[0][2]}" stroke-width="3" opacity="0.5"/>\n`;
  svg += `${path(design.rtl, 115, 100)} fill="none" stroke="${rows[2][2]}" stroke-width="1"/>\n`;
  rows.forEach(([name, values, color], i) => {
    svg += label(name, 248 + 24 * i) + bars(values, 235 + 24 * i, color);
  });
  return `${svg}${axis(float.length * FRAME_SECONDS, 318)}</svg>\n`;
}

function main() {
  const [soundPath, floatPath, folder, out] = process.argv.slice(2);
  if (out === undefined) throw new Error('usage: node picture.js SOUND.npy PROBABILITY.npy DESIGN OUT.svg');
  const design = readDesign(folder);
  const float = Array.from(readNpy(floatPath).data);
  if (design.rtl.length !== float.length || design.integer.length !== float.length) {
    throw new Error(`${folder}: ${design.rtl.length} steps of the RTL, ${float.length} of the recording`);
  }
  fs.writeFileSync(out, draw(design, readNpy(soundPath), float));
  const differ = (a, b) => a.filter((value, i) => (value > 0.5) !== (b[i] > 0.5)).length;
  const change = float.reduce((sum, value, i) => sum + Math.abs(value - design.rtl[i]), 0) / float.length;
  const speech = float.filter((value) => value > 0.5).length;
  console.log(`${design.name}: ${float.length} frames, speech in ${speech}; decisions that differ from float: ` +
              `integer ${differ(float, design.integer)}, RTL ${differ(float, design.rtl)}; ` +
              `mean change of probability ${change.toFixed(5)}`);
  console.log(out);
}

main();
