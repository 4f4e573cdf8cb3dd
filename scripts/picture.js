// SPDX-License-Identifier: Apache-2.0
// node picture.js PAGE.html TITLE: the wide plot of a page whose title begins so, as an SVG file that
// stands by itself: with the style sheet of the page in it.
'use strict';
const fs = require('fs');
const [page, title] = process.argv.slice(2);
const html = fs.readFileSync(page, 'utf8');
const style = html.match(/<style>([\s\S]*?)<\/style>/)[1];
const plots = html.match(/<svg class="plot wide"[\s\S]*?<\/svg>/g) || [];
const plot = plots.find((svg) => svg.includes(`>${title}`));
if (!plot) throw new Error(`${page} has no plot whose title begins with ${title}`);
const ground = 'svg{background:var(--page);font-family:system-ui,sans-serif;display:block}';
process.stdout.write(plot.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
  .replace(/(<svg[^>]*>)/, `$1<style>${style}${ground}</style>`) + '\n');
