import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const entries = { index: "index.html", console: "console.html", playground: "playground.html" };
const server = "http://127.0.0.1:8080";

/** Puts compressed forms beside what is worth it, so that the server compresses nothing. */
function precompressed(): Plugin {
  return {
    name: "precompressed",
    apply: "build",
    closeBundle() {
      const assets = join(import.meta.dirname, "dist/assets");
      for (const name of readdirSync(assets).filter((n) => /\.(js|css|svg|json|wasm)$/.test(n))) {
        const plain = readFileSync(join(assets, name));
        if (plain.length < 1024) continue;
        writeFileSync(join(assets, `${name}.gz`), gzipSync(plain, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain, { params }));
      }
      // Go embeds the folder, which has to be there before the first build.
      writeFileSync(join(import.meta.dirname, "dist/.keep"), "");
    },
  };
}

export default defineConfig({
  plugins: [react(), precompressed()],
  // The server puts a fresh nonce in for each answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the policy lets no data: but pictures
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4096, // the playground's editor
    rollupOptions: { input: entries },
  },
  // One file a worker: the policy that comes with a script lets it load no other.
  worker: { format: "es", rollupOptions: { output: { inlineDynamicImports: true } } },
  server: {
    proxy: Object.fromEntries(["/graphql", "/console/graphql", "/console/document", "/auth", "/dev"].map((path) => [path, { target: server, ws: true }])),
  },
});
