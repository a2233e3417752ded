// SPDX-License-Identifier: Apache-2.0
// Evidence files between the browser and the post: in pieces, named by the hash that an attestation signs. The post checks it.
import { call } from '../api/client';
import type { EvidenceItem, Id } from '../api/types';

export const fileBytesMax = 64 * 1024 * 1024;
const stepBytes = 64 * 16_256;

export interface EvidenceFile { name: string; bytes: number; hash: Id }

const sizes: [string, number][] = [['megabyte', 1_000_000], ['kilobyte', 1_000], ['byte', 1]];
export function bytesText(bytes: number, lang: string): string {
  const [unit, size] = sizes.find(([, least]) => bytes >= least) ?? ['byte', 1];
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / size);
}

const hex = (octets: ArrayBuffer): string => Array.from(new Uint8Array(octets), (b) => b.toString(16).padStart(2, '0')).join('');

export function toBase64(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 8_192) text += String.fromCharCode(...octets.subarray(at, at + 8_192));
  return btoa(text);
}
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Gives a file to the post, going on where an earlier attempt stopped. `progress` is told from 0 to 1. */
export async function addEvidence(ofCase: Id, file: File, progress: (part: number) => void): Promise<EvidenceFile> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const evidence = { name: file.name, bytes: octets.length, hash: hex(await crypto.subtle.digest('SHA-256', octets)) };
  const about = { case: ofCase, ...evidence };
  let { next } = await call('evidence.add', about);
  while (next !== null) {
    const from: number = next, at = (from * stepBytes) / 64;
    progress(at / octets.length);
    ({ next } = await call('evidence.add', { ...about, from, octets: toBase64(octets.subarray(at, at + stepBytes)) }));
  }
  progress(1);
  return evidence;
}

/** The octets of a file that is here, piece by piece. */
export async function readEvidence(item: Pick<EvidenceItem, 'evidence'>): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts = [];
  for (let from: number | null = 0; from !== null;) {
    const answer: { octets: string; next: number | null } = await call('evidence.read', { evidence: item.evidence, from });
    parts.push(fromBase64(answer.octets));
    from = answer.next;
  }
  return parts;
}
