// SPDX-License-Identifier: Apache-2.0
// What is wrong with the page on the screen. `inspectPage` runs inside the browser: it may use
// nothing from outside itself. Returns sentences, none when all is well.
'use strict';

function inspectPage(options) {
  const faults = [];
  const fault = (text) => faults.push(text);
  const width = document.documentElement.clientWidth;

  const visible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const name = (element) => {
    const text = (element.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 40);
    const kind = element.getAttribute('class');
    return `<${element.tagName.toLowerCase()}${kind ? ` class="${kind}"` : ''}> "${text}"`;
  };
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);

  // 1. No horizontal overflow: of the page, of the column, of any box by what is in it.
  function checkOverflow() {
    const extra = document.documentElement.scrollWidth - innerWidth;
    if (extra > 0) fault(`the page is ${extra} px wider than the window`);
    const body = document.body.getBoundingClientRect();
    const style = getComputedStyle(document.body);
    const left = body.left + parseFloat(style.paddingLeft) - 1;
    const right = body.right - parseFloat(style.paddingRight) + 1;
    for (const element of document.body.querySelectorAll('*')) {
      if (!visible(element) || element.closest('svg > *')) continue;
      const scroller = element.parentElement.closest('.scroll');
      if (scroller !== null) {
        const inside = scroller.getBoundingClientRect();
        const end = inside.left - scroller.scrollLeft + scroller.scrollWidth + 1;
        if (element.getBoundingClientRect().right > end) fault(`outside its box: ${name(element)}`);
      } else {
        const box = element.getBoundingClientRect();
        if (box.right > right || box.left < left) fault(`outside the column: ${name(element)}`);
      }
      const spills = element.scrollWidth > element.clientWidth + 1;
      const block = getComputedStyle(element).display !== 'inline' && element.clientWidth > 0;
      if (spills && block && !scrolls(element) && element.tagName !== 'svg') {
        fault(`its content is wider than itself: ${name(element)}`);
      }
    }
  }

  // 2. Figures: name, description, axes, text that can be read.
  function checkTexts(plot) {
    const frame = plot.getBoundingClientRect();
    const scale = frame.width / plot.viewBox.baseVal.width;
    const texts = [...plot.querySelectorAll('text')].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, i) => {
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < options.leastFont) fault(`text of ${size.toFixed(1)} px: ${name(text)}`);
      const a = boxes[i];
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 ||
          a.bottom > frame.bottom + 1) {
        fault(`leaves its figure: ${name(text)}`);
      }
      for (let j = i + 1; j < texts.length; ++j) {
        const b = boxes[j];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) fault(`overlap: ${name(text)} and ${name(texts[j])}`);
      }
    });
  }

  function checkPlots() {
    const plots = [...document.querySelectorAll('svg')].filter(visible);
    for (const figure of document.querySelectorAll('figure')) {
      const shown = [...figure.querySelectorAll('svg')].filter(visible);
      if (shown.length !== 1) fault(`a figure shows ${shown.length} drawings: ${name(figure)}`);
    }
    for (const plot of plots) {
      const told = (attribute) => (plot.getAttribute(attribute) || '').split(' ')
        .map((id) => document.getElementById(id)?.textContent.trim() || '').join('');
      const title = told('aria-labelledby');
      if (plot.getAttribute('role') !== 'img') fault(`a plot without role img: ${name(plot)}`);
      if (!title) fault(`a plot without a name: ${name(plot)}`);
      if (told('aria-describedby').length < 20) fault(`a plot without a description: ${title}`);
      const count = (selector) => plot.querySelectorAll(selector).length;
      if (count('.tick') < 2) fault(`an axis without labels: ${title}`);
      const other = count('.axis') > 1 || count('.name') > 0;
      if (count('.axis') < 1 || !other) fault(`an axis without a title: ${title}`);
      checkTexts(plot);
    }
    return plots.length;
  }

  // 3. The first screen: five tiles, links to what is there.
  function checkTiles() {
    const tiles = [...document.querySelectorAll('.tile')];
    if (tiles.length !== 5) fault(`${tiles.length} tiles`);
    for (const tile of tiles) {
      const target = document.getElementById((tile.getAttribute('href') || '').slice(1));
      if (target === null || target.tagName !== 'SECTION') fault(`links nowhere: ${name(tile)}`);
      const below = tile.getBoundingClientRect().bottom + scrollY - innerHeight;
      if (below > 0) fault(`${Math.round(below)} px below the first screen: ${name(tile)}`);
      for (const part of tile.children) {
        if (!part.textContent.trim()) fault(`an empty tile: ${name(tile)}`);
      }
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
    if (twice.length > 0) fault(`ids that are not unique: ${twice.join(', ')}`);
  }

  // 4. Contrast in the colours of the scheme at hand (4.5 to 1).
  const rgb = (color) => (color.match(/[\d.]+/g) || []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  function background(element) {
    for (let at = element; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      const parts = rgb(color);
      if (parts.length === 3 || parts[3] === 1) return color;
    }
    return 'rgb(255, 255, 255)';
  }
  function checkContrast() {
    const page = luminance(background(document.body));
    if (options.dark !== page < 0.2) fault(`the page is not ${options.dark ? 'dark' : 'light'}`);
    for (const element of document.body.querySelectorAll('*')) {
      const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
      if (!own || !visible(element) || ['title', 'desc', 'STYLE'].includes(element.tagName)) continue;
      const style = getComputedStyle(element);
      const text = luminance(element.closest('svg') ? style.fill : style.color);
      const ground = luminance(background(element));
      const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
      if (ratio < 4.5) fault(`contrast ${ratio.toFixed(1)}: ${name(element)}`);
    }
  }

  checkOverflow();
  const plots = checkPlots();
  checkTiles();
  checkContrast();
  return {faults, plots, overflow: document.documentElement.scrollWidth - innerWidth};
}

module.exports = {inspectPage};
