import { beforeEach, describe, expect, it } from "vitest";
import { chosenDoor } from "./doors";
import { tabStorage } from "./tab-storage";

beforeEach(() => sessionStorage.clear());

describe("the door", () => {
  it.each([
    ["the customer's at first", "", undefined, "customer"],
    ["the one the address names", "?door=console", "customer", "console"],
    ["the last one after a sign-in", "", "console", "console"],
    ["no door of that name", "?door=back", undefined, "customer"],
  ])("is %s", (_why, search, before, want) => {
    if (before !== undefined) chosenDoor(`?door=${before}`, sessionStorage);
    expect(chosenDoor(search, sessionStorage)).toBe(want);
    expect(chosenDoor("", sessionStorage)).toBe(want);
  });
});

describe("what is kept", () => {
  it("is kept apart for each door and cleared for one alone", () => {
    const [customer, desk] = [tabStorage("customer", sessionStorage), tabStorage("console", sessionStorage)];
    customer.setItem("graphiql:tabs", "1");
    desk.setItem("graphiql:tabs", "2");
    expect([customer.getItem("graphiql:tabs"), desk.getItem("graphiql:tabs")]).toEqual(["1", "2"]);
    expect(customer.length).toBe(1);
    customer.clear();
    expect([customer.getItem("graphiql:tabs"), desk.getItem("graphiql:tabs")]).toEqual([null, "2"]);
  });
});
