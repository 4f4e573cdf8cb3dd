#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Looks at pages in Chromium: node check_pages.js [--injected] [--screenshots FOLDER] PAGE.html ...
//
// Every page is shown at five widths, light and dark. Asserted: no horizontal overflow, nothing
// outside its column or box, no message on the console, no request, every plot with a name, a
// description, axes and text that can be read, five tiles on the first screen that link to
// sections, contrast.
//   --injected             injects faults into the first page; each must be found
//   --version             only says which Chromium there is
//   --screenshots FOLDER  writes <page>-<width>-<light|dark>.png for every combination
// Exit status: 0 all is well, 1 faults, 2 wrong arguments, 77 Chromium or playwright-core missing.
'use strict';

const fs = require('fs');
const path = require('path');
const {pathToFileURL} = require('url');
const {inspectPage} = require('./inspect.js');
const {injected} = require('./injected.js');

const CHROMIUM = process.env.GATEWRIGHT_CHROMIUM || '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WINDOWS = [[360, 800], [390, 844], [768, 1024], [1200, 800], [1280, 800], [1600, 900]];
const SCHEMES = ['light', 'dark'];
const LEAST_FONT = 10;  // px on the screen, of text in figures
const MISSING = 77;

function loadPlaywright() {
  try {
    return require('playwright-core');
  } catch (error) {
    console.log('playwright-core is missing: run scripts/setup.sh --tests');
    process.exit(MISSING);
  }
}

function parseArguments(words) {
  const options = {pages: [], injected: false, screenshots: '', version: false};
  for (let i = 0; i < words.length; ++i) {
    if (words[i] === '--injected') {
      options.injected = true;
    } else if (words[i] === '--version') {
      options.version = true;
    } else if (words[i] === '--screenshots') {
      options.screenshots = words[++i];
    } else {
      options.pages.push(words[i]);
    }
  }
  if (options.version) return options;
  if (options.pages.length === 0 || options.pages.some((file) => !fs.existsSync(file))) {
    console.error('usage: node check_pages.js [--injected] [--screenshots FOLDER] PAGE.html ...');
    process.exit(2);
  }
  return options;
}

// A page with whatever it says on the console or asks for, as sentences.
async function openPage(browser, file) {
  const page = await browser.newPage();
  const heard = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      heard.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => heard.push(`exception: ${error.message}`));
  const own = pathToFileURL(path.resolve(file)).href;
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== own && !url.startsWith('data:')) heard.push(`a request: ${url}`);
  });
  page.on('requestfailed', (request) => heard.push(`a request failed: ${request.url()}`));
  await page.goto(own);
  return {page, heard};
}

// What Chromium tells assistive technology: every image has a name and a description.
async function checkTree(page) {
  const session = await page.context().newCDPSession(page);
  const {nodes} = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const images = nodes.filter((node) => ['img', 'image'].includes(node.role?.value) && !node.ignored);
  const faults = images.filter((node) => !node.name?.value || !node.description?.value)
    .map((node) => `an image without name or description: ${node.name?.value}`);
  return {images: images.length, faults};
}

async function show(page, [width, height], scheme) {
  await page.setViewportSize({width, height});
  await page.emulateMedia({colorScheme: scheme});
}

async function checkPage(browser, file, options) {
  const {page, heard} = await openPage(browser, file);
  const faults = [];
  let plots = 0;
  const widest = {};
  for (const size of WINDOWS) {
    for (const scheme of SCHEMES) {
      await show(page, size, scheme);
      const dark = scheme === 'dark';
      const found = await page.evaluate(inspectPage, {leastFont: LEAST_FONT, dark});
      plots = found.plots;
      widest[size[0]] = found.overflow;
      const where = `${file} at ${size[0]} px, ${scheme}`;
      faults.push(...found.faults.map((text) => `${where}: ${text}`));
      if (options.screenshots) {
        fs.mkdirSync(options.screenshots, {recursive: true});
        const name = `${path.basename(file, '.html')}-${size[0]}-${scheme}.png`;
        await page.screenshot({path: path.join(options.screenshots, name), fullPage: true});
      }
    }
    const tree = await checkTree(page);
    faults.push(...tree.faults.map((text) => `${file} at ${size[0]} px: ${text}`));
    if (tree.images !== plots) {
      faults.push(`${file} at ${size[0]} px: ${tree.images} images for ${plots} plots`);
    }
  }
  faults.push(...heard.map((text) => `${file}: ${text}`));
  await page.close();
  console.log(`${file}: ${plots} plots, overflow ${JSON.stringify(widest)}`);
  return faults;
}

async function checkInjected(browser, file) {
  const faults = [];
  for (const {what, inject, found, dark} of injected) {
    const {page, heard} = await openPage(browser, file);
    await show(page, [390, 844], dark ? 'dark' : 'light');
    await page.evaluate(inject);
    const seen = await page.evaluate(inspectPage, {leastFont: LEAST_FONT, dark: Boolean(dark)});
    await page.waitForTimeout(20);
    if (![...seen.faults, ...heard].some((text) => found.test(text))) {
      faults.push(`injected and not found: ${what}`);
    }
    await page.close();
  }
  console.log(`${injected.length} faults injected`);
  return faults;
}

async function main() {
  const options = parseArguments(process.argv.slice(2));
  const {chromium} = loadPlaywright();
  if (!fs.existsSync(CHROMIUM)) {
    console.log(`${CHROMIUM} is missing: run scripts/setup.sh --tests`);
    process.exit(MISSING);
  }
  const browser = await chromium.launch(
    {executablePath: CHROMIUM, args: ARGUMENTS, headless: true, timeout: 120000});
  if (options.version) {
    console.log(`Chromium ${browser.version()}`);
    await browser.close();
    return;
  }
  const faults = [];
  for (const file of options.pages) faults.push(...await checkPage(browser, file, options));
  if (options.injected) faults.push(...await checkInjected(browser, options.pages[0]));
  await browser.close();
  for (const text of faults) console.log(text);
  console.log(`${options.pages.length} pages, ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
}

main().catch((error) => {
  console.error(error.stack);
  process.exit(2);
});
