// SPDX-License-Identifier: Apache-2.0
// A picture that the post drew, built anew from a short list of elements and attributes: nothing else of it reaches the page.

export interface Shape { tag: string; attributes: Record<string, string>; text: string }
export interface Picture { viewBox: string; title: string; shapes: Shape[] }

const allowed: Record<string, string[]> = {
  rect: ['x', 'y', 'width', 'height', 'fill', 'stroke'],
  line: ['x1', 'y1', 'x2', 'y2', 'stroke', 'stroke-width', 'stroke-dasharray'],
  text: ['x', 'y', 'text-anchor', 'transform'],
  path: ['d', 'fill', 'stroke', 'stroke-width'],
  circle: ['cx', 'cy', 'r', 'fill', 'stroke', 'stroke-width'],
  polyline: ['points', 'fill', 'stroke', 'stroke-width'],
};
const plain = /^[\w\s.,#+()%-]*$/;
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const unescape = (text: string): string => text.replace(/&(?:lt|gt|quot|amp);/g, (e) => entities[e] ?? e);
// The post's black on white is the page's ink on its sheet.
const inks: Record<string, string> = { '#fff': 'var(--sheet)', '#000': 'currentColor', '#333': 'currentColor', '#555': 'var(--soft)', '#999': 'var(--edge)', '#ccc': 'var(--rule)' };

function attributesOf(tag: string, source: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [, name = '', value = ''] of source.matchAll(/([\w-]+)="([^"]*)"/g))
    if (allowed[tag]?.includes(name) && plain.test(value)) out[name] = name === 'fill' || name === 'stroke' ? (inks[value] ?? 'currentColor') : value;
  if (out['fill'] === undefined && source.includes('fill="none"')) out['fill'] = 'none';
  if (/fill="none"/.test(source)) out['fill'] = 'none';
  return out;
}

export function readPicture(svg: string): Picture {
  const viewBox = /<svg[^>]*\sviewBox="([\d\s.]+)"/.exec(svg)?.[1] ?? '0 0 720 620';
  const title = unescape(/<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '');
  const shapes: Shape[] = [];
  for (const [, tag = '', source = '', , text = ''] of svg.matchAll(/<(\w+)((?:\s+[\w-]+="[^"]*")*)\s*(\/>|>([^<]*)<\/\1>)/g))
    if (allowed[tag]) shapes.push({ tag, attributes: attributesOf(tag, source), text: tag === 'text' ? unescape(text) : '' });
  return { viewBox, title, shapes };
}
