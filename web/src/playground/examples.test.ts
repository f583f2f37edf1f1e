/** Every example is a document that its door answers. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { buildSchema, Kind, parse, validate, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { describe, expect, it } from "vitest";
import type { Door } from "../shared/graphql/client";
import { doors } from "./doors";
import { examplesOf } from "./examples";

const schema = buildSchema(readFileSync(resolve(import.meta.dirname, "../../../schema.graphqls"), "utf8"));
const callers: Record<Door, readonly string[]> = { customer: ["CUSTOMER", "RECOVERER", "MARKETPLACE"], console: ["OPERATOR", "SUPERVISOR"] };

const operationsOf = (document: DocumentNode) => document.definitions.filter((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION);

/** Who may call a root field: the roles in its @auth, null where it is public. */
function rolesOf(operation: OperationDefinitionNode, field: string): string[] | null {
  const auth = schema.getRootType(operation.operation)?.getFields()[field]?.astNode?.directives?.find((d) => d.name.value === "auth");
  const roles = auth?.arguments?.find((a) => a.name.value === "role")?.value;
  return roles?.kind === Kind.LIST ? roles.values.map((v) => (v.kind === Kind.ENUM ? v.value : "")) : null;
}

describe.each(doors)("the examples of the %s door", (door) => {
  const examples = examplesOf(door).map((example) => ({ ...example, document: parse(example.query) }));

  it("walk the story", () => {
    expect(examples.length).toBeGreaterThan(9);
  });
  it.each(examples)("$#: is valid against the contract", ({ document }) => {
    expect(validate(schema, document)).toEqual([]);
  });
  it.each(examples)("$#: gives every variable a value to start from", ({ document, variables }) => {
    const given = Object.keys((JSON.parse(variables ?? "{}") ?? {}) as object);
    const needed = operationsOf(document).flatMap((o) => (o.variableDefinitions ?? []).filter((v) => v.type.kind === Kind.NON_NULL_TYPE).map((v) => v.variable.name.value));
    expect(needed.filter((name) => !given.includes(name))).toEqual([]);
  });
  it.each(examples)("$#: may be called through this door", ({ document }) => {
    for (const operation of operationsOf(document))
      for (const field of operation.selectionSet.selections) {
        if (field.kind !== Kind.FIELD) continue;
        const roles = rolesOf(operation, field.name.value);
        if (roles) expect(roles.some((role) => callers[door].includes(role)), field.name.value).toBe(true);
      }
  });
});
