import type { CodegenConfig } from "@graphql-codegen/cli";
import { Kind, visit, type DocumentNode, type FieldNode } from "graphql";

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/**
 * Asks for __typename as urql's cache would: it tells objects apart by it, and a
 * persisted document can't be changed on its way. Not at the root: a subscription has
 * one field there.
 */
function withTypename(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent) {
      if (parent !== undefined && "kind" in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined;
      if (node.selections.some((s) => s.kind === Kind.FIELD && s.name.value === "__typename")) return undefined;
      return { ...node, selections: [typename, ...node.selections] };
    },
  });
}

const config: CodegenConfig = {
  schema: "../schema.graphqls",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**"],
  ignoreNoDocuments: true,
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: {
        fragmentMasking: false,
        // Each document is named by its hash; the server knows them all (trusted documents).
        persistedDocuments: { hashAlgorithm: "sha256", hashPropertyName: "hash", mode: "embedHashInDocument" },
      },
      documentTransforms: [{ transform: ({ documents }) => documents.map((d) => ({ ...d, document: d.document && withTypename(d.document) })) }],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: { Time: "string", Date: "string", Upload: "File", MinorUnits: "string" },
      },
    },
  },
};

export default config;
