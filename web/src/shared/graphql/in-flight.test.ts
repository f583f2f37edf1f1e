import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { InFlight, slowAfter } from "./in-flight";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("says nothing of an answer that comes in time", () => {
  const flight = new InFlight();
  const told = vi.fn();
  flight.onChange(told);
  flight.begin(1);
  vi.advanceTimersByTime(slowAfter - 1);
  flight.end(1);
  vi.advanceTimersByTime(slowAfter);
  expect(told).not.toHaveBeenCalled();
  expect(flight.late()).toBe(false);
});

it("is late until the last late answer is there", () => {
  const flight = new InFlight();
  flight.begin(1);
  flight.begin(2);
  vi.advanceTimersByTime(slowAfter);
  expect(flight.late()).toBe(true);
  flight.end(1);
  expect(flight.late()).toBe(true);
  flight.end(2);
  expect(flight.late()).toBe(false);
});

it("counts a question asked again from its beginning", () => {
  const flight = new InFlight();
  flight.begin(1);
  vi.advanceTimersByTime(slowAfter - 1);
  flight.begin(1);
  vi.advanceTimersByTime(slowAfter - 1);
  expect(flight.late()).toBe(false);
});
