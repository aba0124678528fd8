import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const inDirectory = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The calls server that the development server passes requests on to. */
const server = process.env['CALLS_SERVER'] ?? 'http://localhost:8080';
const served = ['/health', '/me', '/users', '/conversations', '/calls', '/admin', '/demo', '/openapi'];

export default defineConfig({
  root: inDirectory('app'),
  // Relative: the app may be served below any path.
  base: './',
  build: {
    outDir: inDirectory('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy allows files of our own, neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, server])),
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    root: inDirectory('.'),
    include: ['sdk/tests/**/*.test.ts', 'app/tests/**/*.test.ts'],
  },
});
