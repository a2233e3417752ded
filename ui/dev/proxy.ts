// SPDX-License-Identifier: Apache-2.0
// While the page is worked on, Vite serves it and a running desk answers it: GOODOFFICES_DESK=http://127.0.0.1:PORT npm run dev,
// then open the desk's own opening address with Vite's port in place of the desk's. Never part of what is shipped.
import process from 'node:process';
import type { ProxyOptions } from 'vite';

export function deskProxy(): Record<string, ProxyOptions> {
  const target = process.env['GOODOFFICES_DESK'];
  if (!target) return {};
  const toDesk: ProxyOptions = { target, changeOrigin: true, headers: { Origin: target } };
  return { '/api': toDesk, '/desk/': toDesk, '/open': toDesk };
}
