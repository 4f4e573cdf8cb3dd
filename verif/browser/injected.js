// SPDX-License-Identifier: Apache-2.0
// Faults injected into a good page, and the sentence that must name each: what check_pages.js looks
// for is thereby known to be found. `inject` runs inside the browser.
'use strict';

const inPlot = (change) => `const plot = [...document.querySelectorAll('svg')]
  .find((svg) => svg.getBoundingClientRect().width > 0); ${change}`;

const injected = [
  {what: 'a wide element', found: /wider than the window/,
   inject: `document.querySelector('main').insertAdjacentHTML('beforeend',
             '<div style="width:1700px">wide</div>')`},
  {what: 'a table without its scroll box', found: /outside the column/,
   inject: `for (const box of document.querySelectorAll('.scroll')) {
             box.className = ''; box.querySelector('table').style.width = '1650px'; }`},
  {what: 'a word wider than its tile', found: /content is wider than itself/,
   inject: `const tile = document.querySelector('.tile strong');
           tile.textContent = 'x'.repeat(200); tile.style.overflowWrap = 'normal'`},
  {what: 'no role', found: /without role img/, inject: inPlot(`plot.removeAttribute('role')`)},
  {what: 'no name', found: /without a name/, inject: inPlot(`plot.querySelector('title').remove()`)},
  {what: 'no description', found: /without a description/,
   inject: inPlot(`plot.querySelector('desc').textContent = ''`)},
  {what: 'no ticks', found: /axis without labels/,
   inject: inPlot(`plot.querySelectorAll('.tick').forEach((tick) => tick.remove())`)},
  {what: 'no axis title', found: /axis without a title/,
   inject: inPlot(`plot.querySelectorAll('.axis').forEach((axis) => axis.remove())`)},
  {what: 'text over text', found: /overlap: /,
   inject: inPlot(`const [a, b] = plot.querySelectorAll('.tick');
           for (const at of ['x', 'y']) b.setAttribute(at, a.getAttribute(at))`)},
  {what: 'text outside its figure', found: /leaves its figure/,
   inject: inPlot(`plot.querySelector('text').setAttribute('x', '-30')`)},
  {what: 'small text', found: /text of [0-9.]+ px/, inject: inPlot(`plot.style.fontSize = '8px'`)},
  {what: 'both drawings at once', found: /shows 2 drawings/,
   inject: `document.querySelectorAll('svg').forEach((svg) => { svg.style.display = 'block'; })`},
  {what: 'four tiles', found: /^4 tiles/, inject: `document.querySelector('.tile').remove()`},
  {what: 'a dead link', found: /links nowhere/,
   inject: `document.querySelector('.tile').setAttribute('href', '#nothing')`},
  {what: 'a tile below the first screen', found: /below the first screen/,
   inject: `document.querySelector('header').style.paddingTop = '900px'`},
  {what: 'an empty tile', found: /an empty tile/,
   inject: `document.querySelector('.tile strong').textContent = ''`},
  {what: 'an id used twice', found: /not unique/,
   inject: `document.querySelectorAll('section')[0].id = document.querySelectorAll('section')[1].id`},
  {what: 'no dark page', dark: true, found: /not dark/,
   inject: `document.body.style.background = '#fff'`},
  {what: 'text too pale', found: /contrast 1/,
   inject: `document.querySelector('.verdict').style.color = '#eee'`},
  {what: 'a console error', found: /console error/, inject: `console.error('injected')`},
  {what: 'a console warning', found: /console warning/, inject: `console.warn('injected')`},
  {what: 'an exception', found: /exception/,
   inject: `setTimeout(() => { throw new Error('injected'); })`},
  {what: 'a file that is missing', found: /request/,
   inject: `document.body.insertAdjacentHTML('beforeend', '<img src="missing.png" alt="">')`},
];

module.exports = {injected};
