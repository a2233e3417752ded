// SPDX-License-Identifier: Apache-2.0
// The page is a handful of files that the post embeds: one script to begin with, the languages and rarer views beside it.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { deskProxy } from './dev/proxy.ts';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2023',
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js' } },
  },
  server: { proxy: deskProxy() },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
