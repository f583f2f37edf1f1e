// GraphQL over HTTP, as specified: the public audit suite, every MUST, SHOULD and MAY of
// it, on both doors, with and without the Origin a browser sends.
import { serverAudits } from "graphql-http";
import { expect, test } from "./support/test";

const doors = ["/graphql", "/console/graphql"];

for (const door of doors) {
  for (const origin of ["a browser's", "no"]) {
    test(`${door} passes every audit, with ${origin} Origin`, async ({ program }) => {
      const fetchFn = (url: string, init?: RequestInit) => {
        const headers = new Headers(init?.headers);
        if (origin !== "no") headers.set("Origin", program.url);
        return fetch(url, { ...init, headers });
      };
      const audits = serverAudits({ url: program.url + door, fetchFn });
      // 13 MUST, 23 SHOULD, 25 MAY in graphql-http 1.23; a later suite may have more.
      expect(audits.length).toBeGreaterThanOrEqual(61);
      const failed: string[] = [];
      for (const audit of audits) {
        const result = await audit.fn();
        if (result.status !== "ok") failed.push(`${audit.id} ${audit.name}: ${result.reason}`);
      }
      expect(failed).toEqual([]);
    });
  }
}
